package tombola.lab.verdict;

/**
 * A two-sided confidence interval.
 *
 * @param low its lower end
 * @param high its upper end, no less
 */
public record Interval(double low, double high) {

  /** Checks the order, NaN included. */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "interval: expected low <= high, got " + low + " and " + high);
    }
  }
}
