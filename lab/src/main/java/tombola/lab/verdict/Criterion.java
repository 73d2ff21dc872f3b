package tombola.lab.verdict;

import java.util.OptionalDouble;

/** One condition of winning, what was found, and whether it holds. */
public sealed interface Criterion {

  /**
   * The ticket starts from its initial weights, not from those of a later step.
   *
   * @param step where its training starts
   */
  record Reset(long step) implements Criterion {}

  /**
   * Non-inferior to the dense network in test accuracy.
   *
   * @param comparison the ticket with the dense network
   * @param margin how much lower still counts as no lower
   * @param decision whether the mean difference is above, or below, minus the margin
   */
  record Accuracy(Comparison comparison, double margin, Decision decision) implements Criterion {}

  /**
   * Non-inferior to the dense network in the early-stopping step.
   *
   * @param ratio steps of the dense network for each of the ticket
   * @param margin how much later, as a share, still counts as no later
   * @param decision whether the mean logarithm of the ratio is above, or below, -log(1 + margin)
   */
  record EarlyStop(SpeedRatio ratio, double margin, Decision decision) implements Criterion {}

  /**
   * Superior to a control in test accuracy.
   *
   * @param comparison the ticket with the control
   * @param margin better by less is shown not to hold: as a loss of that much would not count, a
   *     gain does not
   * @param decision whether the mean difference is above 0, or below the margin
   */
  record Superiority(Comparison comparison, double margin, Decision decision)
      implements Criterion {}

  /** Returns whether it holds. */
  default Outcome outcome() {
    return switch (this) {
      case Reset(long step) -> step == 0 ? Outcome.PASSED : Outcome.FAILED;
      case Accuracy accuracy -> accuracy.decision().outcome();
      case EarlyStop earlyStop -> earlyStop.decision().outcome();
      case Superiority superiority -> superiority.decision().outcome();
    };
  }

  /** Returns what is asked, as the beginning of a sentence. */
  default String asked() {
    return switch (this) {
      case Reset _ -> "Training starts from the initial weights";
      case Accuracy accuracy ->
          "Test accuracy is not lower than that of %s by the margin of %s or more"
              .formatted(accuracy.comparison().against(), Words.share(accuracy.margin()));
      case EarlyStop earlyStop ->
          "The validation loss is least within %s times the steps of the dense network"
              .formatted(Words.ratio(1 + earlyStop.margin()));
      case Superiority superiority ->
          "Test accuracy is higher than that of " + superiority.comparison().against();
    };
  }

  /** Returns the outcome in words. */
  default String answer() {
    return switch (this) {
      case Superiority _ when outcome() == Outcome.FAILED -> "not by an amount that counts";
      case Reset _, Accuracy _, EarlyStop _, Superiority _ -> outcome().words();
    };
  }

  /** Returns what was found, as the end of a sentence. */
  default String found() {
    return switch (this) {
      case Reset(long step) -> "it starts from those of step " + Words.count(step);
      case Accuracy(Comparison comparison, double _, Decision decision) ->
          Words.differences(comparison.differences())
              + bound(comparison.differences(), decision)
              + (isOfFamily(decision) ? corrected(decision) : "")
              + ", "
              + decision.words("it is lower by more");
      case EarlyStop(SpeedRatio ratio, double _, Decision decision) ->
          switch (decision) {
            case Decision.Tested tested -> ratio.words() + ", " + tested.words("it takes more");
            case Decision.Untested _ -> ratio.words();
          };
      case Superiority(Comparison comparison, double margin, Decision decision) ->
          Words.differences(comparison.differences())
              + corrected(decision)
              + ", "
              + decision.words("it is higher by less than " + Words.share(margin));
    };
  }

  private static boolean isOfFamily(Decision decision) {
    return switch (decision) {
      case Decision.Tested tested -> tested.passAdjusted() != tested.pass();
      case Decision.Untested _ -> false;
    };
  }

  private static String corrected(Decision decision) {
    return switch (decision) {
      case Decision.Tested tested -> ", by Holm " + Words.p(tested.passAdjusted());
      case Decision.Untested _ -> "";
    };
  }

  /** Returns the one-sided bound, as the two-sided interval is wider than what the test asks. */
  private static String bound(Differences found, Decision decision) {
    return switch (decision) {
      case Decision.Tested tested -> {
        OptionalDouble bound = found.lowerBound(tested.alpha());
        yield bound.isEmpty()
            ? ""
            : ", above %s by the test at level %s"
                .formatted(Words.difference(bound.getAsDouble()), tested.alpha());
      }
      case Decision.Untested _ -> "";
    };
  }

  /** Returns the whole in a sentence. */
  default String sentence() {
    return "%s: %s; %s.".formatted(asked(), answer(), found());
  }
}
