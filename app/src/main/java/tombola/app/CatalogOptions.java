package tombola.app;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import tombola.lab.run.RunCatalog;

/** Where runs are looked for. */
final class CatalogOptions {
  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "the folder of the runs (default: runs)")
  private Path out = Path.of("runs");

  RunCatalog catalog() {
    return new RunCatalog(out);
  }
}
