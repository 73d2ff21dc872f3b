package tombola.lab.advice;

import java.util.Arrays;

/**
 * How long a call takes, each call timed alone.
 *
 * @param median microseconds of the median call
 * @param p99 microseconds that 99 of 100 calls do not exceed
 */
public record Latency(double median, double p99) {

  /**
   * Returns what {@code nanos}, a call each, amount to.
   *
   * @throws IllegalArgumentException if there are none
   */
  static Latency of(long[] nanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("nanos: expected at least one call, got none");
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latency(
        sorted[(sorted.length - 1) / 2] / 1e3,
        sorted[(int) Math.ceil(0.99 * sorted.length) - 1] / 1e3);
  }

  /** Returns the one of lesser median. */
  static Latency lesser(Latency one, Latency other) {
    return one.median <= other.median ? one : other;
  }
}
