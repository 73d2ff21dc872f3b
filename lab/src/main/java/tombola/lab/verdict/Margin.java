package tombola.lab.verdict;

/**
 * How much less accurate than the dense network still counts as no less accurate: a share of the
 * dense network's mean test error, but at least a fixed difference.
 *
 * @param share of the error, in [0, 1)
 * @param least the least margin, a difference of accuracies in [0, 1)
 */
public record Margin(double share, double least) {

  /** A tenth of the error, at least 0.001 (0.1 points). */
  public static final Margin STANDARD = new Margin(0.1, 0.001);

  /** Checks the ranges. */
  public Margin {
    check("margin.share", share, 0.1);
    check("margin.least", least, 0.001);
  }

  /** Returns the margin that is {@code difference} whatever the dense network's error. */
  public static Margin fixed(double difference) {
    return new Margin(0, difference);
  }

  /** Returns the margin, a difference of accuracies, for a mean test accuracy in [0, 1]. */
  public double of(double denseAccuracy) {
    return Math.max(share * (1 - denseAccuracy), least);
  }

  private static void check(String name, double value, double usual) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s: expected a number in [0, 1), got %s (%s is usual)".formatted(name, value, usual));
    }
  }
}
