package tombola.lab.report;

import java.util.Arrays;

/**
 * The part of the accuracies that a chart shows. Networks pruned beyond use fall to chance, and an
 * axis down to there would flatten what matters: values whose error is beyond twice the dense
 * network's (and beyond its own plus 0.01) lie below the axis and are marked there.
 */
final class Focus {
  private static final double SPAN = 0.004;

  private Focus() {}

  /** Returns the axis for {@code values} around {@code dense}, accuracies all. */
  static Scale accuracies(double dense, double... values) {
    double error = 1 - dense;
    double limit = 1 - Math.max(2 * error, error + 0.01);
    double low = Arrays.stream(values).filter(v -> v >= limit).min().orElse(dense);
    double high = Arrays.stream(values).max().orElse(dense);
    low = Math.min(low, dense);
    high = Math.max(high, dense);
    double margin = Math.max(0.08 * (high - low), (SPAN - (high - low)) / 2);
    return new Scale(Math.max(0, low - margin), Math.min(1, high + margin), false);
  }
}
