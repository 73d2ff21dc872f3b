package tombola.lab.run;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The energy counters of a machine's processors (RAPL, of Intel and AMD), as Linux shows them: a
 * folder {@code intel-rapl:N} for each package, with its {@code name}, microjoules in {@code
 * energy_uj}, and in {@code max_energy_range_uj} the most they reach before they begin anew from 0.
 * Since 2020 most systems let the administrator alone read them (CVE-2020-8694).
 *
 * @see <a href="https://docs.kernel.org/power/powercap/powercap.html">Power Capping Framework</a>
 */
final class Powercap {
  private final List<Counter> packages;

  /** The counter of one package. */
  private static final class Counter {
    private final Path file;
    private final long range; // microjoules
    private long last;

    private Counter(Path file, long range, long last) {
      this.file = file;
      this.range = range;
      this.last = last;
    }

    private long sinceLast() throws IOException {
      long now = number(file);
      long used = now >= last ? now - last : range - last + now;
      last = now;
      return used;
    }
  }

  private Powercap(List<Counter> packages) {
    this.packages = packages;
  }

  /** Returns the counters in {@code folder}, unless there is none or one may not be read. */
  static Optional<Powercap> open(Path folder) {
    List<Counter> packages = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    // a package has one number after its name; what it consists of, two
    try (DirectoryStream<Path> zones = Files.newDirectoryStream(folder, "intel-rapl:*")) {
      for (Path zone : zones) {
        if (zone.getFileName().toString().matches("intel-rapl:[0-9]+")
            && text(zone.resolve("name")).startsWith("package")) {
          Path file = zone.resolve("energy_uj");
          long range = number(zone.resolve("max_energy_range_uj"));
          packages.add(new Counter(file, range, number(file)));
        }
      }
    } catch (IOException | DirectoryIteratorException | NumberFormatException _) {
      return Optional.empty();
    }
    return packages.isEmpty() ? Optional.empty() : Optional.of(new Powercap(packages));
  }

  /** Returns the joules of all packages since the last call; none if one cannot be read. */
  OptionalDouble sinceLast() {
    long used = 0;
    try {
      for (Counter counter : packages) {
        used += counter.sinceLast();
      }
    } catch (IOException | NumberFormatException _) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(used / 1e6);
  }

  private static long number(Path file) throws IOException {
    return Long.parseLong(text(file));
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file).strip();
  }
}
