package tombola.lab.verify;

import java.util.List;
import java.util.Optional;
import tombola.lab.verdict.Differences;
import tombola.lab.verdict.Interval;
import tombola.lab.verdict.Slope;
import tombola.lab.verdict.Variation;

/**
 * The slope of a figure, least squares for each seed, and its mean over the seeds. All figures have
 * ten digits.
 *
 * @param kind whether the mean is exact, a bound or unknown
 * @param slopes of each seed, in the order of the seeds; none if the mean is not exact
 * @param mean their mean or its bound, if there is one
 * @param interval of the mean, 95%, by Student's t over the seeds, where it is exact and they vary
 * @param pUnequal two-sided p value that the mean is 0, where it is exact
 */
public record SlopeFigures(
    Ratio.Kind kind,
    List<Double> slopes,
    Optional<Double> mean,
    Optional<Interval> interval,
    Optional<Double> pUnequal) {

  /** Copies the list. */
  public SlopeFigures {
    slopes = List.copyOf(slopes);
  }

  static SlopeFigures of(Slope slope) {
    return switch (slope) {
      case Slope.Measured(Differences found) ->
          new SlopeFigures(
              Ratio.Kind.MEASURED,
              Rounded.of(found.values()),
              Optional.of(Rounded.of(found.mean())),
              interval(found.variation()),
              Optional.of(Rounded.of(found.pUnequal(0))));
      case Slope.AtLeast(double mean, int _) -> bound(Ratio.Kind.AT_LEAST, mean);
      case Slope.AtMost(double mean, int _) -> bound(Ratio.Kind.AT_MOST, mean);
      case Slope.Unknown _ ->
          new SlopeFigures(
              Ratio.Kind.UNKNOWN, List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    };
  }

  private static SlopeFigures bound(Ratio.Kind kind, double mean) {
    return new SlopeFigures(
        kind, List.of(), Optional.of(Rounded.of(mean)), Optional.empty(), Optional.empty());
  }

  private static Optional<Interval> interval(Variation variation) {
    return switch (variation) {
      case Variation.OneSeed _, Variation.AllEqual _ -> Optional.empty();
      case Variation.Varying varying -> Optional.of(Rounded.of(varying.interval()));
    };
  }
}
