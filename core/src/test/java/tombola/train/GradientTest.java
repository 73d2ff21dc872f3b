package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.data.Examples;
import tombola.kernel.Kernels;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.ParameterRole;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.prune.Masks;

/** The engine's gradients against central differences of a forward pass in double precision. */
class GradientTest {
  private static final double STEP = 1e-7;
  private static final double TOLERANCE = 4e-6; // greatest difference over greatest magnitude

  private static void check(List<Integer> widths, int batch, double density, int seed) {
    check(Networks.perceptron("p", widths), batch, density, seed);
  }

  private static void check(NetworkSpec network, int batch, double density, int seed) {
    Examples examples =
        Blobs.examples(
            network.inputs(), network.classes(), batch + 3, new Seed(seed), new Seed(seed));
    Weights start = Weights.initialise(network, Initialisation.HE_NORMAL, new Seed(seed));
    for (Parameter p : network.parameters()) {
      float[] values = start.get(p.name());
      for (int i = 0; i < values.length && !p.prunable(); i++) {
        // off the rectifier's kink where all inputs are pruned, and no two channels alike
        values[i] = p.role().initial() + 0.13f * (i % 3 - 0.9f);
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
      String first = network.weighted().getFirst().name();
      double expected = exact.meanLoss(first, examples, samples).getAsDouble();
      assertThat(loss / batch / expected).isBetween(1 - 1e-6, 1 + 1e-6);
    }
    for (Parameter p : network.parameters()) {
      switch (p.role()) {
        case WEIGHT, PROJECTION, BIAS, SCALE, SHIFT -> {
          double[] expected =
              differences(exact, p, mask, exact.meanLoss(p.layer(), examples, samples));
          if (p.role() == ParameterRole.BIAS && isNormalised(network, p.layer())) {
            assertThat(gradients.get(p.name())).containsOnly(new float[1], within(1e-6f));
            continue;
          }
          assertClose(p.name(), expected, gradients.get(p.name()));
        }
        case MEAN, VARIANCE -> {} // none
      }
    }
  }

  private static boolean isNormalised(NetworkSpec network, String name) {
    List<Layer> all = network.flat();
    return IntStream.range(1, all.size())
        .anyMatch(i ->
            all.get(i) instanceof Layer.BatchNorm
                && all.get(i - 1) instanceof Layer.Weighted layer
                && layer.name().equals(name));
  }

  /** Of a pruned weight it is 0. */
  private static double[] differences(
      DoubleNetwork network, Parameter of, Mask mask, DoubleSupplier loss) {
    double[] values = Objects.requireNonNull(network.values.get(of.name()));
    double[] differences = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      if (of.prunable() && !mask.isLive(of.name(), i)) {
        continue;
      }
      double held = values[i];
      values[i] = held + STEP;
      double above = loss.getAsDouble();
      values[i] = held - STEP;
      double below = loss.getAsDouble();
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
    for (int seed = 80; seed < 83; seed++) {
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

  @Test
  void batchNormalisationOfPicturesAndOfUnits() {
    for (int seed = 90; seed < 93; seed++) {
      check(new Stack(new Volume(5, 7, 2)).unbiased(7, 3, 2, 1).norm().relu(), 19, seed);
      Stack units = new Stack(Volume.flat(9)).unit(11).norm().relu().unit(5).norm().relu();
      check(units.classes("c", 3), 21, 0.6, seed);
    }
    check(
        new Stack(new Volume(6, 6, 1)).convolution(3, 3, 1, 0).norm(), 5, 93); // after, none behind
  }

  @Test
  void smoothActivationsWithPoolsBehindThem() {
    for (Layer.Pool.Kind kind : Layer.Pool.Kind.values()) {
      Stack stack = new Stack(new Volume(5, 4, 2)).unbiased(3, 2, 1, 1).norm().gelu();
      check(stack.pool(kind, 2, 1).unbiased(3, 3, 2, 1).tanh(), 17, 95);
    }
    check(new Stack(Volume.flat(8)).unit(9).tanh().unit(7).gelu().classes("c", 3), 17, 0.7, 96);
  }

  @Test
  void residualBlocksOfEitherKind() {
    for (int seed = 100; seed < 102; seed++) {
      Stack stack = new Stack(new Volume(5, 4, 1)).unbiased(4, 3, 1, 1).norm().relu();
      stack
          .residual("a", b -> body(b, 4, 1), s -> s)
          .relu()
          .residual("b", b -> body(b, 5, 2), s -> s.unbiased(5, 1, 2, 0).norm())
          .relu();
      check(stack, 19, seed);
    }
  }

  private static Stack body(Stack stack, int filters, int stride) {
    return stack.unbiased(filters, 3, stride, 1).norm().relu().unbiased(filters, 3, 1, 1).norm();
  }

  @Test
  void residualBlocksInEachOtherAndSuchAsBeginOrEndOtherwise() {
    Stack nested = new Stack(new Volume(4, 3, 1)).unbiased(3, 3, 1, 1).norm().relu();
    nested
        .residual(
            "a",
            b ->
                b.residual("b", c -> body(c, 4, 1), s -> s.unbiased(4, 1, 1, 0).norm())
                    .relu()
                    .unbiased(3, 3, 1, 1)
                    .norm(),
            s -> s)
        .relu();
    check(nested, 18, 105);
    Stack early = new Stack(new Volume(4, 3, 1)).unbiased(4, 3, 1, 1); // activations before
    early.residual("a", b -> b.norm().relu().unbiased(4, 3, 1, 1), s -> s).norm().gelu();
    check(early, 18, 106);
    Stack closed = new Stack(new Volume(4, 3, 1)).convolution(4, 3, 1, 1); // rectified paths
    closed.residual("a", b -> b.convolution(4, 3, 1, 1), s -> s.convolution(4, 1, 1, 0)).tanh();
    check(closed.residual("b", b -> b.unbiased(4, 3, 1, 1), s -> s).relu(), 18, 107);
  }

  private static void check(Stack stack, int batch, int seed) {
    check(stack.flatten().classes("c", 3), batch, 1, seed);
  }
}
