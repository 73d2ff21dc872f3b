package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tombola.data.Examples;
import tombola.data.FloatFeatures;
import tombola.data.TrainingData;
import tombola.kernel.CountedProducts;
import tombola.kernel.Kernels;
import tombola.math.Seed;
import tombola.nn.Filters;
import tombola.nn.Initialisation;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.LiveFilters;
import tombola.prune.Mask;
import tombola.prune.Masks;

/** An evaluation on the live weights alone has the bits of one on all. */
class MaskedEvaluationTest {
  private static final NetworkSpec DENSE = Networks.perceptron("p", List.of(50, 23, 14, 3));
  private static final NetworkSpec CONVOLUTIONS =
      new Stack(new Volume(5, 5, 2))
          .convolution(6, 3, 1, 1)
          .pool(Layer.Pool.Kind.MAX, 2, 2)
          .convolution(5, 2, 1, 0)
          .flatten()
          .hidden(9)
          .classes("small", 3);
  private static final NetworkSpec BLOCKS =
      new Stack(new Volume(5, 5, 2))
          .unbiased(6, 3, 1, 1)
          .norm()
          .relu()
          .residual(
              "block",
              body -> body.unbiased(7, 3, 2, 1).norm().relu().unbiased(5, 3, 1, 1).norm(),
              shortcut -> shortcut.unbiased(5, 1, 2, 0).norm())
          .relu()
          .flatten()
          .unit(8)
          .norm()
          .gelu()
          .classes("blocks", 3);
  private static final List<NetworkSpec> NETWORKS = List.of(DENSE, CONVOLUTIONS, BLOCKS);
  private static final TrainingData DATA = Blobs.data(50, 3, 60, 37, new Seed(2));

  /** Running statistics of a few values, so that a normalisation is no identity. */
  private static Weights weights(NetworkSpec network, long seed) {
    Weights weights = Weights.initialise(network, Initialisation.HE_NORMAL, new Seed(seed));
    for (Parameter p : network.parameters()) {
      float[] values = weights.get(p.name());
      if (p.name().endsWith("running_mean") || p.name().endsWith("bias")) {
        for (int i = 0; i < values.length; i++) {
          values[i] = (i % 5 - 2) / 8f;
        }
      } else if (p.name().endsWith("running_var")) {
        for (int i = 0; i < values.length; i++) {
          values[i] = 1 + i % 4;
        }
      }
    }
    return weights;
  }

  private static Mask filters(NetworkSpec network, long seed) {
    Filters filters = Filters.of(network);
    List<BitSet> live = new ArrayList<>();
    for (Filters.Group group : filters.groups()) {
      BitSet kept = new BitSet();
      for (int filter = 0; filter < group.layer().out(); filter++) {
        kept.set(filter, (filter * 7L + seed) % 3 != 0);
      }
      live.add(kept);
    }
    return new LiveFilters(filters, live).without(Mask.dense(network));
  }

  private static List<Mask> masks(NetworkSpec network, long seed) {
    return Stream.concat(
            Stream.of(0.02, 0.2, 0.6, 0.9)
                .map(density -> Masks.random(network, density, new Seed(seed))),
            Stream.of(filters(network, seed)))
        .toList();
  }

  private static Examples examples(int count) {
    return Blobs.examples(50, 3, count, new Seed(1), new Seed(4));
  }

  private static PanelTrainer trainer(NetworkSpec network, Kernels kernels, int threads) {
    Recipe recipe = new Recipe(Recipes.adam(), 0.01, new Schedule.Constant(), 0, 0, 21, 9, 5, 0.7);
    return new PanelTrainer(network, recipe, kernels, threads, 0, (_, _) -> {});
  }

  private static Evaluation whole(NetworkSpec network, Weights masked, Examples examples) {
    try (Evaluator evaluator = new Evaluator(network, Kernels.scalar(), 1)) {
      return evaluator.evaluate(masked, examples);
    }
  }

  /** Two inputs, of which the unit of class 1 sees the second alone: logits 3 and -2. */
  @Test
  void aWeightThatIsGoneDoesNotCount() {
    NetworkSpec network = Networks.perceptron("p", List.of(2, 2));
    Weights weights =
        Weights.of(
            network, Map.of("fc1.weight", new float[] {1, 1, 7, -1}, "fc1.bias", new float[2]));
    Mask mask = Mask.dense(network).with(Map.of("fc1.weight", Masks.bits(0, 1, 3)));
    Examples one = new Examples(new FloatFeatures(2, new float[] {1, 2}), new int[] {1});

    try (Evaluator evaluator = new Evaluator(network, Kernels.scalar(), 1)) {
      assertThat(evaluator.evaluate(weights, one).correct()).containsExactly(0, 1);
      Evaluation masked = evaluator.evaluate(weights, mask, one);
      assertThat(masked.correct()).containsExactly(0, 0);
      assertThat(masked.loss()).isBetween(5.0067, 5.0068); // ln(1 + e^5)
    }
  }

