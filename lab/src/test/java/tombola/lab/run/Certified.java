package tombola.lab.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tombola.data.Checksum;
import tombola.lab.certificate.Certificate;
import tombola.lab.certificate.Replay;
import tombola.lab.certificate.ReplayScope;
import tombola.lab.config.Settings;
import tombola.lab.data.DataSources;
import tombola.lab.verify.VerifyRequest;

/** A small verification with its certificate, and what one may do to it. */
record Certified(SmallSearch search, Path file) {
  static Certified of(SmallSearch search, VerifyRequest request) {
    search.run();
    return again(search, request);
  }

  static Certified again(SmallSearch search, VerifyRequest request) {
    String hash = search.verify(request).planHash();
    return new Certified(
        search, search.runFolder().resolve("verify").resolve(hash).resolve(Certificate.FILE));
  }

  Certificate read() {
    return Certificate.read(file);
  }

  /** Copies what is handed on to another folder: certificate, ticket and result. */
  Path handedOnTo(Path folder) {
    try {
      for (String name : List.of(Certificate.FILE, "ticket.safetensors", "result.json")) {
        Files.copy(file.resolveSibling(name), folder.resolve(name));
      }
      return folder.resolve(Certificate.FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Replayer.Request request(ReplayScope scope, Path out) {
    Map<String, String> machine =
        Map.of("out", out.toString(), "threads", "1", "kernels", "scalar");
    return new Replayer.Request(scope, Optional.empty(), Optional.empty(), Settings.of(machine));
  }

  static Replay replay(Path file, Path out) {
    return new Replayer(new DataSources()).replay(file, request(ReplayScope.ALL, out), event -> {});
  }

  static void flip(Path file, int bit) {
    try {
      byte[] content = Files.readAllBytes(file);
      content[content.length / 2] ^= (byte) (1 << bit);
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void edit(Path file, UnaryOperator<String> how) {
    try {
      String before = Files.readString(file);
      String after = how.apply(before);
      if (after.equals(before)) {
        throw new IllegalStateException(file + ": nothing to edit");
      }
      Files.writeString(file, after);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes a number in a stored training, and its checksums, so that the store holds it true. */
  void forge(String training, String name, String value) {
    Path folder = search.runFolder().resolve(training);
    Path metrics = folder.resolve("metrics.json");
    edit(
        metrics,
        text -> text.replaceFirst("\"" + name + "\": [^,]+,", "\"" + name + "\": " + value + ","));
    try (Stream<Path> files = Files.list(folder)) {
      StringBuilder sums = new StringBuilder();
      for (Path each : files.sorted().toList()) {
        if (!each.endsWith("SHA256SUMS")) {
          sums.append(Checksum.of(Files.readAllBytes(each)) + "  " + each.getFileName() + "\n");
        }
      }
      Files.write(folder.resolve("SHA256SUMS"), sums.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
