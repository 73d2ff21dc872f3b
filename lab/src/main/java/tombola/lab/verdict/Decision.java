package tombola.lab.verdict;

/** A pair of one-sided tests of one mean: that it is above a bound, and that it is below one. */
public sealed interface Decision {

  /**
   * Both were made.
   *
   * @param pass p value of the claim that the criterion holds
   * @param passAdjusted the same, corrected for the family of tests; equal to {@code pass} outside
   *     of one
   * @param fail p value of the claim that it does not hold
   * @param alpha level of each
   * @param seeds how many would decide with the plan's power
   */
  record Tested(double pass, double passAdjusted, double fail, double alpha, SeedsNeeded seeds)
      implements Decision {}

  /** The measurements allow no test. */
  record Untested(String reason) implements Decision {}

  /** Returns what is shown. A criterion that passes is passed, whatever the other test says. */
  default Outcome outcome() {
    return switch (this) {
      case Tested tested -> {
        if (tested.passAdjusted() <= tested.alpha()) {
          yield Outcome.PASSED;
        }
        yield tested.fail() <= tested.alpha() ? Outcome.FAILED : Outcome.UNDECIDED;
      }
      case Untested _ -> Outcome.UNDECIDED;
    };
  }

  /**
   * Returns the p values, not corrected, that led to the outcome as a part of a sentence.
   *
   * @param against what is shown if the criterion does not hold
   */
  default String words(String against) {
    return switch (this) {
      case Tested tested -> {
        String pass = "one-sided " + Words.p(tested.pass());
        String fail = "one-sided %s that %s".formatted(Words.p(tested.fail()), against);
        yield switch (outcome()) {
          case PASSED -> pass;
          case FAILED -> fail;
          case UNDECIDED -> "%s, %s; %s".formatted(pass, fail, tested.seeds().words());
        };
      }
      case Untested(String reason) -> "not tested, as " + reason;
    };
  }
}
