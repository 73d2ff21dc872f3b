package tombola.lab.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import tombola.lab.store.Safetensors;
import tombola.runtime.Tombola;

/**
 * What a file predicts, read back from where it was written.
 *
 * @param agreement its predictions beside the network's
 * @param by what made them
 */
record Measured(Agreement agreement, String by) {

  /** Compares a predictor with the network. */
  @FunctionalInterface
  interface Comparison {
    /** Returns how they agree. */
    Agreement with(Predictor predictor);
  }

  /**
   * Asks {@code file}, which holds {@code content} made from {@code ticket}.
   *
   * @throws tombola.lab.config.InputException in one line if it cannot be read
   */
  static Measured of(
      PackedTicket ticket, byte[] content, ExportFormat format, Path file, Comparison comparison) {
    try {
      return switch (format) {
        case TOMBOLA ->
            new Measured(
                comparison.with(Predictor.of(Tombola.load(file))), "the runtime, from the file");
        case JAR ->
            new Measured(
                comparison.with(Predictor.of(TicketJar.load(file))),
                "the runtime, from the ticket in the jar");
        case SAFETENSORS -> {
          PackedTicket read = SafetensorsFile.read(Safetensors.read(file), ticket);
          yield new Measured(
              comparison.with(Predictor.of(PackedRuntime.of(read))),
              "the runtime, with the compressed rows of the file");
        }
        case ONNX ->
            new Measured(
                comparison.with(Predictor.of(PackedRuntime.of(OnnxFile.read(file, ticket)))),
                "the runtime, with the nodes and initialisers of the file");
        case C -> compiled(ticket, content, comparison);
      };
    } catch (IOException e) {
      throw OutputFile.failed(file, "read", e);
    }
  }

  private static Measured compiled(PackedTicket ticket, byte[] content, Comparison comparison)
      throws IOException {
    Optional<Path> compiler = CompiledTicket.compiler();
    if (compiler.isEmpty()) {
      return new Measured(
          comparison.with(Predictor.of(PackedRuntime.of(ticket))),
          "the runtime, with the file's numbers: this machine has no gcc, cc or clang");
    }
    Path folder = Files.createTempDirectory("tombola-c");
    try {
      return new Measured(
          comparison.with(CompiledTicket.compile(compiler.get(), ticket, content, folder)),
          "the C program, compiled by " + compiler.get().getFileName());
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
