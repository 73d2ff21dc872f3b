package tombola.lab.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How many steps another arm takes for each step of the ticket: above 1, the ticket is sooner. The
 * figure is the geometric mean of the ratios by seed. Its logarithm is the mean that the test of
 * the steps looks at, so that figure, interval and test cannot disagree; and exchanging the arms
 * inverts it, which a mean of ratios does not do.
 */
public sealed interface SpeedRatio {

  /**
   * All steps are known.
   *
   * @param logs log(steps of the other arm / steps of the ticket), natural
   */
  record Measured(Differences logs) implements SpeedRatio {

    /** Returns the geometric mean ratio. */
    public double ratio() {
      return StrictMath.exp(logs.mean());
    }

    /** Returns its interval of 95%, where the seeds vary. */
    public Optional<Interval> interval() {
      return switch (logs.variation()) {
        case Variation.OneSeed _, Variation.AllEqual _ -> Optional.empty();
        case Variation.Varying varying ->
            Optional.of(
                new Interval(
                    StrictMath.exp(varying.interval().low()),
                    StrictMath.exp(varying.interval().high())));
      };
    }
  }

  /**
   * Some steps of the other arm are lower bounds: the geometric mean is this or greater.
   *
   * @param censored of how many seeds
   */
  record AtLeast(double ratio, int censored) implements SpeedRatio {}

  /**
   * Some steps of the ticket are lower bounds: the geometric mean is this or less.
   *
   * @param censored of how many seeds
   */
  record AtMost(double ratio, int censored) implements SpeedRatio {}

  /** There is no ratio, nor a bound of one. */
  record Unknown(String reason) implements SpeedRatio {}

  /**
   * Returns the ratio of the early-stopping steps.
   *
   * @throws IllegalArgumentException if the arms have different seeds
   */
  static SpeedRatio earlyStop(Arm other, Arm ticket) {
    return of(other, ticket, Measurement::earlyStop);
  }

  /**
   * Returns the ratio of the steps to the dense network's least validation loss.
   *
   * @throws IllegalArgumentException if the arms have different seeds
   */
  static SpeedRatio denseLoss(Arm other, Arm ticket) {
    return of(other, ticket, Measurement::denseLoss);
  }

  /**
   * Returns the ratio of the steps at which trainings reached something, by seed in the same order.
   *
   * @throws IllegalArgumentException if the lists differ in length or are empty
   */
  static SpeedRatio reached(List<Steps> other, List<Steps> ticket) {
    if (other.size() != ticket.size()) {
      throw new IllegalArgumentException(
          "seeds: expected as many of both arms, got %d and %d"
              .formatted(other.size(), ticket.size()));
    }
    return of(other, ticket, "a training was there before its first step");
  }

  private static SpeedRatio of(Arm other, Arm ticket, Function<Measurement, Steps> when) {
    other.requireSameSeeds(ticket);
    return of(
        other.values(when),
        ticket.values(when),
        "a training was never better than before its first step");
  }

  private static SpeedRatio of(List<Steps> above, List<Steps> below, String atZero) {
    List<Double> logs = new ArrayList<>();
    for (int i = 0; i < above.size(); i++) {
      if (above.get(i).step() == 0 || below.get(i).step() == 0) {
        return new Unknown(atZero);
      }
      logs.add(StrictMath.log((double) above.get(i).step() / below.get(i).step()));
    }
    Measured known = new Measured(new Differences(logs));
    int boundsAbove = censored(above);
    int boundsBelow = censored(below);
    if (boundsAbove > 0 && boundsBelow > 0) {
      return new Unknown("steps of both arms are lower bounds");
    }
    if (boundsAbove > 0) {
      return new AtLeast(known.ratio(), boundsAbove);
    }
    return boundsBelow > 0 ? new AtMost(known.ratio(), boundsBelow) : known;
  }

  private static int censored(List<Steps> steps) {
    return (int) steps.stream().filter(Steps::censored).count();
  }

  /** Returns the ratio as a part of a sentence. */
  default String words() {
    return switch (this) {
      case Measured measured ->
          "ratio %s over %s%s"
              .formatted(
                  Words.ratio(measured.ratio()),
                  Words.seeds(measured.logs().n()),
                  measured
                      .interval()
                      .map(i -> ", 95% interval " + Words.range(i, Words::ratio))
                      .orElse(Words.noInterval(measured.logs().variation())));
      case AtLeast(double ratio, int censored) ->
          "ratio at least %s, as the other arm's steps are lower bounds for %s"
              .formatted(Words.ratio(ratio), Words.seeds(censored));
      case AtMost(double ratio, int censored) ->
          "ratio at most %s, as the ticket's steps are lower bounds for %s"
              .formatted(Words.ratio(ratio), Words.seeds(censored));
      case Unknown(String reason) -> "no ratio, as " + reason;
    };
  }
}
