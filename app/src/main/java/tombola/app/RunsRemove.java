package tombola.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tombola.lab.config.InputException;
import tombola.lab.run.RunCatalog;

/** {@code tombola runs rm}. */
@Command(
    name = "rm",
    description = "Removes a run with all that is in it.",
    sortOptions = false,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    footer = {"", "Example:", "  tombola runs rm mnist-lenet-300-100-1a2b3c4d --yes"})
final class RunsRemove implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "RUN", description = "name, part of it, or path")
  private String name = "";

  @Option(names = "--yes", description = "do not ask")
  private boolean yes;

  @Mixin private CatalogOptions options = new CatalogOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  RunsRemove(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    RunCatalog catalog = options.catalog();
    Path folder = catalog.find(name).folder();
    boolean removed = yes || agreed(folder);
    if (removed) {
      catalog.remove(name);
    }
    if (common.json) {
      Json.print(
          Json.object().put("run", folder.toString()).put("removed", removed), console.out());
    } else {
      console.out().println((removed ? "Removed " : "Kept ") + folder);
    }
    return ExitCode.DONE;
  }

  private boolean agreed(Path folder) throws IOException {
    if (!console.terminal().interactive()) {
      throw new InputException("rm: expected --yes where nobody can be asked, to remove " + folder);
    }
    console.err().print("Remove " + folder + " with all that is in it? [y/N] ");
    console.err().flush();
    String answer =
        new BufferedReader(new InputStreamReader(console.in(), console.out().charset())).readLine();
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }
}
