package tombola.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.math.Functions;
import tombola.nn.NetworkSpec;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;

/** Residual blocks, GELU and tanh with live weights alone. */
class ResidualTest {
  private static final float TOLERANCE = 3e-5f; // of a logit's size, or of 1 where it is less

  private static int[] bits(float[] values) {
    return IntStream.range(0, values.length).map(i -> Float.floatToIntBits(values[i])).toArray();
  }

  /** One pixel: x = 3; twice that and once 3 are 9; then once 9 less 20, shut; and its tanh. */
  @Test
  void aBlockAddsWhatItWasGiven() {
    NetworkSpec spec =
        new Stack(new Volume(1, 1, 1))
            .convolution(1, 1, 1, 0)
            .residual("a", path -> path.biased(1, 1, 1, 0), path -> path)
            .relu()
            .residual("b", path -> path.biased(1, 1, 1, 0), path -> path.biased(1, 1, 1, 0))
            .tanh()
            .flatten()
            .classes("byHand", 2);
    Weights weights = Weights.zeros(spec);
    weights.parameters().stream()
        .filter(p -> p.prunable())
        .forEach(p -> Arrays.fill(weights.get(p.name()), 1f));
    weights.get("a.conv1.weight")[0] = 2f;
    weights.get("b.downsample.0.bias")[0] = -17.5f;
    SparseNetwork network = SparseNetwork.compile(spec, weights, Mask.dense(spec));

    assertThat(network.exact()).isTrue();
    // 3, 2 * 3 + 3 = 9, 9 + 9 - 17.5.
    float expected = Functions.tanh(0.5f);
    assertThat(network.predict(new float[] {3})).containsExactly(expected, expected);
    assertThat(network.predict(new float[][] {{3}})[0]).containsExactly(expected, expected);
  }

  @Test
  void withoutFoldingLogitsHaveTheBitsOfTheLayers() {
    int exact = 0;
    for (int seed = 0; seed < 60; seed++) {
      NetworkSpec spec = seed % 2 == 0 ? PictureNetworks.smooth() : PictureNetworks.nested();
      Weights weights = Tickets.weights(spec, seed % 4 < 2, seed);
      Mask mask = Tickets.mask(spec, (seed + 1) / 60.0, seed);
      SparseNetwork network = SparseNetwork.compile(spec, weights, mask, Kernels.scalar());
      float[][] samples = Tickets.samples(9, spec.inputs(), seed);
      float[][] expected = DenseForward.logits(spec, mask.apply(weights), samples);
      if (network.exact()) {
        exact++;
        for (int s = 0; s < samples.length; s++) {
          assertThat(bits(network.predict(samples[s])))
              .as("%s, seed %d", spec.name(), seed)
              .isEqualTo(bits(expected[s]));
        }
      }
    }
    assertThat(exact).isGreaterThan(40);
  }

  @Test
  void randomNetworksPredictAsTheirLayersDo() {
    for (int seed = 0; seed < 120; seed++) {
      NetworkSpec spec = PictureNetworks.residual().get(seed % 4);
      Weights weights = Tickets.weights(spec, true, seed);
      Mask mask = Tickets.mask(spec, (seed + 1) / 120.0, seed);
      SparseNetwork network = SparseNetwork.compile(spec, weights, mask, Kernels.scalar());
      float[][] samples = Tickets.samples(9, spec.inputs(), seed);
      float[][] expected = DenseForward.logits(spec, mask.apply(weights), samples);
      for (int s = 0; s < samples.length; s++) {
        float[] found = network.predict(samples[s]);
        for (int c = 0; c < found.length; c++) {
          float size = Math.max(1f, Math.abs(expected[s][c]));
          assertThat(found[c])
              .as("%s, seed %d", spec.name(), seed)
              .isCloseTo(expected[s][c], within(TOLERANCE * size));
        }
      }
    }
  }

  @Test
  void aBatchOfAnySizeGivesTheBitsOfSingleSamples() {
    for (NetworkSpec spec : PictureNetworks.residual()) {
      for (double density : new double[] {0, 0.1, 0.4, 1}) {
        SparseNetwork network =
            SparseNetwork.compile(
                spec,
                Tickets.weights(spec, true, 1),
                Tickets.mask(spec, density, 1),
                KernelChoice.find().named("auto"));
        for (int count : new int[] {0, 1, 17, 65}) {
          float[][] samples = Tickets.samples(count, spec.inputs(), count);
          float[][] logits = network.predict(samples);
          for (int s = 0; s < count; s++) {
            assertThat(bits(logits[s])).isEqualTo(bits(network.predict(samples[s])));
          }
        }
      }
    }
  }

