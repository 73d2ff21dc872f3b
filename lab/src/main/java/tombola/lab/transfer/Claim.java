package tombola.lab.transfer;

import tombola.lab.verdict.Outcome;
import tombola.lab.verdict.Transferred;
import tombola.lab.verify.CriterionFigures;

/**
 * What is shown of one strength of a carried ticket, with the numbers behind it.
 *
 * @param arm its id
 * @param answer in a word
 * @param accuracy non-inferior to the dense network from scratch
 * @param superiority superior to a random ticket of the same counts
 */
public record Claim(
    String arm, Answer answer, CriterionFigures accuracy, CriterionFigures superiority) {

  /** Whether a strength carries over, in a word. */
  public enum Answer {
    /** As accurate as the dense network from scratch, and more than a random ticket. */
    CARRIES,
    /** As accurate as the dense network; that it beats a random ticket is not shown. */
    AS_ACCURATE,
    /** Less accurate than the dense network by more than the margin. */
    LESS_ACCURATE,
    /** Neither is shown. */
    UNDECIDED;

    static Answer of(Transferred tested) {
      return switch (tested.accuracy().outcome()) {
        case PASSED -> tested.superiority().outcome() == Outcome.PASSED ? CARRIES : AS_ACCURATE;
        case FAILED -> LESS_ACCURATE;
        case UNDECIDED -> UNDECIDED;
      };
    }
  }

  static Claim of(TransferArm arm, Transferred tested) {
    return new Claim(
        arm.id(),
        Answer.of(tested),
        CriterionFigures.of(tested.accuracy()),
        CriterionFigures.of(tested.superiority()));
  }
}
