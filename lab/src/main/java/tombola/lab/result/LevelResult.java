package tombola.lab.result;

import java.util.List;
import java.util.OptionalLong;
import tombola.train.Curve;

/**
 * One level of one replicate.
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
 * @param trainSeconds wall time of the training, validation included
 * @param microsPerStep microseconds a step, validation left out
 * @param trainFlops operations of forward and both gradients, two a multiply-add, as executed
 * @param trainBytes the most off-heap memory that the training kept at once, if its files say so
 * @param layers the layers with weights, in order
 * @param curve what validation saw
 */
public record LevelResult(
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
    double trainSeconds,
    double microsPerStep,
    long trainFlops,
    OptionalLong trainBytes,
    List<LayerResult> layers,
    Curve curve) {}
