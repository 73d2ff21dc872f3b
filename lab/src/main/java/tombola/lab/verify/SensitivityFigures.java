package tombola.lab.verify;

import java.util.List;
import java.util.Optional;

/**
 * How much ticket and dense network owe to their initial weights: what they come to from blends
 * with noise.
 *
 * @param ticket the ticket's mask
 * @param dense the dense network: a mask of ones
 * @param accuracy slope of the ticket's test accuracy less that of the dense network's, if both are
 *     in
 * @param earlyStop the same of the early-stop steps
 * @param redraws how far re-initialisations are apart
 */
public record SensitivityFigures(
    Doses ticket,
    Doses dense,
    Optional<SlopeFigures> accuracy,
    Optional<SlopeFigures> earlyStop,
    Redraws redraws) {

  /**
   * One network at all doses.
   *
   * @param arm id of dose 0
   * @param level its level; 0 for the dense network
   * @param doses ascending, as far as they did not diverge
   * @param accuracy slope of the test accuracy: its change from dose 0 to 1 along the line of least
   *     squares; none if a dose diverged
   * @param earlyStop the same of the step of least validation loss
   */
  public record Doses(
      String arm,
      int level,
      List<DoseFigures> doses,
      Optional<SlopeFigures> accuracy,
      Optional<SlopeFigures> earlyStop) {
    /** Copies the list. */
    public Doses {
      doses = List.copyOf(doses);
    }
  }

  /**
   * One dose.
   *
   * @param dose share of the noise
   * @param figures what was measured, compared with dose 0 of the same network
   * @param signsKept share of the live weights that have the same sign at the start and the end of
   *     the training, in the order of the seeds; none if it was not noted under each
   * @param meanSignsKept their mean
   */
  public record DoseFigures(
      double dose, ArmFigures figures, List<Double> signsKept, Optional<Double> meanSignsKept) {
    /** Copies the list. */
    public DoseFigures {
      signsKept = List.copyOf(signsKept);
    }
  }

  /**
   * The spread of test accuracy over re-initialisations.
   *
   * @param draws under each seed
   * @param ticket standard deviation of the ticket over the seeds, if it did not diverge
   * @param reinitialised the same of its re-initialisation, one draw a seed
   * @param withinSeed standard deviation over the draws of one seed, where mask and data order are
   *     the same, pooled over the seeds: the root of the mean variance; none with one draw
   */
  public record Redraws(
      int draws,
      Optional<Double> ticket,
      Optional<Double> reinitialised,
      Optional<Double> withinSeed) {}
}
