package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RecipeTest {

  private static Recipe recipe(
      double rate, long warmup, double decay, int batch, long steps, int every) {
    return new Recipe(
        Recipes.adam(),
        rate,
        new Schedule.Constant(),
        warmup,
        decay,
        batch,
        steps,
        every,
        Recipe.SPARSE_BELOW);
  }

  private static void refuses(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void thePapersRecipeIsAdamOnBatchesOfSixty() {
    assertThat(Recipe.lenet(10_000)).isEqualTo(recipe(1.2e-3, 0, 0, 60, 10_000, 100));
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    refuses(
        "rate: expected a number in (0, 1000], got 0.0 (1.2e-3 for Adam)",
        () -> recipe(0, 0, 0, 1, 1, 1));
    refuses(
        "rate: expected a number in (0, 1000], got NaN (1.2e-3 for Adam)",
        () -> recipe(Double.NaN, 0, 0, 1, 1, 1));
    refuses("weight-decay: expected a number in [0, 1), got 1.0", () -> recipe(1, 0, 1, 1, 1, 1));
    refuses("batch: expected 1 to 65536 samples, got 0", () -> recipe(1, 0, 0, 0, 1, 1));
    refuses("batch: expected 1 to 65536 samples, got 65537", () -> recipe(1, 0, 0, 65_537, 1, 1));
    refuses("steps: expected at least 1, got 0", () -> recipe(1, 0, 0, 1, 0, 1));
    refuses("warmup: expected 0 to 9 steps, got 10", () -> recipe(1, 10, 0, 1, 9, 1));
    refuses("warmup: expected 0 to 9 steps, got -1", () -> recipe(1, -1, 0, 1, 9, 1));
    refuses("evaluate-every: expected at least 1 step, got 0", () -> recipe(1, 0, 0, 1, 1, 0));
  }

  @Test
  void factorsOfTheOptimizersOutOfRangeAreRefused() {
    refuses(
        "beta1: expected a number in [0, 1), got 1.0 (0.9 is usual)",
        () -> new Optimizer.Adam(1, 0.999, 1e-8));
    refuses(
        "beta2: expected a number in [0, 1), got -0.1 (0.999 is usual)",
        () -> new Optimizer.AdamW(0.9, -0.1, 1e-8));
    refuses(
        "epsilon: expected a number in (0, 1), got 0.0 (1e-8 is usual)",
        () -> new Optimizer.Adam(0.9, 0.999, 0));
    refuses(
        "momentum: expected a number in [0, 1), got NaN (0.9 is usual)",
        () -> new Optimizer.Sgd(Double.NaN, false));
  }

  private static final Recipe DECAYING =
      new Recipe(Recipes.adam(), 0.5, new Schedule.Step(30, 0.1), 10, 0.1, 7, 100, 9, 0.6);

  @Test
  void overOtherStepsTheScheduleAndTheWarmUpStretch() {
    assertThat(DECAYING.over(300))
        .isEqualTo(
            new Recipe(Recipes.adam(), 0.5, new Schedule.Step(90, 0.1), 30, 0.1, 7, 300, 9, 0.6));
    assertThat(DECAYING.over(100)).isEqualTo(DECAYING);
    assertThat(recipe(1, 10, 0, 1, 10, 1).over(1)).isEqualTo(recipe(1, 1, 0, 1, 1, 1));
    refuses("steps: expected at least 1, got 0", () -> DECAYING.over(0));
  }

  @Test
  void theLastRateIsThatOfTheLastStep() {
    // Step 99 is the 89th behind the warm-up, after falls at 30 and 60.
    Recipe last = DECAYING.atLastRate();

    assertThat(last.rate()).isEqualTo(0.5 * StrictMath.pow(0.1, 2));
    assertThat(last)
        .isEqualTo(
            new Recipe(
                Recipes.adam(), last.rate(), new Schedule.Constant(), 0, 0.1, 7, 100, 9, 0.6));
    assertThat(recipe(0.3, 0, 0, 1, 50, 1).atLastRate()).isEqualTo(recipe(0.3, 0, 0, 1, 50, 1));
  }
}
