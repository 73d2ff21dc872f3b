package tombola.lab.verdict;

/**
 * How many seeds in all would decide a test that is open. The mean and the standard deviation that
 * were found are taken for the true ones; few seeds know them poorly, so this is a guide, no
 * promise.
 */
public sealed interface SeedsNeeded {

  /** About this many. */
  record About(int seeds) implements SeedsNeeded {}

  /** More than this many: the true value may be too close to the bound to tell. */
  record MoreThan(int seeds) implements SeedsNeeded {}

  /** Nothing is known of the spread. */
  record Unknown() implements SeedsNeeded {}

  /**
   * Returns the least number with which the test shows, with the plan's power, that the mean is
   * above {@code pass}, or that it is below {@code fail}, whichever takes fewer.
   *
   * @param passAlpha level of the first test, the correction for its family included
   */
  static SeedsNeeded of(Differences found, double pass, double passAlpha, double fail, Plan plan) {
    return switch (found.variation()) {
      case Variation.OneSeed _, Variation.AllEqual _ -> new Unknown();
      case Variation.Varying varying -> {
        double above = (found.mean() - pass) / varying.sd();
        double below = (fail - found.mean()) / varying.sd();
        int seeds =
            Math.min(
                Power.seeds(above, passAlpha, plan.power()),
                Power.seeds(below, plan.alpha(), plan.power()));
        yield seeds > Power.MOST_SEEDS ? new MoreThan(Power.MOST_SEEDS) : new About(seeds);
      }
    };
  }

  /** Returns this as the end of a sentence. */
  default String words() {
    return switch (this) {
      case About(int seeds) -> "about " + Words.count(seeds) + " seeds would decide";
      case MoreThan(int seeds) -> "more than " + Words.count(seeds) + " seeds would be needed";
      case Unknown _ -> "how many seeds would decide is not known";
    };
  }
}
