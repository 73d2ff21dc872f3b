package tombola.lab.advice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Times calls one by one, those that are compared in turn, so that other load meets all. */
final class Stopwatch {
  private static final int ROUNDS = 20;

  private final long round; // nanoseconds
  private float sum; // over all answers, so that none can be left out

  /** What is timed. */
  interface Call {
    /**
     * Predicts sample or batch {@code number}.
     *
     * @return any of the answers
     */
    float run(int number);
  }

  /** Calls of one side. */
  private static final class Side {
    final Call call;
    long[] nanos = new long[1 << 10];
    int count;
    int number;

    Side(Call call) {
      this.call = call;
    }

    void note(long time) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = time;
    }
  }

  /** Creates a watch that gives each side {@code seconds}, after half of that to warm up. */
  Stopwatch(double seconds) {
    this.round = (long) (seconds * 1e9 / ROUNDS);
  }

  /**
   * Returns how long a call of each of {@code calls} takes; a side makes a call a round at least.
   */
  List<Latency> race(List<Call> calls) {
    List<Side> sides = calls.stream().map(Side::new).toList();
    for (int i = 0; i < ROUNDS / 2; i++) {
      sides.forEach(this::round);
    }
    sides.forEach(side -> side.count = 0);
    for (int i = 0; i < ROUNDS; i++) {
      sides.forEach(this::round);
    }
    List<Latency> latencies = new ArrayList<>();
    for (Side side : sides) {
      latencies.add(Latency.of(Arrays.copyOf(side.nanos, side.count)));
    }
    if (Float.isNaN(sum)) {
      throw new IllegalStateException("expected numbers as answers, got some that are none");
    }
    return latencies;
  }

  private void round(Side side) {
    long began = System.nanoTime();
    long end = began;
    do {
      long begin = end;
      sum += Math.signum(side.call.run(side.number++));
      end = System.nanoTime();
      side.note(end - begin);
    } while (end - began < round);
  }
}
