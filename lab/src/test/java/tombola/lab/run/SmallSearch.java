package tombola.lab.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tombola.data.Checksum;
import tombola.lab.certificate.Certificate;
import tombola.lab.config.FindConfig;
import tombola.lab.config.Settings;
import tombola.lab.data.DataSources;
import tombola.lab.result.RunResult;
import tombola.lab.store.RunFolder;
import tombola.lab.verify.VerifyRequest;
import tombola.lab.verify.VerifyResult;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.Networks;

/**
 * A real search that takes milliseconds: 120 measurements of three kinds, a small network, some
 * steps.
 */
final class SmallSearch {
  /** Of its dense network: measurements, hidden units, kinds. */
  static final String WIDTHS = "3-8-3";

  private final Path folder;
  private final Map<String, String> settings = new LinkedHashMap<>();

  SmallSearch(Path folder) {
    this.folder = folder;
    Path data = folder.resolve("flowers.csv");
    try {
      if (!Files.exists(data)) {
        Files.writeString(data, flowers());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    settings.putAll(
        Map.of(
            "data",
            data.toString(),
            "network",
            "mlp:8",
            "steps",
            "30",
            "batch",
            "10",
            "evaluate-every",
            "10",
            "levels",
            "3",
            "kernels",
            "scalar",
            "threads",
            "2",
            "out",
            folder.resolve("runs").toString()));
  }

  private static String flowers() {
    RandomStream random = new Seed(3).generator();
    StringBuilder csv = new StringBuilder("length,width,weight,kind\n");
    for (int i = 0; i < 120; i++) {
      int kind = i % 3;
      for (int f = 0; f < 3; f++) {
        csv.append(
            String.format(Locale.ROOT, "%.3f,", random.nextGaussian() + (f == kind ? 3 : 0)));
      }
      csv.append("abc".charAt(kind)).append('\n');
    }
    return csv.toString();
  }

  /** Returns this search with one setting changed. */
  SmallSearch with(String name, String text) {
    SmallSearch other = new SmallSearch(folder);
    other.settings.putAll(settings);
    other.settings.put(name, text);
    return other;
  }

  FindConfig config() {
    return FindConfig.of(Settings.of(settings));
  }

  RunResult run() {
    return run(event -> {});
  }

  RunResult run(FindListener listener) {
    return new Finder(new DataSources()).find(config(), listener);
  }

  VerifyResult verify(VerifyRequest request) {
    return verify(request, event -> {});
  }

  VerifyResult verify(VerifyRequest request, VerifyListener listener) {
    return verify(new Verifier(new DataSources()), request, listener);
  }

  /** Verifies with the threads that this search has now, whatever the run had. */
  VerifyResult verify(Verifier verifier, VerifyRequest request, VerifyListener listener) {
    Settings machine =
        Settings.of(
            Map.of(
                "out", config().machine().out().toString(),
                "threads", config().machine().threads().toString()));
    return verifier.verify(new RunFolder(runFolder()), machine, request, listener);
  }

  /** Returns the run's folder. */
  Path runFolder() {
    String network = "-" + Networks.label(config().network()).replace(':', '-') + "-";
    try (Stream<Path> runs = Files.list(config().machine().out())) {
      return runs.filter(RunFolder::isRun)
          .filter(run -> run.getFileName().toString().contains(network))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the checksum of each file whose bits are compared, by its path below the run. */
  Map<String, String> bits() {
    Path run = runFolder();
    Map<String, String> sums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = run.relativize(file).toString();
        if (!name.matches(".*(timing.json|SHA256SUMS|provenance.json|lock|config.yaml)")) {
          sums.put(
              name,
              name.endsWith(Certificate.FILE)
                  ? Certificate.read(file).hash()
                  : Checksum.of(Files.readAllBytes(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sums;
  }
}
