package tombola.lab.export;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tombola.lab.data.InputUnits;

/**
 * An exported C file as a program of this machine, to measure what it predicts.
 *
 * @param program the program
 * @param bytes whether a value of a sample is a byte, else a float
 * @param inputs values of a sample
 * @param classes logits of a sample
 */
record CompiledTicket(Path program, boolean bytes, int inputs, int classes) implements Predictor {
  private static final List<String> FLAGS =
      List.of("-Wall", "-Wextra", "-Werror", "-std=c99", "-Os");
  private static final String DRIVER =
      """
      #include "ticket.c"
      #include <stdio.h>

      int main(void)
      {
        static tombola_input input[TOMBOLA_INPUTS];
        float logits[TOMBOLA_CLASSES];
        while (fread(input, sizeof input, 1, stdin) == 1) {
          tombola_predict(input, logits);
          if (fwrite(logits, sizeof logits, 1, stdout) != 1) {
            return 1;
          }
        }
        return 0;
      }
      """;

  /** Returns the compiler of this machine: the first of gcc, cc and clang on the path. */
  static Optional<Path> compiler() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of("gcc", "cc", "clang")
        .flatMap(name ->
            Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Compiles {@code source} in {@code folder}.
   *
   * @throws IllegalStateException with what the compiler says, if it says anything
   */
  static CompiledTicket compile(Path compiler, PackedTicket ticket, byte[] source, Path folder)
      throws IOException {
    Files.write(folder.resolve("ticket.c"), source);
    Files.writeString(folder.resolve("driver.c"), DRIVER);
    run(folder, compiler, FLAGS, "-c", "ticket.c", "-o", "ticket.o");
    run(folder, compiler, FLAGS, "-DTOMBOLA_SELF_TEST", "ticket.c", "-o", "selftest");
    run(folder, compiler, FLAGS, "driver.c", "-o", "driver");
    return of(folder.resolve("driver"), ticket);
  }

  /** Returns a compiled program that predicts with {@code ticket}. */
  static CompiledTicket of(Path program, PackedTicket ticket) {
    boolean bytes =
        switch (ticket.units()) {
          case InputUnits.Bytes _ -> true;
          case InputUnits.Columns _ -> false;
        };
    return new CompiledTicket(program, bytes, ticket.inputs(), ticket.classes().size());
  }

  /**
   * Runs a compiler in {@code folder}.
   *
   * @throws IllegalStateException with what it says, if it says anything
   */
  static void run(Path folder, Path program, List<String> flags, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(flags);
    command.addAll(List.of(arguments));
    Path log = folder.resolve("log");
    int code =
        wait(
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    String said = Files.readString(log);
    if (code != 0 || !said.isBlank()) {
      throw new IllegalStateException(
          String.join(" ", command) + " ended with " + code + ": " + said);
    }
  }

  @Override
  public float[][] predict(double[][] samples) {
    try {
      ByteBuffer answer = ByteBuffer.wrap(run(samples)).order(ByteOrder.nativeOrder());
      if (answer.remaining() != 4L * classes * samples.length) {
        throw new IllegalStateException(
            "the C program ended after %d bytes".formatted(answer.remaining()));
      }
      float[][] logits = new float[samples.length][classes];
      for (float[] row : logits) {
        for (int c = 0; c < classes; c++) {
          row[c] = answer.getFloat();
        }
      }
      return logits;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns what the program says to {@code samples}.
   *
   * @throws IllegalStateException if it fails
   */
  byte[] run(double[][] samples, String... arguments) throws IOException {
    Path folder = program.resolveSibling("");
    Path in = folder.resolve("in");
    Path out = folder.resolve("out");
    Files.write(in, encoded(samples));
    List<String> command = new ArrayList<>(List.of(program.toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    int code =
        wait(
            new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    if (code != 0) {
      throw new IllegalStateException("the C program ended with " + code);
    }
    return Files.readAllBytes(out);
  }

  private byte[] encoded(double[][] samples) {
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.multiplyExact(samples.length, inputs * (bytes ? 1 : 4)))
            .order(ByteOrder.nativeOrder());
    for (double[] sample : samples) {
      for (double value : sample) {
        if (bytes) {
          buffer.put((byte) (int) value);
        } else {
          buffer.putFloat((float) value);
        }
      }
    }
    return buffer.array();
  }

  private static int wait(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
