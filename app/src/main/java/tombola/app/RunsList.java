package tombola.app;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tombola.lab.report.Figures;
import tombola.lab.report.TextTable;
import tombola.lab.result.TicketChoice;
import tombola.lab.run.RunSummary;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tombola runs list}. */
@Command(
    name = "list",
    description = "Lists all runs.",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    footer = {"", "Example:", "  tombola runs list --json"})
final class RunsList implements Callable<Integer> {
  private final Console console;

  @Mixin private CatalogOptions options = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  RunsList(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<RunSummary> runs = options.catalog().list();
    if (common.json) {
      Json.print(json(runs), console.out());
    } else if (runs.isEmpty()) {
      console.out().println("No runs in " + options.catalog().out() + "; tombola find makes one.");
    } else {
      table(runs).lines(1).forEach(console.out()::println);
      runs.forEach(run -> run.problem().ifPresent(console.out()::println));
    }
    return ExitCode.DONE;
  }

  private static TextTable table(List<RunSummary> runs) {
    TextTable table =
        new TextTable(List.of("run", "replicates", "levels", "ticket", "density", "state"));
    for (RunSummary run : runs) {
      table.row(
          List.of(
              run.name(),
              Integer.toString(run.replicates()),
              Integer.toString(run.levels()),
              run.ticket().map(t -> "level " + t.level()).orElse("-"),
              run.ticket().map(t -> Figures.density(t.density())).orElse("-"),
              state(run)));
    }
    return table;
  }

  private static String state(RunSummary run) {
    if (run.problem().isPresent()) {
      return "damaged";
    }
    return run.active() ? "at work" : "at rest";
  }

  private static ObjectNode json(List<RunSummary> runs) {
    ObjectNode document = Json.object();
    ArrayNode array = document.putArray("runs");
    for (RunSummary run : runs) {
      ObjectNode node = array.addObject();
      node.put("run", run.folder().toString());
      node.put("name", run.name());
      node.put("dataset", run.dataset());
      node.put("network", run.network());
      node.put("replicates", run.replicates());
      node.put("levels", run.levels());
      node.put("active", run.active());
      Optional<TicketChoice> ticket = run.ticket();
      ticket.ifPresent(t -> node.set("ticket", Json.of(t)));
      run.problem().ifPresent(problem -> node.put("problem", problem));
    }
    return document;
  }
}
