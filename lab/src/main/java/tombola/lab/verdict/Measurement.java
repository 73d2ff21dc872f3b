package tombola.lab.verdict;

/**
 * What one training of one arm under one seed measured.
 *
 * @param testAccuracy at the step of least validation loss, in [0, 1]: the primary figure
 * @param finalAccuracy test accuracy after the last step, in [0, 1]
 * @param earlyStop the step of least validation loss; {@link Steps.AtLeast} if it came in the last
 *     tenth of the training
 * @param denseLoss the first step at which the validation loss is no greater than the least of the
 *     dense network of the same seed; {@link Steps.AtLeast} the last step if it never is
 */
public record Measurement(
    double testAccuracy, double finalAccuracy, Steps earlyStop, Steps denseLoss) {

  /** Checks the accuracies, NaN included. */
  public Measurement {
    check("testAccuracy", testAccuracy);
    check("finalAccuracy", finalAccuracy);
  }

  private static void check(String name, double accuracy) {
    if (!(accuracy >= 0 && accuracy <= 1)) {
      throw new IllegalArgumentException(name + ": expected a number in [0, 1], got " + accuracy);
    }
  }
}
