package tombola.train;

import tombola.nn.Layer;
import tombola.prune.Mask;

/**
 * Everything that a training is done by; the same for the dense network and for every ticket.
 *
 * @param optimizer the rule of the steps
 * @param rate the learning rate, above 0
 * @param schedule how the rate goes with the step
 * @param warmup steps over which the rate rises linearly, at least 0
 * @param weightDecay pull of live weights towards 0, at least 0; biases have none
 * @param batch samples a step
 * @param steps steps of a training that starts at step 0
 * @param evaluateEvery steps between two looks at the validation part
 * @param sparseBelow density at or below which a layer keeps its live weights alone and, if it is
 *     fully connected, sums their gradients in the sparse order; 0 for never
 * @param augmentation how pictures are varied
 */
public record Recipe(
    Optimizer optimizer,
    double rate,
    Schedule schedule,
    long warmup,
    double weightDecay,
    int batch,
    long steps,
    int evaluateEvery,
    double sparseBelow,
    Augmentation augmentation) {
  /** The usual {@link #sparseBelow}, measured: see docs/decisions/0008. */
  public static final double SPARSE_BELOW = 0.7;

  /** Returns a recipe that takes samples as they are. */
  public Recipe(
      Optimizer optimizer,
      double rate,
      Schedule schedule,
      long warmup,
      double weightDecay,
      int batch,
      long steps,
      int evaluateEvery,
      double sparseBelow) {
    this(
        optimizer,
        rate,
        schedule,
        warmup,
        weightDecay,
        batch,
        steps,
        evaluateEvery,
        sparseBelow,
        Augmentation.NONE);
  }

  /** Checks the ranges. */
  public Recipe {
    if (!(rate > 0 && rate <= 1000)) {
      throw new IllegalArgumentException(
          "rate: expected a number in (0, 1000], got " + rate + " (1.2e-3 for Adam)");
    }
    if (!(weightDecay >= 0 && weightDecay < 1)) {
      throw new IllegalArgumentException(
          "weight-decay: expected a number in [0, 1), got " + weightDecay);
    }
    if (optimizer instanceof Optimizer.AdamW && rate * weightDecay >= 1) {
      throw new IllegalArgumentException(
          "weight-decay: expected rate * weight-decay below 1 with adamw, got "
              + rate * weightDecay);
    }
    if (batch < 1 || batch > 65_536) {
      throw new IllegalArgumentException("batch: expected 1 to 65536 samples, got " + batch);
    }
    if (steps < 1) {
      throw new IllegalArgumentException("steps: expected at least 1, got " + steps);
    }
    if (warmup < 0 || warmup > steps) {
      throw new IllegalArgumentException(
          "warmup: expected 0 to " + steps + " steps, got " + warmup);
    }
    if (evaluateEvery < 1) {
      throw new IllegalArgumentException(
          "evaluate-every: expected at least 1 step, got " + evaluateEvery);
    }
    if (!(sparseBelow >= 0 && sparseBelow <= 1)) {
      throw new IllegalArgumentException(
          "sparse-below: expected a density in [0, 1], got "
              + sparseBelow
              + " ("
              + SPARSE_BELOW
              + " by default, 0 for never)");
    }
  }

  /**
   * Returns this recipe over {@code steps} steps: schedule and warm-up are stretched with them, so
   * that at every share of the training the rate is what it is here, and validation comes as often.
   */
  public Recipe over(long steps) {
    long stretchedWarmup = Math.round((double) warmup * steps / this.steps);
    return new Recipe(
        optimizer,
        rate,
        schedule.stretched(this.steps, steps),
        stretchedWarmup,
        weightDecay,
        batch,
        steps,
        evaluateEvery,
        sparseBelow,
        augmentation);
  }

  /**
   * Returns this recipe at the rate of its last step throughout, without a warm-up. Under a cosine
   * that rate is next to nothing, which trains next to nothing.
   */
  public Recipe atLastRate() {
    return new Recipe(
        optimizer,
        rate * schedule.factor(steps - 1, steps, warmup),
        new Schedule.Constant(),
        0,
        weightDecay,
        batch,
        steps,
        evaluateEvery,
        sparseBelow,
        augmentation);
  }

  /** Returns whether {@code layer} trains sparse under {@code mask}. */
  boolean sparse(Mask mask, Layer.Weighted layer) {
    return MaskedLayers.sparse(mask, layer, sparseBelow);
  }

  /**
   * Returns the paper's recipe for LeNet-300-100: Adam at 1.2e-3, batches of 60, validation every
   * 100 steps.
   *
   * @see <a href="https://arxiv.org/abs/1803.03635">Frankle &amp; Carbin 2019, figure 2</a>
   */
  public static Recipe lenet(long steps) {
    return new Recipe(
        new Optimizer.Adam(0.9, 0.999, 1e-8),
        1.2e-3,
        new Schedule.Constant(),
        0,
        0,
        60,
        steps,
        100,
        SPARSE_BELOW);
  }
}
