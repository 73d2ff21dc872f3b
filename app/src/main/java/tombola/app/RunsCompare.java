package tombola.app;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tombola.lab.report.ComparisonTable;
import tombola.lab.report.TextTable;
import tombola.lab.run.RunCatalog;
import tools.jackson.databind.node.ObjectNode;

/** {@code tombola runs compare}. */
@Command(
    name = "compare",
    description = "Shows two runs side by side, level by level of equal density.",
    sortOptions = false,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    footer = {"", "Example:", "  tombola runs compare 1a2b3c4d 5e6f7081"})
final class RunsCompare implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "A", description = "a run: name, part of it, or path")
  private String first = "";

  @Parameters(index = "1", paramLabel = "B", description = "another run")
  private String second = "";

  @Mixin private CatalogOptions options = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  RunsCompare(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    RunCatalog.Pair pair = options.catalog().compare(first, second);
    if (common.json) {
      Json.print(json(pair), console.out());
      return ExitCode.DONE;
    }
    console.out().println("A: " + pair.first().name());
    console.out().println("B: " + pair.second().name());
    console.out().println();
    if (pair.differences().isEmpty()) {
      console.out().println("Their settings are the same.");
    } else {
      TextTable settings = new TextTable(List.of("setting", "A", "B"));
      pair.differences()
          .forEach((name, texts) -> settings.row(List.of(name, texts.get(0), texts.get(1))));
      settings.lines(3).forEach(console.out()::println);
    }
    console.out().println();
    ComparisonTable.lines(pair.first(), pair.second(), console.glyphs())
        .forEach(console.out()::println);
    return ExitCode.DONE;
  }

  private static ObjectNode json(RunCatalog.Pair pair) {
    ObjectNode document = Json.object();
    document.set("first", Json.run(pair.first()));
    document.set("second", Json.run(pair.second()));
    ObjectNode differences = document.putObject("differences");
    for (Map.Entry<String, List<String>> each : pair.differences().entrySet()) {
      differences.putArray(each.getKey()).add(each.getValue().get(0)).add(each.getValue().get(1));
    }
    return document;
  }
}
