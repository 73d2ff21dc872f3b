package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tombola.data.ByteFeatures;
import tombola.data.Examples;
import tombola.data.Features;
import tombola.data.FloatFeatures;
import tombola.data.TrainingData;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;

/** A configuration gives the same bits whatever kernels and however many threads train it. */
class SameBitsTest {
  private static final Schedule COSINE = new Schedule.Cosine();

  /** What the scalar reference gives on one thread, by network, recipe and density. */
  private static final Map<List<Object>, TrainedRun> EXPECTED = new HashMap<>();

  /** Goes on behind the first trial of {@link Pace}, which alone or shared does not matter to. */
  private static Recipe recipe(Optimizer optimizer, double rate, double decay) {
    return new Recipe(optimizer, rate, COSINE, 20, decay, 37, 120, 40, 0.6);
  }

  private static List<Recipe> recipes() {
    return List.of(
        recipe(new Optimizer.Adam(0.9, 0.999, 1e-8), 0.01, 0.001),
        recipe(new Optimizer.AdamW(0.9, 0.99, 1e-8), 0.01, 0.1),
        recipe(new Optimizer.Sgd(0.9, true), 0.05, 0.001));
  }

  private static TrainingData data(NetworkSpec network, boolean bytes) {
    RandomStream stream = new Seed(12).generator();
    return new TrainingData(
        examples(network, bytes, 150, stream), examples(network, bytes, 70, stream));
  }

  private static Examples examples(
      NetworkSpec network, boolean bytes, int count, RandomStream stream) {
    int width = network.inputs();
    float[] values = new float[count * width];
    byte[] pixels = new byte[values.length];
    int[] labels = new int[count];
    for (int s = 0; s < count; s++) {
      labels[s] = stream.nextInt(network.classes());
      for (int i = s * width; i < (s + 1) * width; i++) {
        values[i] = (float) stream.nextGaussian() + (i % (labels[s] + 2) == 0 ? 1 : 0);
        pixels[i] = (byte) (128 + Math.clamp((long) (40 * values[i]), -128, 127));
      }
    }
    Features features = bytes ? new ByteFeatures(width, pixels) : new FloatFeatures(width, values);
    return new Examples(features, labels);
  }

  private static Mask mask(NetworkSpec network, double density) {
    RandomStream stream = new Seed(5).generator();
    Map<String, BitSet> live = new LinkedHashMap<>();
    for (Parameter p : network.prunable()) {
      BitSet bits = new BitSet();
      for (int i = 0; i < p.size(); i++) {
        bits.set(i, stream.nextDouble() < density);
      }
      live.put(p.name(), bits);
    }
    return Mask.of(network, live);
  }

  private static TrainedRun train(
      NetworkSpec network,
      Recipe recipe,
      String kernels,
      int threads,
      double density,
      boolean bytes) {
    Weights start = Weights.initialise(network, Initialisation.GLOROT_NORMAL, new Seed(1));
    try (PanelTrainer trainer =
        new PanelTrainer(
            network,
            recipe,
            KernelChoice.find().named(kernels),
            threads,
            recipe.steps() / 4,
            (_, _) -> {})) {
      return trainer.train(
          new Start(start, 0), mask(network, density), data(network, bytes), new Seed(2));
    }
  }

  /** Each recipe on a thread more than the one before it. */
  private static void check(NetworkSpec network, String kernels, double density, boolean bytes) {
    int threads = 0;
    for (Recipe recipe : recipes()) {
      TrainedRun expected =
          EXPECTED.computeIfAbsent(
              List.of(network, recipe, density),
              _ -> train(network, recipe, "scalar", 1, density, bytes));
      TrainedRun found = train(network, recipe, kernels, ++threads, density, bytes);

      if (density > 0.3) { // with fewer weights nothing can be learnt here
        assertThat(expected.curve().best().validationLoss())
            .isLessThan(expected.curve().points().getFirst().validationLoss());
      }
      assertThat(expected.curve().points())
          .extracting(Curve.Point::validationLoss)
          .doesNotHaveDuplicates();
      assertSameBits(found, expected);
    }
  }

  private static void assertSameBits(TrainedRun found, TrainedRun expected) {
    assertThat(found.end().sameBits(expected.end())).isTrue();
    assertThat(found.best().sameBits(expected.best())).isTrue();
    assertThat(found.atRewind().sameBits(expected.atRewind())).isTrue();
    assertThat(found.curve()).isEqualTo(expected.curve());
  }