  @Test
  void itHasTheBitsOfTheWholeNetworkAtAnySizeAndThreads() {
    for (NetworkSpec network : NETWORKS) {
      for (long seed = 1; seed <= 2; seed++) {
        Weights weights = weights(network, seed);
        for (Mask mask : masks(network, seed)) {
          for (int count : new int[] {1, 16, 17, 131}) {
            Evaluation expected = whole(network, mask.apply(weights), examples(count));
            for (int threads = 1; threads <= 3; threads++) {
              try (Evaluator evaluator = new Evaluator(network, Kernels.scalar(), threads)) {
                assertThat(evaluator.evaluate(weights, mask, examples(count))).isEqualTo(expected);
              }
            }
          }
        }
      }
    }
  }

  @Test
  void aTrainerTellsTheSameOfItsOwnTrainingAndOfAnyOther() {
    for (NetworkSpec network : NETWORKS) {
      for (int threads = 1; threads <= 2; threads++) {
        try (PanelTrainer trainer = trainer(network, Kernels.scalar(), threads)) {
          for (Mask mask : masks(network, 5)) {
            Weights before = weights(network, 6);
            Examples test = examples(131);
            Evaluation expected = whole(network, mask.apply(before), test);
            assertThat(trainer.evaluate(before, mask, test)).isEqualTo(expected);

            TrainedRun run = trainer.train(new Start(before, 0), mask, DATA, new Seed(3));

            assertThat(run.end().sameBits(before)).isFalse();
            for (Weights after : List.of(run.best(), run.end(), before)) {
              assertThat(trainer.evaluate(after, mask, test))
                  .isEqualTo(whole(network, mask.apply(after), test));
            }
            assertThat(trainer.evaluate(run.end(), mask, DATA.validation()).loss())
                .isEqualTo(run.curve().last().validationLoss());
            Mask other = Masks.random(network, 0.3, new Seed(9));
            assertThat(trainer.evaluate(run.end(), other, test))
                .isEqualTo(whole(network, other.apply(run.end()), test));
          }
        }
      }
    }
  }

  @Test
  void itTakesTheProductsThatTrainedAndElseMakesThoseForwardOnce() {
    CountedProducts counted = new CountedProducts();
    Mask mask = Masks.random(DENSE, 0.3, new Seed(9));
    Mask other = Masks.random(DENSE, 0.2, new Seed(9));
    Weights weights = weights(DENSE, 1);
    try (PanelTrainer trainer = trainer(DENSE, counted.kernels(), 1)) {
      trainer.train(new Start(weights, 0), mask, DATA, new Seed(3));
      assertThat(counted.forward()).isEqualTo(3);
      assertThat(counted.gradients()).isEqualTo(5);

      trainer.evaluate(weights, mask, examples(40));
      trainer.evaluate(weights, mask, examples(30));
      assertThat(counted.forward()).isZero();

      trainer.evaluate(weights, other, examples(40));
      trainer.evaluate(weights, other, examples(30));
      assertThat(counted.forward()).isEqualTo(3);
      assertThat(counted.gradients()).isZero();
    }
  }

  @Test
  void aTrainingAfterAnEvaluationIsThatOfANewTrainer() {
    Start start = new Start(weights(BLOCKS, 1), 0);
    Mask mask = Masks.random(BLOCKS, 0.4, new Seed(2));
    try (PanelTrainer used = trainer(BLOCKS, Kernels.scalar(), 2);
        PanelTrainer fresh = trainer(BLOCKS, Kernels.scalar(), 1)) {
      TrainedRun first = used.train(start, mask, DATA, new Seed(3));
      used.evaluate(first.best(), mask, examples(40));
      TrainedRun second = used.train(start, mask, DATA, new Seed(3));
      TrainedRun expected = fresh.train(start, mask, DATA, new Seed(3));

      assertThat(first.end().sameBits(expected.end())).isTrue();
      assertThat(second.end().sameBits(expected.end())).isTrue();
      assertThat(second.curve()).isEqualTo(expected.curve());
    }
  }

  @Test
  void weightsMasksAndSamplesOfAnotherNetworkAreRefused() {
    Mask mask = Masks.random(DENSE, 0.3, new Seed(9));
    Weights weights = weights(DENSE, 1);
    Examples narrow = Blobs.examples(49, 3, 5, new Seed(1), new Seed(4));
    Mask other = Mask.dense(CONVOLUTIONS);
    try (PanelTrainer trainer = trainer(DENSE, Kernels.scalar(), 1);
        Evaluator evaluator = new Evaluator(DENSE, Kernels.scalar(), 1)) {
      for (var evaluate : Arrays.<Evaluate>asList(trainer::evaluate, evaluator::evaluate)) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> evaluate.on(weights, other, DATA.validation()))
            .withMessageStartingWith("mask: expected that of p (50-23-14-3)");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> evaluate.on(weights(CONVOLUTIONS, 1), mask, DATA.validation()))
            .withMessageStartingWith("weights: expected those of p");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> evaluate.on(weights, mask, narrow))
            .withMessageStartingWith("data: expected samples of 50 features");
      }
    }
  }

  /** A way to evaluate. */
  @FunctionalInterface
  private interface Evaluate {
    Evaluation on(Weights weights, Mask mask, Examples examples);
  }
}
