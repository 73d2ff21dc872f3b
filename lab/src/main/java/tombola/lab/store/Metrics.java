package tombola.lab.store;

import java.util.List;
import tombola.train.Curve;

/**
 * What is compared bit for bit of a level: nothing here depends on time, machine or place.
 *
 * @param level prunings so far
 * @param live live prunable weights
 * @param total prunable weights
 * @param density live / total
 * @param testAccuracy at the step of least validation loss, in [0, 1]
 * @param testLoss at that step, nats
 * @param validationAccuracy at that step
 * @param finalAccuracy test accuracy after the last step
 * @param classAccuracies test accuracy of each class at the step of least validation loss
 * @param bestStep the step of least validation loss
 * @param censored whether that came in the last tenth of the training
 * @param steps steps trained, without those before a rewind
 * @param layers the layers with weights, in order
 * @param curve what validation saw
 */
public record Metrics(
    int level,
    long live,
    long total,
    double density,
    double testAccuracy,
    double testLoss,
    double validationAccuracy,
    double finalAccuracy,
    List<Double> classAccuracies,
    long bestStep,
    boolean censored,
    long steps,
    List<LayerCounts> layers,
    List<Curve.Point> curve) {

  /**
   * One layer's weights.
   *
   * @param name such as {@code fc1}
   * @param live live weights
   * @param total weights, live and pruned
   * @param deadUnits outputs that no live weight reaches, or that (before the last layer) reach
   *     nothing
   */
  public record LayerCounts(String name, long live, long total, int deadUnits) {}
}
