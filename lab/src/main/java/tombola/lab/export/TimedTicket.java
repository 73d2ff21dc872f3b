package tombola.lab.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A ticket's C file in a program around it, compiled on this machine with {@code -O2}, that times
 * single predictions. Its answers have been compared with the runtime's. It lies in a temporary
 * folder until it is closed.
 */
public final class TimedTicket implements AutoCloseable {
  private static final int MOST_SOURCE = 8 << 20; // bytes that a compiler takes seconds for
  private static final int MOST_CALLS = 1 << 20;
  private static final double TOLERANCE = 1e-4; // of a logit's size, or of 1 where it is less
  private static final List<String> FLAGS = List.of("-std=c99", "-O2");
  private static final String DRIVER =
      """
      #define _POSIX_C_SOURCE 199309L
      #include "ticket.c"
      #include <stdio.h>
      #include <stdlib.h>
      #include <time.h>

      static tombola_input bench_samples[BENCH_SAMPLES][TOMBOLA_INPUTS];
      static int64_t bench_times[BENCH_CALLS];

      static int64_t bench_now(void)
      {
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
      }

      int main(int argc, char **argv)
      {
        float logits[TOMBOLA_CLASSES];
        if (argc != 2 || fread(bench_samples, sizeof bench_samples, 1, stdin) != 1) {
          return 1;
        }
        for (int s = 0; s < BENCH_SAMPLES; s++) {
          tombola_predict(bench_samples[s], logits);
          if (fwrite(logits, sizeof logits, 1, stdout) != 1) {
            return 1;
          }
        }
        const int64_t budget = atoll(argv[1]);
        const int64_t start = bench_now();
        int64_t begin = start;
        size_t calls = 0;
        do {
          tombola_predict(bench_samples[calls % BENCH_SAMPLES], logits);
          const int64_t end = bench_now();
          bench_times[calls++] = end - begin;
          begin = end;
        } while (begin - start < budget && calls < BENCH_CALLS);
        return fwrite(bench_times, sizeof bench_times[0], calls, stdout) != calls;
      }
      """;

  private final Path folder;
  private final CompiledTicket program;
  private final WeightValues values;
  private final float[][] expected; // logits of the samples

  private TimedTicket(
      Path folder, CompiledTicket program, WeightValues values, float[][] expected) {
    this.folder = folder;
    this.program = program;
    this.values = values;
    this.expected = expected;
  }

  /**
   * Compiles {@code source}, the C file of {@code ticket}, with {@code compiler}.
   *
   * @param samples what will be predicted, in the units of the data
   * @return empty if the source is too large to be compiled in seconds
   * @throws IllegalStateException with what the compiler says, if it says anything
   */
  static Optional<TimedTicket> compile(
      Path compiler, PackedTicket ticket, byte[] source, double[][] samples) {
    if (source.length > MOST_SOURCE) {
      return Optional.empty();
    }
    try {
      Path folder = Files.createTempDirectory("tombola-c");
      Files.write(folder.resolve("ticket.c"), source);
      Files.writeString(folder.resolve("bench.c"), DRIVER);
      CompiledTicket.run(
          folder,
          compiler,
          FLAGS,
          "-DBENCH_SAMPLES=" + samples.length,
          "-DBENCH_CALLS=" + MOST_CALLS,
          "bench.c",
          "-o",
          "bench");
      CompiledTicket program = CompiledTicket.of(folder.resolve("bench"), ticket);
      float[][] expected = Predictor.of(PackedRuntime.of(ticket)).predict(samples);
      return Optional.of(new TimedTicket(folder, program, ticket.values(), expected));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns how the file holds weights. */
  public WeightValues values() {
    return values;
  }

  /**
   * Returns the nanoseconds of each of the predictions of {@code samples}, over and over for {@code
   * seconds}, but one at least.
   *
   * @param samples those that it was compiled for
   * @throws IllegalStateException if an answer differs from the runtime's by more than rounding
   */
  public long[] nanos(double[][] samples, double seconds) {
    try {
      ByteBuffer said =
          ByteBuffer.wrap(program.run(samples, Long.toString((long) (seconds * 1e9))))
              .order(ByteOrder.nativeOrder());
      for (float[] row : expected) {
        for (float logit : row) {
          float found = said.getFloat();
          if (!(Math.abs(found - logit) <= TOLERANCE * Math.max(1, Math.abs(logit)))) {
            throw new IllegalStateException(
                "the C program: expected %s as the runtime gives, got %s".formatted(logit, found));
          }
        }
      }
      long[] nanos = new long[said.remaining() / Long.BYTES];
      said.asLongBuffer().get(nanos);
      return nanos;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
