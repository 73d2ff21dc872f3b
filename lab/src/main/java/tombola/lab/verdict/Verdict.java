package tombola.lab.verdict;

import java.util.stream.Collectors;

/**
 * Whether a ticket wins: the strongest claim that the measurements show, each at the plan's level.
 *
 * <p>A ticket that is shown non-inferior in accuracy is at least matching, whether the other
 * criteria are shown not to hold or are merely open; {@link Reasons} tells which.
 *
 * @see <a href="https://arxiv.org/abs/1803.03635">Frankle &amp; Carbin 2019, section 1</a>
 * @see <a href="https://arxiv.org/abs/1912.05671">Frankle et al. 2020, for matching</a>
 */
public sealed interface Verdict {

  /** All criteria hold. */
  record Winning(Reasons reasons) implements Verdict {}

  /** Non-inferior to the dense network in accuracy; not all of the others are shown to hold. */
  record Matching(Reasons reasons) implements Verdict {}

  /** Less accurate than the dense network by more than the margin. */
  record NotWinning(Reasons reasons) implements Verdict {}

  /** Neither non-inferior in accuracy nor inferior by more than the margin. */
  record Undecided(Reasons reasons) implements Verdict {}

  /**
   * Judges a ticket.
   *
   * @throws IllegalArgumentException if there are not as many seeds as the plan has
   */
  static Verdict of(Plan plan, Trial trial) {
    Reasons reasons = Judgement.of(plan, trial);
    return switch (reasons.accuracy().outcome()) {
      case PASSED ->
          reasons.with(Outcome.PASSED).size() == reasons.all().size()
              ? new Winning(reasons)
              : new Matching(reasons);
      case FAILED -> new NotWinning(reasons);
      case UNDECIDED -> new Undecided(reasons);
    };
  }

  /** Returns what it rests on. */
  Reasons reasons();

  /** Returns the verdict in plain words; the numbers are in the sentences of the reasons. */
  default String sentence() {
    return switch (this) {
      case Winning _ ->
          "Winning: trained from its initial weights, the ticket is as accurate as the dense network"
              + " within the margin, in no more steps within theirs, and more accurate than the same"
              + " mask with other initial weights and than a random mask.";
      case Matching(Reasons reasons) ->
          "Matching: the ticket is as accurate as the dense network within the margin."
              + " It is not shown to win: "
              + notPassed(reasons)
              + ".";
      case NotWinning _ ->
          "Not winning: the ticket is less accurate than the dense network by more than the margin.";
      case Undecided(Reasons reasons) ->
          "Undecided: the ticket is shown neither to be as accurate as the dense network within the"
              + " margin nor to be less accurate by more; "
              + needed(reasons.accuracy().decision())
              + ".";
    };
  }

  private static String notPassed(Reasons reasons) {
    return reasons.all().stream()
        .filter(criterion -> criterion.outcome() != Outcome.PASSED)
        .map(criterion -> "%s (%s)".formatted(Words.small(criterion.asked()), criterion.answer()))
        .collect(Collectors.joining("; "));
  }

  private static String needed(Decision decision) {
    return switch (decision) {
      case Decision.Tested tested -> tested.seeds().words();
      case Decision.Untested(String reason) -> reason;
    };
  }
}
