package tombola.lab.verify;

import java.util.Optional;
import tombola.lab.result.LevelResult;
import tombola.train.Curve;

/**
 * What one arm measured under one seed.
 *
 * @param seed the seed
 * @param live live prunable weights
 * @param total prunable weights
 * @param testAccuracy at the step of least validation loss, in [0, 1]
 * @param testLoss at that step, nats
 * @param validationAccuracy at that step
 * @param finalAccuracy test accuracy after the last step
 * @param bestStep the step of least validation loss, in the last training
 * @param censored whether that came in its last tenth
 * @param denseLossStep the first step whose validation loss is no greater than the dense network's
 *     least; the last step if none is
 * @param denseLossReached whether one is
 * @param stepsInAll steps of all its trainings, of a ticket those of its search
 */
public record SeedFigures(
    long seed,
    long live,
    long total,
    double testAccuracy,
    double testLoss,
    double validationAccuracy,
    double finalAccuracy,
    long bestStep,
    boolean censored,
    long denseLossStep,
    boolean denseLossReached,
    long stepsInAll) {

  /**
   * Returns the figures of a training.
   *
   * @param stepsInAll steps of all its trainings, of a ticket those of its search
   * @param denseLoss the dense network's least validation loss under the same seed; negative
   *     infinity if that diverged
   */
  public static SeedFigures of(long seed, LevelResult result, long stepsInAll, double denseLoss) {
    Optional<Curve.Point> reached =
        result.curve().points().stream().filter(p -> p.validationLoss() <= denseLoss).findFirst();
    return new SeedFigures(
        seed,
        result.live(),
        result.total(),
        result.testAccuracy(),
        result.testLoss(),
        result.validationAccuracy(),
        result.finalAccuracy(),
        result.bestStep(),
        result.censored(),
        reached.orElse(result.curve().last()).step(),
        reached.isPresent(),
        stepsInAll);
  }

  /** Returns live / total. */
  double density() {
    return (double) live / total;
  }
}