  @Test
  void anyNumberOfThreads() {
    NetworkSpec network = Networks.perceptron("p", List.of(21, 34, 17, 3));
    TrainedRun alone = train(network, recipes().getFirst(), "auto", 1, 0.4, false);
    for (int threads = 2; threads <= 5; threads++) { // more than there are panels, too
      assertSameBits(train(network, recipes().getFirst(), "auto", threads, 0.4, false), alone);
    }
  }

  static List<String> kernels() {
    List<String> names = KernelChoice.find().all().stream().map(Kernels::name).toList();
    assertThat(names).contains("portable:128", "portable:256", "portable:512", "scalar");
    return names;
  }

  /** Some layers are sparse in each, and most in all. */
  @ParameterizedTest
  @MethodSource("kernels")
  void aTrainingOfSparseLayers(String kernels) {
    for (double density : new double[] {0.5, 0.1, 0.02}) {
      NetworkSpec network = Networks.perceptron("p", List.of(49, 50, 33, 10));
      assertThat(network.dense())
          .allMatch(layer -> recipes().getFirst().sparse(mask(network, density), layer));
      check(network, kernels, density, density == 0.1);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aTrainingOfSparseAndDenseLayers(String kernels) {
    NetworkSpec network = Networks.perceptron("p", List.of(21, 34, 17, 3));
    double density = 0.6; // about, in each layer
    assertThat(network.dense())
        .extracting(layer -> recipes().getFirst().sparse(mask(network, density), layer))
        .contains(true, false);
    check(network, kernels, density, false);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aMaskedTrainingOnMeasuredValues(String kernels) {
    check(Networks.perceptron("p", List.of(21, 34, 17, 3)), kernels, 0.4, false);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aDenseTrainingOnImages(String kernels) {
    check(Networks.perceptron("p", List.of(49, 50, 10)), kernels, 1, true);
  }

  /** Convolutions, pools and a sparse layer behind them; pictures of three planes. */
  @ParameterizedTest
  @MethodSource("kernels")
  void aTrainingOfConvolutions(String kernels) {
    NetworkSpec network =
        new Stack(new Volume(6, 6, 3))
            .convolution(7, 3, 1, 1)
            .pool(Layer.Pool.Kind.MAX, 2, 2)
            .convolution(6, 3, 1, 1)
            .pool(Layer.Pool.Kind.AVERAGE, 2, 2)
            .flatten()
            .hidden(12)
            .classes("c", 3);
    Recipe recipe =
        new Recipe(new Optimizer.Adam(0.9, 0.999, 1e-8), 0.01, COSINE, 0, 1e-3, 37, 18, 9, 0.6);
    for (double density : new double[] {1, 0.4}) {
      boolean bytes = density < 1;
      TrainedRun expected =
          EXPECTED.computeIfAbsent(
              List.of(network, recipe, density),
              _ -> train(network, recipe, "scalar", 1, density, bytes));
      for (int threads = 1; threads <= 3; threads++) {
        assertSameBits(train(network, recipe, kernels, threads, density, bytes), expected);
      }
    }
  }

  /** Convolutions have one order of sums, so that whether they run sparse changes time alone. */
  @ParameterizedTest
  @MethodSource("kernels")
  void sparseConvolutionsGiveTheBitsOfDenseOnes(String kernels) {
    NetworkSpec network =
        new Stack(new Volume(9, 8, 2))
            .convolution(6, 5, 1, 2)
            .convolution(8, 3, 2, 1)
            .pool(Layer.Pool.Kind.MAX, 2, 2)
            .convolution(7, 1, 1, 0)
            .flatten()
            .classes("c", 3);
    Mask drawn = mask(network, 0.3);
    Map<String, BitSet> live = new LinkedHashMap<>();
    for (Parameter p : network.prunable()) {
      BitSet all = new BitSet();
      all.set(0, p.size());
      live.put(p.name(), p.name().startsWith("conv") ? drawn.live(p.name()) : all);
    }
    Mask mask = Mask.of(network, live);
    Weights start = Weights.initialise(network, Initialisation.GLOROT_NORMAL, new Seed(1));
    List<TrainedRun> runs = new ArrayList<>();
    for (double sparseBelow : new double[] {0, 0.6}) {
      Recipe recipe =
          new Recipe(new Optimizer.Sgd(0.9, false), 0.02, COSINE, 0, 1e-3, 21, 12, 6, sparseBelow);
      for (int threads = 1; threads <= 2; threads++) {
        try (PanelTrainer trainer =
            new PanelTrainer(
                network, recipe, KernelChoice.find().named(kernels), threads, 5, (_, _) -> {})) {
          runs.add(trainer.train(new Start(start, 0), mask, data(network, true), new Seed(2)));
          assertThat(trainer.layerKernels().getFirst().equals("dense")).isEqualTo(sparseBelow == 0);
        }
      }
    }
    runs.forEach(run -> assertSameBits(run, runs.getFirst()));
  }

  /** Threads share the rows of its first layer, not the panels. */
  @ParameterizedTest
  @MethodSource("kernels")
  void aTrainingOfAHeavyFirstLayer(String kernels) {
    NetworkSpec network = Networks.perceptron("p", List.of(131, 133, 10));
    for (double sparseBelow : new double[] {0, 1}) {
      Recipe recipe =
          new Recipe(
              new Optimizer.Adam(0.9, 0.999, 1e-8), 0.01, COSINE, 0, 0, 20, 18, 9, sparseBelow);
      assertThat(Engine.heavy(network.dense().getFirst(), recipe, mask(network, 0.7))).isTrue();
      TrainedRun expected =
          EXPECTED.computeIfAbsent(
              List.of(network, recipe), _ -> train(network, recipe, "scalar", 1, 0.7, true));
      for (int threads = 1; threads <= 3; threads++) {
        assertSameBits(train(network, recipe, kernels, threads, 0.7, true), expected);
      }
    }
  }

  /** Every kind of layer that is no convolution or pool, on its own and in residual blocks. */
  @ParameterizedTest
  @MethodSource("kernels")
  void aTrainingOfNormalisationsResidualBlocksAndDropouts(String kernels) {
    NetworkSpec network =
        new Stack(new Volume(6, 5, 2))
            .unbiased(7, 3, 1, 1)
            .norm()
            .relu()
            .residual("a", b -> body(b, 7, 1), b -> b)
            .relu()
            .dropout(0.2)
            .residual("b", b -> body(b, 9, 2), b -> b.unbiased(9, 1, 2, 0).norm())
            .relu()
            .pool(Layer.Pool.Kind.AVERAGE, 2, 1)
            .flatten()
            .unit(12)
            .norm()
            .gelu()
            .dropout(0.4)
            .unit(11)
            .tanh()
            .classes("c", 3);
    Recipe recipe = new Recipe(new Optimizer.Sgd(0.9, true), 0.02, COSINE, 0, 1e-3, 37, 18, 9, 1);
    for (double density : new double[] {1, 0.4}) {
      TrainedRun expected =
          EXPECTED.computeIfAbsent(
              List.of(network, recipe, density),
              _ -> train(network, recipe, "scalar", 1, density, false));
      for (int threads = 1; threads <= 3; threads++) {
        assertSameBits(train(network, recipe, kernels, threads, density, false), expected);
      }
    }
  }

  /** Before a training and after it, and without one. */
  @ParameterizedTest
  @MethodSource("kernels")
  void anEvaluationOnLiveWeightsAlone(String kernels) {
    NetworkSpec network =
        new Stack(new Volume(9, 8, 2))
            .unbiased(6, 3, 1, 1)
            .norm()
            .relu()
            .pool(Layer.Pool.Kind.MAX, 2, 2)
            .convolution(11, 3, 1, 1)
            .flatten()
            .hidden(40)
            .classes("c", 3);
    Kernels found = KernelChoice.find().named(kernels);
    Weights weights = Weights.initialise(network, Initialisation.GLOROT_NORMAL, new Seed(1));
    Examples examples = examples(network, true, 150, new Seed(3).generator());
    Recipe recipe = recipe(new Optimizer.Sgd(0.9, true), 0.02, 0).over(6);
    for (double density : new double[] {0.9, 0.5, 0.1, 0.02}) {
      Mask mask = mask(network, density);
      Evaluation expected;
      try (Evaluator whole = new Evaluator(network, Kernels.scalar(), 1)) {
        expected = whole.evaluate(mask.apply(weights), examples);
      }
      for (int threads = 1; threads <= 3; threads++) {
        try (Evaluator evaluator = new Evaluator(network, found, threads);
            PanelTrainer trainer =
                new PanelTrainer(network, recipe, found, threads, 0, (_, _) -> {})) {
          assertThat(evaluator.evaluate(weights, mask, examples)).isEqualTo(expected);
          assertThat(trainer.evaluate(weights, mask, examples)).isEqualTo(expected);
          trainer.train(new Start(weights, 0), mask, data(network, true), new Seed(2));
          assertThat(trainer.evaluate(weights, mask, examples)).isEqualTo(expected);
        }
      }
    }
  }

  private static Stack body(Stack stack, int filters, int stride) {
    return stack.unbiased(filters, 3, stride, 1).norm().relu().unbiased(filters, 3, 1, 1).norm();
  }
}
