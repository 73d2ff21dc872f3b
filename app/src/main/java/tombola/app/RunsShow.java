package tombola.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tombola.lab.report.Report;
import tombola.lab.result.RunResult;
import tombola.lab.run.RunCatalog;
import tools.jackson.databind.node.ObjectNode;

/** {@code tombola runs show}. */
@Command(
    name = "show",
    description = "Shows what a run found, from disk alone.",
    sortOptions = false,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    footer = {"", "Example:", "  tombola runs show mnist-lenet-300-100"})
final class RunsShow implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "RUN", description = "name, part of it, or path")
  private String name = "";

  @Mixin private CatalogOptions options = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  RunsShow(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    RunCatalog catalog = options.catalog();
    RunResult run = catalog.load(name);
    Path folder = Path.of(run.run());
    Report report = Report.of(catalog.find(name), run);
    Path file =
        Files.isWritable(folder) // of a stopped search there is none yet, or an old one
            ? report.write(folder)
            : folder.resolve(Report.FILE);
    if (common.json) {
      ObjectNode json = Json.run(run);
      report.exhibits().ledger().ifPresent(ledger -> json.set("cost", Json.ledger(ledger)));
      json.put("report", file.toString());
      Json.print(json, console.out());
    } else {
      new RunView(console).print(report, file);
    }
    return ExitCode.DONE;
  }
}
