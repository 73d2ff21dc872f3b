package tombola.lab.verify;

import java.util.Optional;
import tombola.lab.verdict.Interval;
import tombola.lab.verdict.SpeedRatio;

/**
 * Steps of another arm for each of the ticket, the geometric mean over the seeds.
 *
 * @param kind whether the figure is exact, a bound or unknown
 * @param ratio the mean or its bound, if there is one
 * @param interval of the mean, 95%, where it is exact and the seeds vary
 * @param words the same as a part of a sentence
 */
public record Ratio(Kind kind, Optional<Double> ratio, Optional<Interval> interval, String words) {

  /** What is known. */
  public enum Kind {
    /** All steps are known. */
    MEASURED,
    /** Some steps of the other arm are lower bounds. */
    AT_LEAST,
    /** Some steps of the ticket are lower bounds. */
    AT_MOST,
    /** There is no ratio. */
    UNKNOWN
  }

  /** Returns the figures of {@code ratio}. */
  public static Ratio of(SpeedRatio ratio) {
    return switch (ratio) {
      case SpeedRatio.Measured measured ->
          new Ratio(
              Kind.MEASURED,
              Optional.of(Rounded.of(measured.ratio())),
              measured.interval().map(Rounded::of),
              measured.words());
      case SpeedRatio.AtLeast bound ->
          new Ratio(
              Kind.AT_LEAST,
              Optional.of(Rounded.of(bound.ratio())),
              Optional.empty(),
              bound.words());
      case SpeedRatio.AtMost bound ->
          new Ratio(
              Kind.AT_MOST,
              Optional.of(Rounded.of(bound.ratio())),
              Optional.empty(),
              bound.words());
      case SpeedRatio.Unknown unknown ->
          new Ratio(Kind.UNKNOWN, Optional.empty(), Optional.empty(), unknown.words());
    };
  }
}
