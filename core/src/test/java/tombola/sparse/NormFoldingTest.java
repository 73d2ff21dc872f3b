package tombola.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.kernel.Kernels;
import tombola.nn.NetworkSpec;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;

/** Batch normalisations as parts of the layers before them. */
class NormFoldingTest {
  private static final float TOLERANCE = 2e-5f; // of a logit's size, or of 1 where it is less

  private static void assertPredictsAsTheLayers(NetworkSpec spec, Weights weights, Mask mask) {
    SparseNetwork network = SparseNetwork.compile(spec, weights, mask, Kernels.scalar());
    float[][] samples = Tickets.samples(20, spec.inputs(), 7);
    float[][] expected = DenseForward.logits(spec, mask.apply(weights), samples);
    float[][] batch = network.predict(samples);

    assertThat(network.exact()).isFalse();
    for (int s = 0; s < samples.length; s++) {
      assertThat(network.predict(samples[s])).containsExactly(batch[s]);
      for (int c = 0; c < expected[s].length; c++) {
        float size = Math.max(1f, Math.abs(expected[s][c]));
        assertThat(batch[s][c])
            .as("%s, sample %d", spec.name(), s)
            .isCloseTo(expected[s][c], within(TOLERANCE * size));
      }
    }
  }

  /** γ 2, β 1, mean 3 and variance 4 make twice (x - 3) / 2 and 1: x - 2. */
  @Test
  void aNormalisationIsFoldedAsByHand() {
    NetworkSpec spec =
        new Stack(new Volume(2, 2, 1))
            .biased(2, 1, 1, 0)
            .norm()
            .relu()
            .flatten()
            .classes("byHand", 2);
    Weights weights = Weights.zeros(spec);
    put(weights, "conv1.weight", 5, 5);
    put(weights, "conv1.bias", 1, 1);
    put(weights, "bn1.weight", 2, 0);
    put(weights, "bn1.bias", 1, 7);
    put(weights, "bn1.running_mean", 3, 3);
    put(weights, "bn1.running_var", 4, 4);
    Arrays.fill(weights.get("fc1.weight"), 1f);
    List<LiveLayer> layers =
        Simplification.layers(Simplification.live(spec, weights, Mask.dense(spec)));

    assertThat(layers.getFirst().weights()[0]).isCloseTo(5f, within(2e-5f));
    assertThat(layers.getFirst().bias()[0]).isCloseTo(1f - 2f, within(1e-5f));
    assertThat(layers.getFirst().relu()).isTrue();
    assertThat(layers.getFirst().live().stream().toArray()).containsExactly(0); // γ is 0
    assertThat(layers.getFirst().bias()[1]).isEqualTo(7f);
    assertThat(weights.get("conv1.weight")).containsExactly(5, 5);
    Simplification simple = Simplification.of(spec, weights, Mask.dense(spec));
    assertThat(simple.exact()).isFalse();
    assertThat(simple.layers().getFirst().shape().out()).isEqualTo(1);
    assertThat(simple.layers().get(1).bias()[0]).isEqualTo(4 * 7f); // of four pixels
  }

  private static void put(Weights weights, String name, float... values) {
    System.arraycopy(values, 0, weights.get(name), 0, values.length);
  }

  @Test
  void randomNetworksPredictAsTheirLayersDo() {
    for (int seed = 0; seed < 90; seed++) {
      NetworkSpec spec = PictureNetworks.normalised().get(seed % 3);
      assertPredictsAsTheLayers(
          spec,
          Tickets.weights(spec, seed % 9 > 0, seed),
          Tickets.mask(spec, (seed + 1) / 90.0, seed));
    }
  }

  @Test
  void aFilterWithoutWeightsIsTheConstantBehindItsNormalisation() {
    NetworkSpec spec = PictureNetworks.usual();
    Weights weights = Tickets.weights(spec, true, 3);
    Mask mask =
        Tickets.without(
            spec,
            Map.of(
                "conv1.weight", IntStream.range(18, 54), "conv2.weight", IntStream.range(0, 45)));
    assertPredictsAsTheLayers(spec, weights, mask);
    Simplification simple = Simplification.of(spec, weights, mask);

    // What conv2 sees beyond a padded border is 0, so that constants above 0 stay with conv1.
    float[] mean = weights.get("bn1.running_mean");
    float[] bias = weights.get("bn1.bias");
    long constant =
        IntStream.of(1, 2)
            .filter(o -> {
              double deviation = Math.sqrt(weights.get("bn1.running_var")[o] + 1e-5);
              return bias[o] - mean[o] * weights.get("bn1.weight")[o] / deviation > 0;
            })
            .count();
    assertThat(simple.layers().get(0).shape().out()).isEqualTo(3 + (int) constant);
    assertThat(simple.layers().get(1).shape().out()).isEqualTo(5);
  }

  @Test
  void oneThatIsNoLayersOwnHasAWeightForEachChannel() {
    NetworkSpec spec = PictureNetworks.elsewhere();
    Weights weights = Tickets.weights(spec, true, 1);
    List<LiveLayer> layers =
        Simplification.layers(Simplification.live(spec, weights, Mask.dense(spec)));

    assertThat(layers.stream().map(LiveLayer::name))
        .containsExactly("conv1", "bn1", "bn2", "conv2", "fc1"); // bn5 is a part of fc1
    assertThat(layers.get(2).live().cardinality()).isEqualTo(4);
    assertThat(layers.get(2).relu()).isTrue();
  }

  @Test
  void aDropoutDoesNothing() {
    NetworkSpec with = new Stack(Volume.flat(5)).hidden(4).dropout(0.9).classes("a", 3);
    NetworkSpec without = new Stack(Volume.flat(5)).hidden(4).classes("a", 3);
    Weights weights = Tickets.weights(with, true, 1);
    float[] sample = Tickets.samples(1, 5, 1)[0];

    assertThat(SparseNetwork.compile(with, weights, Mask.dense(with)).predict(sample))
        .containsExactly(
            SparseNetwork.compile(without, weights, Mask.dense(without)).predict(sample));
    assertThat(SparseNetwork.compile(with, weights, Mask.dense(with)).exact()).isTrue();
  }

  @Test
  void weightsThatWouldNotBeFiniteAreRefused() {
    NetworkSpec spec = PictureNetworks.usual();
    Weights weights = Tickets.weights(spec, true, 1);
    Mask mask = Mask.dense(spec);
    weights.get("bn2.running_var")[1] = -1f;

    assertThatThrownBy(() -> Simplification.of(spec, weights, mask))
        .hasMessage("bn2: expected finite weights behind the normalisation, got NaN");
    weights.get("bn2.running_var")[1] = 0f;
    weights.get("bn2.weight")[1] = 1e38f;
    assertThatThrownBy(() -> Simplification.of(spec, weights, mask))
        .hasMessageContaining("bn2: expected finite weights behind the normalisation, got");
    weights.get("bn2.running_mean")[0] = Float.NaN;
    assertThatThrownBy(() -> Simplification.of(spec, weights, mask))
        .hasMessage("bn2.running_mean[0]: expected a finite number, got NaN");
  }
}
