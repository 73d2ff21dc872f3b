package tombola.lab.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import tombola.lab.result.LevelResult;

/**
 * One level over all replicates that have it.
 *
 * @param level prunings so far
 * @param density live / total, the mean
 * @param live live weights, the mean
 * @param test test accuracy at the step of least validation loss
 * @param end test accuracy after the last step
 * @param earlyStop the step of least validation loss
 * @param censored whether that is a lower bound in at least one replicate
 * @param seconds wall time of the training
 * @param micros microseconds a step
 */
record LevelSummary(
    int level,
    double density,
    double live,
    Spread test,
    Spread end,
    Spread earlyStop,
    boolean censored,
    Spread seconds,
    Spread micros) {

  static LevelSummary of(List<LevelResult> same) {
    return new LevelSummary(
        same.getFirst().level(),
        spread(same, LevelResult::density).mean(),
        spread(same, LevelResult::live).mean(),
        spread(same, LevelResult::testAccuracy),
        spread(same, LevelResult::finalAccuracy),
        spread(same, LevelResult::bestStep),
        same.stream().anyMatch(LevelResult::censored),
        spread(same, LevelResult::trainSeconds),
        spread(same, LevelResult::microsPerStep));
  }

  private static Spread spread(List<LevelResult> same, ToDoubleFunction<LevelResult> figure) {
    return Spread.of(same.stream().mapToDouble(figure).toArray());
  }
}
