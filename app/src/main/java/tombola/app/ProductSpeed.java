package tombola.app;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.kernel.Panels;

/**
 * A short measurement of one dense product on one thread: 300 units of 784 inputs, 64 samples, as
 * in LeNet-300-100's first layer. It tells machines apart; it is no benchmark.
 *
 * @param gigaflops the median over the rounds, two operations a multiply-add
 * @param rounds the number of rounds
 */
record ProductSpeed(double gigaflops, int rounds) {
  private static final Linear SHAPE = new Linear(784, 300);
  private static final int PANELS = 4;
  private static final double OPERATIONS = 2.0 * 784 * 300 * PANELS * Panels.LANES;
  private static final long WARM_UP = 500_000_000; // nanoseconds
  private static final int WARM_UP_ROUNDS = 200;
  private static final long MEASURED = 300_000_000;
  private static final int MEASURED_ROUNDS = 1;

  /** Measures for about a second, of which more than half is for the JVM to compile the loop. */
  static ProductSpeed measure(Kernels kernels) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment w = floats(arena, SHAPE.out() * SHAPE.rowBytes());
      MemorySegment bias = floats(arena, 4L * Panels.stride(SHAPE.out()));
      MemorySegment x = floats(arena, PANELS * Panels.bytes(SHAPE.in()));
      MemorySegment y = floats(arena, PANELS * Panels.bytes(SHAPE.out()));
      Runnable round =
          () -> kernels.products().forward(SHAPE, w, bias, x, y, true, 0, PANELS, 0, SHAPE.out());
      rounds(round, WARM_UP, WARM_UP_ROUNDS);
      List<Double> seconds = rounds(round, MEASURED, MEASURED_ROUNDS);
      Collections.sort(seconds);
      double median = seconds.get(seconds.size() / 2);
      return new ProductSpeed(OPERATIONS / median / 1e9, seconds.size());
    }
  }

  /** Times rounds for {@code nanos} and until there are {@code least}, but no longer than 2 s. */
  private static List<Double> rounds(Runnable round, long nanos, int least) {
    List<Double> seconds = new ArrayList<>();
    long begin = System.nanoTime();
    long passed;
    do {
      long start = System.nanoTime();
      round.run();
      long end = System.nanoTime();
      seconds.add((end - start) / 1e9);
      passed = end - begin;
    } while (passed < nanos || (seconds.size() < least && passed < 2_000_000_000));
    return seconds;
  }

  private static MemorySegment floats(Arena arena, long bytes) {
    MemorySegment segment = arena.allocate(bytes, Panels.LINE);
    for (long at = 0; at < bytes; at += Float.BYTES) {
      segment.set(Panels.FLOAT, at, (at / Float.BYTES % 17 - 8) / 16f);
    }
    return segment;
  }
}
