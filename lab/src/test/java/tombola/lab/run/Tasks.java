package tombola.lab.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import tombola.data.Checksum;
import tombola.lab.config.Settings;
import tombola.lab.data.DataSources;
import tombola.lab.store.RunFolder;
import tombola.lab.transfer.TransferRequest;
import tombola.lab.transfer.TransferResult;
import tombola.lab.verdict.Plan;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.verify.Head;

/** Two tasks of one width: the flowers of {@link SmallSearch}, and others. */
final class Tasks {
  static final TransferRequest REQUEST = new TransferRequest(Head.NEW, Plan.standard(2));

  private Tasks() {}

  /** Writes 120 samples of {@code kinds} kinds and {@code width} measurements. */
  static Path data(Path folder, String name, int width, int kinds) {
    RandomStream random = new Seed(9).child(name).generator();
    StringBuilder csv = new StringBuilder();
    for (int f = 0; f < width; f++) {
      csv.append("f").append(f).append(',');
    }
    csv.append("kind\n");
    for (int i = 0; i < 120; i++) {
      int kind = i % kinds;
      for (int f = 0; f < width; f++) {
        double centre = f == kind % width ? (kind < width ? 2 : -2) : 0;
        csv.append(String.format(Locale.ROOT, "%.3f,", centre + random.nextGaussian()));
      }
      csv.append("abcdefgh".charAt(kind)).append('\n');
    }
    try {
      return Files.writeString(folder.resolve(name + ".csv"), csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TransferResult transfer(SmallSearch search, Path to, int level, TransferRequest request) {
    return transfer(new Transferer(new DataSources()), search, to, level, request, event -> {});
  }

  static TransferResult transfer(
      Transferer transferer,
      SmallSearch search,
      Path to,
      int level,
      TransferRequest request,
      TransferListener listener) {
    return transferer.transfer(
        new RunFolder(run(search, "flowers")),
        machine(search),
        to.toString(),
        OptionalInt.of(level),
        request,
        listener);
  }

  static Settings machine(SmallSearch search) {
    return Settings.of(
        Map.of(
            "out", search.config().machine().out().toString(),
            "threads", search.config().machine().threads().toString(),
            "kernels", search.config().machine().kernels()));
  }

  /** Returns the folder of the run on the data called {@code data}. */
  static Path run(SmallSearch search, String data) {
    try (Stream<Path> runs = Files.list(search.config().machine().out())) {
      return runs.filter(RunFolder::isRun)
          .filter(run -> run.getFileName().toString().startsWith(data + "-"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the checksum of each file whose bits are compared, by its path below the runs. */
  static Map<String, String> bits(SmallSearch search) {
    Path out = search.config().machine().out();
    Map<String, String> sums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = out.relativize(file).toString();
        if (!name.matches(".*(timing.json|SHA256SUMS|provenance.json|lock|config.yaml|tsv)")) {
          sums.put(name, Checksum.of(Files.readAllBytes(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sums;
  }
}
