package tombola.lab.verdict;

import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.TTest;

/**
 * Differences of two arms, one for each seed, and what they say of the mean difference: Student's
 * paired t.
 *
 * <p>Where all differences are equal, as with one seed, t has no meaning, and the exact sign test
 * stands in: under the null hypothesis all n lie on one side of the bound with a probability of at
 * most 2⁻ⁿ. So one seed shows nothing, and identical networks are non-inferior from five seeds on.
 *
 * @param values in the order of the seeds, at least one, all finite
 */
public record Differences(List<Double> values) {
  /** The confidence of all two-sided intervals. */
  public static final double CONFIDENCE = 0.95;

  /** Differences of accuracies that are equal in exact arithmetic differ by less than this. */
  private static final double ROUNDING = 1e-12;

  /** Copies the list. */
  public Differences {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("differences: expected at least one, got none");
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "differences: expected finite numbers, got " + value + " in " + values);
      }
    }
  }

  /** Returns the number of seeds. */
  public int n() {
    return values.size();
  }

  /** Returns the mean difference. */
  public double mean() {
    return values.stream().mapToDouble(Double::doubleValue).sum() / n();
  }

  /** Returns the spread, the interval of the mean and the effect size, as far as they exist. */
  public Variation variation() {
    if (n() == 1) {
      return new Variation.OneSeed();
    }
    double sd = sd();
    if (sd <= ROUNDING) {
      return new Variation.AllEqual();
    }
    double mean = mean();
    double half = quantile((1 - CONFIDENCE) / 2) * error(sd);
    double effect = mean / sd;
    return new Variation.Varying(
        sd,
        new Interval(mean - half, mean + half),
        mean / error(sd),
        effect,
        effect * (1 - 3.0 / (4 * (n() - 1) - 1)));
  }

  /**
   * Returns the one-sided p value of the null hypothesis that the mean is at most {@code bound}.
   */
  public double pGreater(double bound) {
    return p(bound, AlternativeHypothesis.GREATER_THAN, mean() - bound > ROUNDING);
  }

  /**
   * Returns the one-sided p value of the null hypothesis that the mean is at least {@code bound}.
   */
  public double pLess(double bound) {
    return p(bound, AlternativeHypothesis.LESS_THAN, bound - mean() > ROUNDING);
  }

  /** Returns the two-sided p value of the null hypothesis that the mean is {@code bound}. */
  public double pUnequal(double bound) {
    boolean apart = Math.abs(mean() - bound) > ROUNDING;
    return Math.min(1, p(bound, AlternativeHypothesis.TWO_SIDED, apart));
  }

  /**
   * Returns the value that the mean exceeds with confidence 1 - {@code alpha}: {@link #pGreater} of
   * it is {@code alpha}. None where t has no meaning.
   */
  public OptionalDouble lowerBound(double alpha) {
    return switch (variation()) {
      case Variation.OneSeed _, Variation.AllEqual _ -> OptionalDouble.empty();
      case Variation.Varying varying ->
          OptionalDouble.of(mean() - quantile(alpha) * error(varying.sd()));
    };
  }

  private double p(double bound, AlternativeHypothesis alternative, boolean beyond) {
    double sd = sd();
    if (sd <= ROUNDING) {
      boolean twoSided = alternative == AlternativeHypothesis.TWO_SIDED;
      return beyond ? (twoSided ? 2 : 1) * StrictMath.pow(0.5, n()) : 1;
    }
    return TTest.withDefaults()
        .withMu(bound)
        .with(alternative)
        .test(mean(), sd * sd, n())
        .getPValue();
  }

  /** Returns the standard deviation; 0 for one seed. */
  private double sd() {
    double mean = mean();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return n() == 1 ? 0 : Math.sqrt(squares / (n() - 1));
  }

  private double error(double sd) {
    return sd / Math.sqrt(n());
  }

  private double quantile(double upperTail) {
    return TDistribution.of(n() - 1).inverseSurvivalProbability(upperTail);
  }
}
