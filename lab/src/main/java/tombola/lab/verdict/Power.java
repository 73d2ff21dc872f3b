package tombola.lab.verdict;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The power of one-sided t tests. The library has no noncentral t, so its tail is integrated: T =
 * (Z + δ) / S with S² a χ² over its degrees of freedom, hence P(T > c) = E[Φ(δ - c S)].
 *
 * @see <a href="https://doi.org/10.1093/biomet/31.3-4.362">Johnson &amp; Welch 1940</a>
 */
final class Power {
  /** Numbers of seeds beyond this are not told apart. */
  static final int MOST_SEEDS = 1000;

  private static final int STRIPS = 400; // even, for Simpson's rule
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private Power() {}

  /**
   * Returns the least number of seeds, at least 2, with which a one-sided test at {@code alpha} has
   * the {@code power}; one more than {@link #MOST_SEEDS} if it is greater than that.
   *
   * @param effect distance of the true mean from the bound, in standard deviations, positive on the
   *     side that the test is to show
   */
  static int seeds(double effect, double alpha, double power) {
    if (effect <= 0) {
      return MOST_SEEDS + 1;
    }
    double quantiles =
        NORMAL.inverseSurvivalProbability(alpha) + NORMAL.inverseCumulativeProbability(power);
    double known = Math.max(0, quantiles) / effect; // with the deviation known: never too many
    double start = known * known;
    if (start > MOST_SEEDS) {
      return MOST_SEEDS + 1;
    }
    int n = Math.max(2, (int) Math.ceil(start));
    while (n <= MOST_SEEDS && ofTest(n, effect, alpha) < power) {
      n++;
    }
    return n;
  }

  /** Returns the power of a one-sided test at {@code alpha} with {@code n} pairs. */
  static double ofTest(int n, double effect, double alpha) {
    double critical = TDistribution.of(n - 1).inverseSurvivalProbability(alpha);
    return noncentralTail(n - 1, effect * Math.sqrt(n), critical);
  }

  /**
   * Returns the probability that a noncentral t exceeds {@code critical}, by Simpson's rule over
   * ten standard deviations of S on either side. The density's constant is left out and the sum of
   * the weights divided by instead.
   *
   * @param freedom degrees of freedom, at least 1
   * @param noncentrality δ
   */
  static double noncentralTail(int freedom, double noncentrality, double critical) {
    double reach = 10 / Math.sqrt(2.0 * freedom);
    double low = Math.max(0, 1 - reach);
    double width = (1 + reach - low) / STRIPS;
    double tail = 0;
    double total = 0;
    for (int i = 0; i <= STRIPS; i++) {
      double s = low + i * width;
      double simpson = i == 0 || i == STRIPS ? 1 : i % 2 == 1 ? 4 : 2;
      double weight = simpson * density(freedom, s);
      tail += weight * NORMAL.cumulativeProbability(noncentrality - critical * s);
      total += weight;
    }
    return tail / total;
  }

  /** Returns the density of S at {@code s} but for a constant that keeps its peak near 1. */
  private static double density(int freedom, double s) {
    if (s == 0) {
      return freedom == 1 ? StrictMath.exp(0.5) : 0;
    }
    return StrictMath.exp((freedom - 1) * StrictMath.log(s) + freedom * (1 - s * s) / 2);
  }
}
