package tombola.lab.report;

import java.util.Arrays;

/**
 * A figure over the replicates.
 *
 * @param mean their mean
 * @param sd their standard deviation, n - 1 below the fraction; 0 for one replicate
 * @param min the least
 * @param max the greatest
 * @param count the number of replicates
 */
record Spread(double mean, double sd, double min, double max, int count) {

  /** Returns the spread of {@code values}, at least one. */
  static Spread of(double... values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return new Spread(
        mean,
        values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1)),
        Arrays.stream(values).min().orElseThrow(),
        Arrays.stream(values).max().orElseThrow(),
        values.length);
  }
}
