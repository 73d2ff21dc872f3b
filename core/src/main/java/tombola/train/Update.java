package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.AdamStep;
import tombola.kernel.Panels;
import tombola.kernel.SgdStep;
import tombola.kernel.Updates;

/**
 * An optimizer at work: the factors of the current step, for weights and, without decay, for
 * biases.
 */
abstract sealed class Update {
  /**
   * A parameter's gradient, its optimizer moments and its live bits, all laid out as the parameter
   * is.
   */
  static final class State {
    final MemorySegment gradient;
    final MemorySegment live; // bit i & 7 of byte i >> 3
    final MemorySegment first;
    final MemorySegment second;

    State(long elements, Arena arena) {
      gradient = arena.allocate(elements * Float.BYTES, Panels.LINE);
      live = arena.allocate(elements / 8, Panels.LINE);
      first = arena.allocate(elements * Float.BYTES, Panels.LINE);
      second = arena.allocate(elements * Float.BYTES, Panels.LINE);
    }
  }

  static Update of(Recipe recipe) {
    return switch (recipe.optimizer()) {
      case Optimizer.Adam(double beta1, double beta2, double epsilon) ->
          new Adam(beta1, beta2, epsilon, recipe.weightDecay(), false);
      case Optimizer.AdamW(double beta1, double beta2, double epsilon) ->
          new Adam(beta1, beta2, epsilon, recipe.weightDecay(), true);
      case Optimizer.Sgd(double momentum, boolean nesterov) ->
          new Sgd(momentum, nesterov, recipe.weightDecay());
    };
  }

  /** Makes ready for the next step, at learning rate {@code rate}. */
  abstract void next(double rate);

  /** Moves elements [{@code from}, {@code to}) of {@code values}. */
  abstract void apply(
      Updates updates, boolean decays, MemorySegment values, State state, long from, long to);

  private static final class Adam extends Update {
    private final AdamStep weights = new AdamStep();
    private final AdamStep biases = new AdamStep();
    private final double beta1;
    private final double beta2;
    private final double decoupled;
    private double power1 = 1;
    private double power2 = 1;

    Adam(double beta1, double beta2, double epsilon, double decay, boolean decouple) {
      this.beta1 = beta1;
      this.beta2 = beta2;
      this.decoupled = decouple ? decay : 0;
      for (AdamStep step : new AdamStep[] {weights, biases}) {
        step.beta1 = (float) beta1;
        step.oneMinusBeta1 = (float) (1 - beta1);
        step.beta2 = (float) beta2;
        step.oneMinusBeta2 = (float) (1 - beta2);
        step.epsilon = (float) epsilon;
        step.shrink = 1f;
      }
      weights.decay = (float) (decay - decoupled);
    }

    @Override
    void next(double rate) {
      power1 *= beta1;
      power2 *= beta2;
      float size = (float) (rate / (1 - power1));
      float rootScale = (float) (1 / Math.sqrt(1 - power2));
      weights.size = size;
      weights.rootScale = rootScale;
      weights.shrink = (float) (1 - rate * decoupled);
      biases.size = size;
      biases.rootScale = rootScale;
    }

    @Override
    void apply(
        Updates updates, boolean decays, MemorySegment values, State state, long from, long to) {
      AdamStep step = decays ? weights : biases;
      updates.adam(step, values, state.gradient, state.first, state.second, state.live, from, to);
    }
  }

  private static final class Sgd extends Update {
    private final SgdStep weights = new SgdStep();
    private final SgdStep biases = new SgdStep();

    Sgd(double momentum, boolean nesterov, double decay) {
      for (SgdStep step : new SgdStep[] {weights, biases}) {
        step.momentum = (float) momentum;
        step.nesterov = nesterov;
      }
      weights.decay = (float) decay;
    }

    @Override
    void next(double rate) {
      weights.rate = (float) rate;
      biases.rate = (float) rate;
    }

    @Override
    void apply(
        Updates updates, boolean decays, MemorySegment values, State state, long from, long to) {
      updates.sgd(
          decays ? weights : biases, values, state.gradient, state.first, state.live, from, to);
    }
  }
}
