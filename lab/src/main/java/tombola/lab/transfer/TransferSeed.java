package tombola.lab.transfer;

/**
 * What one arm measured on the target under one seed.
 *
 * @param seed the seed
 * @param live live prunable weights, the head included
 * @param total prunable weights
 * @param hiddenLive live ones without the head
 * @param hiddenTotal all without the head
 * @param testAccuracy at the step of least validation loss, in [0, 1]
 * @param testLoss at that step, nats
 * @param validationAccuracy at that step
 * @param finalAccuracy test accuracy after the last step
 * @param bestStep the step of least validation loss
 * @param censored whether that came in the last tenth of the training
 * @param denseLoss when its validation loss is first no greater than the least of the dense network
 *     from scratch
 * @param denseAccuracy when its validation accuracy is first no lower than the dense network's from
 *     scratch at that one's step of least validation loss
 * @param targetSteps steps trained on the target, of the target's own ticket those of its search
 */
public record TransferSeed(
    long seed,
    long live,
    long total,
    long hiddenLive,
    long hiddenTotal,
    double testAccuracy,
    double testLoss,
    double validationAccuracy,
    double finalAccuracy,
    long bestStep,
    boolean censored,
    Reached denseLoss,
    Reached denseAccuracy,
    long targetSteps) {

  /**
   * When a bar was reached, as the looks at the validation part tell it.
   *
   * @param step the first look at which it was; the last step if it never was
   * @param reached whether it was
   */
  public record Reached(long step, boolean reached) {}
}
