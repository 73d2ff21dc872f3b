package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.data.TrainingData;
import tombola.kernel.Kernels;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.prune.Masks;

/** What a step may do to a pruned weight (nothing) and must do to a live one, step by step. */
class MaskedTrainingTest {
  private static final NetworkSpec NETWORK = Networks.perceptron("p", List.of(19, 23, 14, 5));
  private static final TrainingData DATA = Blobs.data(19, 5, 100, 40, new Seed(3));
  private static final int BATCH = 21;

  private final Weights start = Weights.initialise(NETWORK, Initialisation.HE_NORMAL, new Seed(8));
  private final Mask mask = Masks.random(NETWORK, 0.3, new Seed(9));

  private Engine engine(Recipe recipe, Workers workers) {
    return new Engine(NETWORK, recipe, Kernels.scalar(), workers, DATA.train(), start, mask);
  }

  private void assertPrunedArePlusZero(String what, Weights weights) {
    for (Parameter p : NETWORK.prunable()) {
      float[] values = weights.get(p.name());
      for (int i = 0; i < values.length; i++) {
        if (!mask.isLive(p.name(), i) && Float.floatToRawIntBits(values[i]) != 0) {
          throw new AssertionError(what + " of pruned " + p.name() + "[" + i + "]: " + values[i]);
        }
      }
    }
  }

  @Test
  void aPrunedWeightItsGradientAndItsMomentsArePlusZeroAfterEveryStep() {
    for (Recipe recipe : Recipes.withDecay(BATCH, 40)) {
      Weights values = Weights.zeros(NETWORK);
      Weights first = Weights.zeros(NETWORK);
      Weights second = Weights.zeros(NETWORK);
      BatchOrder order = new BatchOrder(DATA.train().size(), new Seed(1));
      int[] batch = new int[BATCH];
      try (Workers workers = new Workers(1);
          Engine engine = engine(recipe, workers)) {
        engine.store(values);
        assertPrunedArePlusZero("start", values);
        for (int step = 0; step < 40; step++) {
          order.fill(step, batch);
          engine.step(batch, recipe.rate());
          engine.store(values);
          assertPrunedArePlusZero(recipe.optimizer() + ": value", values);
          engine.storeGradients(values, mask);
          assertPrunedArePlusZero(recipe.optimizer() + ": gradient", values);
          engine.storeMoments(first, second);
          assertPrunedArePlusZero(recipe.optimizer() + ": first moment", first);
          assertPrunedArePlusZero(recipe.optimizer() + ": second moment", second);
          engine.evaluate(DATA.validation());
        }
      }
    }
  }

  @Test
  void everyLiveWeightWithAGradientMovesWhateverItsSign() {
    for (Recipe recipe : Recipes.withDecay(BATCH, 40)) {
      Weights gradients = Weights.zeros(NETWORK);
      Weights after = Weights.zeros(NETWORK);
      BatchOrder order = new BatchOrder(DATA.train().size(), new Seed(1));
      int[] batch = new int[BATCH];
      order.fill(0, batch);
      try (Workers workers = new Workers(1);
          Engine engine = engine(recipe, workers)) {
        engine.step(batch, recipe.rate());
        engine.storeGradients(gradients, mask);
        engine.store(after);
      }
      int[] moved = new int[4]; // by the signs of weight and gradient
      for (Parameter p : NETWORK.prunable()) {
        for (int i = 0; i < p.size(); i++) {
          float gradient = gradients.get(p.name())[i];
          float weight = start.get(p.name())[i];
          if (mask.isLive(p.name(), i) && Math.abs(gradient) > 1e-4) {
            assertThat(after.get(p.name())[i]).isNotEqualTo(weight);
            moved[(weight < 0 ? 1 : 0) + (gradient < 0 ? 2 : 0)]++;
          }
        }
      }
      assertThat(Arrays.stream(moved)).allMatch(count -> count > 20);
    }
  }

  @Test
  void decayActsOnLiveWeightsAndNotOnBiases() {
    Weights decayed = oneStep(0.5);
    Weights free = oneStep(0);

    for (Parameter p : NETWORK.parameters()) {
      float[] with = decayed.get(p.name());
      float[] without = free.get(p.name());
      if (p.prunable()) {
        assertThat(with).isNotEqualTo(without);
      } else {
        assertThat(with).isEqualTo(without);
      }
    }
  }

  private Weights oneStep(double decay) {
    start.get("fc1.bias")[3] = 0.7f;
    start.get("fc3.bias")[1] = -0.7f;
    Recipe recipe =
        new Recipe(
            new Optimizer.Sgd(0.9, true), 0.1, new Schedule.Constant(), 0, decay, BATCH, 9, 1, 0.6);
    int[] batch = new int[BATCH];
    new BatchOrder(DATA.train().size(), new Seed(1)).fill(0, batch);
    Weights after = Weights.zeros(NETWORK);
    try (Workers workers = new Workers(1);
        Engine engine = engine(recipe, workers)) {
      engine.step(batch, recipe.rate());
      engine.store(after);
    }
    return after;
  }

  @Test
  void momentsBeginAtPlusZero() {
    Weights first = Weights.zeros(NETWORK);
    Weights second = Weights.zeros(NETWORK);
    try (Workers workers = new Workers(1);
        Engine engine = engine(Recipes.withDecay(BATCH, 40).getFirst(), workers)) {
      first.get("fc1.weight")[0] = 1;
      second.get("fc1.weight")[0] = 1;
      engine.storeMoments(first, second);
    }
    assertThat(first.sameBits(Weights.zeros(NETWORK))).isTrue();
    assertThat(second.sameBits(Weights.zeros(NETWORK))).isTrue();
  }
}