  /** Channel 2 of the first stage is dead in the stem and in both bodies, and β is 0 or not. */
  @Test
  void aChannelDeadInAllTermsGoesAndOneThatLivesInAnyStays() {
    NetworkSpec spec = PictureNetworks.stages();
    Weights weights = Tickets.weights(spec, false, 1); // means and β are 0
    Map<String, IntStream> dead =
        Map.of(
            "conv1.weight", IntStream.range(36, 54),
            "a.conv2.weight", IntStream.range(72, 108),
            "b.conv2.weight", IntStream.range(72, 108));
    Simplification simple = Simplification.of(spec, weights, Tickets.without(spec, dead));

    List<LiveLayer> layers = simple.layers();
    assertThat(layers.stream().map(LiveLayer::name))
        .containsExactly(
            "conv1",
            "a.conv1",
            "a.conv2",
            "b.conv1",
            "b.conv2",
            "c.conv1",
            "c.conv2",
            "c.downsample.0",
            "fc1");
    assertThat(layers.stream().map(layer -> layer.shape().out()))
        .containsExactly(3, 4, 3, 4, 3, 6, 6, 6, 3);
    assertThat(layers.get(5).shape().in()).isEqualTo(3 * 9);
    assertThat(simple.steps().stream().filter(LiveSum.class::isInstance))
        .extracting(step -> ((LiveSum) step).shape().channels())
        .containsExactly(3, 3, 6);

    Mask without =
        Tickets.without(
            spec,
            Map.of(
                "conv1.weight",
                IntStream.range(36, 54),
                "a.conv2.weight",
                IntStream.range(72, 108)));
    assertThat(Simplification.of(spec, weights, without).layers().getFirst().shape().out())
        .isEqualTo(4);
  }

  @Test
  void aChannelThatNothingTakesGoesFromAllTerms() {
    NetworkSpec spec = PictureNetworks.stages();
    Weights weights = Tickets.weights(spec, true, 2);
    // Class weights are [class][channel]: channel 5 of the last stage reaches none.
    Mask mask = Tickets.without(spec, Map.of("fc1.weight", IntStream.of(5, 11, 17)));
    Simplification simple = Simplification.of(spec, weights, mask);

    assertThat(simple.layers().stream().map(layer -> layer.shape().out()))
        .containsExactly(4, 4, 4, 4, 4, 6, 5, 5, 3);
  }

  /** The bodies' channel 1 is a constant of β, the stem's is not: nothing can be moved. */
  @Test
  void aConstantInOneTermAloneIsLeftThere() {
    NetworkSpec spec = PictureNetworks.stages();
    Weights weights = Tickets.weights(spec, true, 3);
    Mask mask = Tickets.without(spec, Map.of("a.conv2.weight", IntStream.range(36, 72)));
    Simplification simple = Simplification.of(spec, weights, mask);

    assertThat(simple.layers().get(2).shape().out()).isEqualTo(4);
    assertThat(simple.layers().get(2).live().get(36, 72).isEmpty()).isTrue();
  }

  @Test
  void aSecondTimeChangesNothing() {
    for (int seed = 0; seed < 80; seed++) {
      NetworkSpec spec = PictureNetworks.residual().get(seed % 4);
      Simplification once =
          Simplification.of(
              spec,
              Tickets.weights(spec, seed % 8 < 4, seed),
              Tickets.mask(spec, 0.01 * seed, seed));
      Simplification twice = Simplification.of(once.steps());

      for (int i = 0; i < once.layers().size(); i++) {
        assertThat(twice.layers().get(i).shape())
            .as("%s, seed %d", spec.name(), seed)
            .isEqualTo(once.layers().get(i).shape());
        assertThat(twice.layers().get(i).live()).isEqualTo(once.layers().get(i).live());
        assertThat(twice.layers().get(i).bias()).isEqualTo(once.layers().get(i).bias());
      }
    }
  }

  @Test
  void aLayerInABlockCanBeTimedByItselfAndASumCannot() {
    NetworkSpec spec = PictureNetworks.stages();
    SparseNetwork network =
        SparseNetwork.compile(spec, Tickets.weights(spec, true, 1), Mask.dense(spec));
    float[] sample = Tickets.samples(1, spec.inputs(), 1)[0];
    int last = network.layers().getLast();

    assertThat(network.layers()).hasSize(9);
    float[] outputs = network.room(last);
    network.forward(last, network.taken(sample).getLast(), outputs);
    assertThat(Arrays.copyOf(outputs, 3)).containsExactly(network.predict(sample));
    assertThatThrownBy(() -> network.forward(4, sample, outputs))
        .hasMessage("step: expected a layer with weights, got 4, which is a sum");
  }

  @Test
  void aSumOfFlattenedPicturesIsRefused() {
    NetworkSpec spec =
        new Stack(new Volume(2, 2, 3))
            .convolution(2, 1, 1, 0)
            .flatten()
            .residual("a", path -> path.unit(8), path -> path)
            .relu()
            .classes("flattened", 2);

    assertThat(Simplification.obstacle(spec)).isPresent();
    assertThatThrownBy(() -> SparseNetwork.compile(spec, Weights.zeros(spec), Mask.dense(spec)))
        .hasMessage(
            "a: expected a residual sum of pictures, or of features that were none, got one of flattened pictures");
    PictureNetworks.residual()
        .forEach(network -> assertThat(Simplification.obstacle(network)).isEmpty());
  }

  @Test
  void aNormalisationOfVeryManyChannelsThatIsNoLayersOwnIsRefused() {
    NetworkSpec spec = new Stack(Volume.flat(3)).hidden(5000).norm().relu().classes("broad", 2);

    assertThat(Simplification.obstacle(spec))
        .contains(
            "bn1: expected at most 4096 channels where no layer with weights is right before or behind a normalisation, got 5000");
  }
}
