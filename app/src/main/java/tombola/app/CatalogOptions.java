package tombola.app;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import tombola.lab.run.RunCatalog;

/** Where runs are looked for. */
final class CatalogOptions {
  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "the folder of the runs (default: runs)")
  private Optional<Path> out = Optional.empty();

  RunCatalog catalog() {
    return new RunCatalog(folder());
  }

  /** Returns the folder that was given. */
  Optional<Path> given() {
    return out;
  }

  /** Returns the folder. */
  Path folder() {
    return out.orElse(Path.of("runs"));
  }
}
