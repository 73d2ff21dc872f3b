package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.data.Examples;
import tombola.kernel.Kernels;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.prune.Masks;

/** The engine's gradients against central differences of a forward pass in double precision. */
class GradientTest {
  private static final double STEP = 1e-6;
  private static final double TOLERANCE = 2e-6; // greatest difference over greatest magnitude

  private static void check(List<Integer> widths, int batch, double density, int seed) {
    check(Networks.perceptron("p", widths), batch, density, seed);
  }

  private static void check(NetworkSpec network, int batch, double density, int seed) {
    Examples examples =
        Blobs.examples(
            network.inputs(), network.classes(), batch + 3, new Seed(seed), new Seed(seed));
    Weights start = Weights.initialise(network, Initialisation.HE_NORMAL, new Seed(seed));
    for (Layer.Weighted layer : network.weighted()) {
      float[] biases = start.get(layer.name() + ".bias");
      for (int i = 0; i < biases.length; i++) {
        biases[i] = 0.13f * (i % 3 - 0.9f); // off the rectifier's kink where all inputs are pruned
      }
    }
    Mask mask = Masks.random(network, density, new Seed(seed));
    int[] samples = IntStream.range(0, batch).map(i -> batch + 2 - i).toArray();
    Weights gradients = Weights.zeros(network);
    DoubleNetwork exact = new DoubleNetwork(network, mask.apply(start));
    Recipe recipe = Recipes.of(Recipes.plain(), 0.1, batch, 10, 1);
    try (Workers workers = new Workers(1);
        Engine engine =
            new Engine(network, recipe, Kernels.scalar(), workers, examples, start, mask)) {
      double loss = engine.step(samples, 0.1);
      engine.storeGradients(gradients, mask);
      assertThat(loss / batch / exact.meanLoss(examples, samples)).isBetween(1 - 1e-6, 1 + 1e-6);
    }
    for (int layer = 0; layer < network.weighted().size(); layer++) {
      String name = network.weighted().get(layer).name();
      double[] weights = exact.weights.get(layer);
      double[] expected = differences(exact, weights, examples, samples);
      for (int i = 0; i < expected.length; i++) {
        expected[i] = mask.isLive(name + ".weight", i) ? expected[i] : 0;
      }
      assertClose(name + ".weight", expected, gradients.get(name + ".weight"));
      double[] biases = exact.biases.get(layer);
      assertClose(
          name + ".bias",
          differences(exact, biases, examples, samples),
          gradients.get(name + ".bias"));
    }
  }

  private static double[] differences(
      DoubleNetwork network, double[] values, Examples examples, int[] samples) {
    double[] differences = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double held = values[i];
      values[i] = held + STEP;
      double above = network.meanLoss(examples, samples);
      values[i] = held - STEP;
      double below = network.meanLoss(examples, samples);
      values[i] = held;
      differences[i] = (above - below) / (2 * STEP);
    }
    return differences;
  }

  private static void assertClose(String name, double[] expected, float[] found) {
    double difference = 0;
    double greatest = 0;
    for (int i = 0; i < found.length; i++) {
      difference = Math.max(difference, Math.abs(found[i] - expected[i]));
      greatest = Math.max(greatest, Math.abs(expected[i]));
    }
    assertThat(greatest).as(name).isPositive();
    assertThat(difference / greatest).as(name).isLessThanOrEqualTo(TOLERANCE);
  }

  @Test
  void threeLayersOfOddWidths() {
    for (int seed = 0; seed < 5; seed++) {
      check(List.of(7, 9, 5, 3), 13, 1, seed);
    }
  }

  @Test
  void severalPanelsAndABatchThatIsNotAMultipleOfSixteen() {
    check(List.of(17, 33, 18, 5), 35, 1, 1);
    check(List.of(5, 6, 2), 16, 1, 2);
    check(List.of(1, 8, 2), 1, 1, 3);
  }

  @Test
  void oneLayerAlone() {
    check(List.of(19, 4), 21, 1, 4);
  }

  @Test
  void prunedWeightsPassNothingOn() {
    for (int seed = 5; seed < 10; seed++) {
      check(List.of(11, 17, 13, 4), 29, 0.4, seed);
    }
  }

  @Test
  void aConvolutionOfOddSizes() {
    for (int seed = 10; seed < 13; seed++) {
      check(new Stack(new Volume(7, 5, 1)).convolution(3, 3, 1, 0), 13, seed);
      check(new Stack(new Volume(5, 7, 2)).convolution(7, 3, 1, 1), 19, seed);
    }
  }

  @Test
  void stridesAndPaddings() {
    for (int stride = 1; stride <= 3; stride++) {
      for (int padding = 0; padding <= 2; padding++) {
        Stack stack = new Stack(new Volume(6, 7, 2)).convolution(4, 3, stride, padding);
        check(stack.convolution(5, 2, 1, 1), 17, 20 + 3 * stride + padding);
      }
    }
  }

  @Test
  void singlePixelsAtAStrideThatLeavesPixelsOut() {
    check(new Stack(new Volume(5, 5, 3)).convolution(8, 3, 1, 1).convolution(4, 1, 2, 0), 21, 40);
  }

  @Test
  void poolingOfEitherKindWithWindowsApartAndOverlapping() {
    for (Layer.Pool.Kind kind : Layer.Pool.Kind.values()) {
      for (int stride = 1; stride <= 3; stride++) {
        Stack stack = new Stack(new Volume(9, 8, 1)).convolution(6, 3, 1, 1).pool(kind, 2, stride);
        check(stack.convolution(6, 2, 1, 0), 18, 50 + stride);
        check(new Stack(new Volume(8, 9, 2)).convolution(3, 2, 1, 0).pool(kind, 3, stride), 5, 60);
      }
    }
  }

  @Test
  void theMeanOfWholePictures() {
    check(new Stack(new Volume(7, 7, 3)).convolution(7, 3, 2, 1).globalPool(), 33, 70);
  }

  @Test
  void prunedWeightsOfConvolutionsPassNothingOn() {
    for (int seed = 80; seed < 85; seed++) {
      NetworkSpec network =
          new Stack(new Volume(6, 6, 3))
              .convolution(6, 3, 1, 1)
              .pool(Layer.Pool.Kind.MAX, 2, 2)
              .convolution(7, 3, 1, 1)
              .flatten()
              .hidden(9)
              .classes("c", 4);
      check(network, 20, 0.5, seed);
    }
  }

  private static void check(Stack stack, int batch, int seed) {
    check(stack.flatten().classes("c", 3), batch, 1, seed);
  }
}
