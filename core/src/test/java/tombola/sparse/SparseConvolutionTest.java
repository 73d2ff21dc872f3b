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
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;

class SparseConvolutionTest {
  private static int[] bits(float[] values) {
    return IntStream.range(0, values.length).map(i -> Float.floatToIntBits(values[i])).toArray();
  }

  private static SparseNetwork compile(NetworkSpec spec, Weights weights, Mask mask) {
    return SparseNetwork.compile(spec, weights, mask, Kernels.scalar());
  }

  /** A 3x3 picture under a 2x2 filter of which two weights are live. */
  @Test
  void aFilterOfTwoLiveWeightsIsTheOneComputedByHand() {
    NetworkSpec spec =
        new Stack(new Volume(3, 3, 1)).convolution(1, 2, 1, 0).flatten().classes("byHand", 2);
    Weights weights = Weights.zeros(spec);
    System.arraycopy(new float[] {2, 9, 9, -1}, 0, weights.get("conv1.weight"), 0, 4);
    weights.get("conv1.bias")[0] = 1;
    System.arraycopy(new float[] {1, 9, 9, 9, 9, 9, 9, 10}, 0, weights.get("fc1.weight"), 0, 8);
    Mask mask = Tickets.mask(spec, List.of(List.of(0, 3), List.of(0, 7)));
    SparseNetwork network = compile(spec, weights, mask);
    float[] sample = {1, 2, 3, 4, 5, 6, 7, 8, 1};

    // Upper left: 1 + 2 · 1 - 5 < 0; lower right: 1 + 2 · 5 - 1 = 10.
    assertThat(network.predict(sample)).containsExactly(0, 100);
    assertThat(network.predict(new float[][] {sample})[0]).containsExactly(0, 100);
    assertThat(network.units()).containsExactly(1, 2);
    assertThat(network.liveWeights()).isEqualTo(4);
  }

  @Test
  void withoutFoldedConstantsLogitsHaveTheBitsOfTheDenseProduct() {
    int exact = 0;
    for (int seed = 0; seed < 60; seed++) {
      NetworkSpec spec = PictureNetworks.all().get(seed % 4);
      boolean biases = seed % 8 < 4; // without them, constants are zero
      Weights weights = Tickets.weights(spec, biases, seed);
      Mask mask = Tickets.mask(spec, (seed + 1) / 60.0, seed);
      SparseNetwork network = compile(spec, weights, mask);
      float[][] samples = Tickets.samples(9, spec.inputs(), seed);
      float[][] expected = DenseForward.logits(spec, mask.apply(weights), samples);

      assertThat(network.exact() || biases).isTrue();
      if (network.exact()) {
        exact++;
        for (int s = 0; s < samples.length; s++) {
          assertThat(bits(network.predict(samples[s])))
              .as("%s, seed %d, sample %d", spec.name(), seed, s)
              .isEqualTo(bits(expected[s]));
        }
      }
    }
    assertThat(exact).isGreaterThan(40);
  }

  @Test
  void withFoldedConstantsLogitsDifferByRounding() {
    int folded = 0;
    for (int seed = 0; seed < 80; seed++) {
      NetworkSpec spec = PictureNetworks.all().get(seed % 4);
      Weights weights = Tickets.weights(spec, true, seed);
      Mask mask = Tickets.mask(spec, 0.02 + seed / 500.0, seed);
      SparseNetwork network = compile(spec, weights, mask);
      float[][] samples = Tickets.samples(9, spec.inputs(), seed);
      float[][] expected = DenseForward.logits(spec, mask.apply(weights), samples);

      folded += network.exact() ? 0 : 1;
      for (int s = 0; s < samples.length; s++) {
        float[] found = network.predict(samples[s]);
        for (int c = 0; c < found.length; c++) {
          float size = Math.max(1f, Math.abs(expected[s][c]));
          assertThat(found[c])
              .as("%s, seed %d", spec.name(), seed)
              .isCloseTo(expected[s][c], within(1e-5f * size));
        }
      }
    }
    assertThat(folded).isGreaterThan(20);
  }

  @Test
  void aBatchOfAnySizeGivesTheBitsOfSingleSamples() {
    for (NetworkSpec spec : PictureNetworks.all()) {
      for (double density : new double[] {0, 0.05, 0.4, 1}) {
        SparseNetwork network =
            compile(spec, Tickets.weights(spec, true, 1), Tickets.mask(spec, density, 1));
        for (int count : new int[] {0, 1, 17, 65}) {
          float[][] samples = Tickets.samples(count, spec.inputs(), count);
          float[][] logits = network.predict(samples);

          assertThat(logits.length).isEqualTo(count);
          for (int s = 0; s < count; s++) {
            assertThat(bits(logits[s])).isEqualTo(bits(network.predict(samples[s])));
          }
        }
      }
    }
  }

  @Test
  void filtersThatFeedNothingGoWithAllThatFeedsOnlyThem() {
    NetworkSpec spec = PictureNetworks.padded();
    Weights weights = Tickets.weights(spec, true, 1);
    IntStream channelTwo = IntStream.iterate(2, k -> k < 7 * 96, k -> k + 6);
    IntStream fourButForFilterTwo = // filter 4 of the first feeds filter 2 alone, which goes
        IntStream.range(0, 6 * 9).filter(k -> k / 9 != 2).map(k -> k / 9 * 45 + k % 9 * 5 + 4);
    Mask mask =
        Tickets.without(
            spec, Map.of("fc1.weight", channelTwo, "conv2.weight", fourButForFilterTwo));
    Simplification simple = Simplification.of(spec, weights, mask);

    assertThat(simple.exact()).isTrue();
    LiveConvolution first = (LiveConvolution) simple.steps().get(0);
    LiveConvolution second = (LiveConvolution) simple.steps().get(2);
    assertThat(first.shape().out()).isEqualTo(4);
    assertThat(second.shape().takes()).isEqualTo(new Volume(4, 4, 4));
    assertThat(second.shape().out()).isEqualTo(5);
    assertThat(simple.layers().get(2).shape().in()).isEqualTo(5 * 16);
    assertThat(((LivePool) simple.steps().get(1)).shape().takes().channels()).isEqualTo(4);
  }

  /** Filters without weights of bias 3 and 0 before a convolution, with padding and without. */
  @Test
  void aConstantThatPaddingWouldBreakStaysAndZeroAndAllOthersGo() {
    for (int padding : new int[] {0, 1}) {
      NetworkSpec spec =
          new Stack(new Volume(4, 4, 1))
              .convolution(3, 1, 1, 0)
              .convolution(2, 3, 1, padding)
              .flatten()
              .classes("constants", 2);
      Weights weights = Tickets.weights(spec, false, 1);
      System.arraycopy(new float[] {0, 3, 0}, 0, weights.get("conv1.bias"), 0, 3);
      Mask mask = Tickets.without(spec, Map.of("conv1.weight", IntStream.of(1, 2)));
      Simplification simple = Simplification.of(spec, weights, mask);
      SparseNetwork network = compile(spec, weights, mask);

      assertThat(simple.exact()).isEqualTo(padding == 1);
      assertThat(simple.layers().get(0).shape().out()).isEqualTo(padding == 1 ? 2 : 1);
      float[] sum = simple.layers().get(1).bias();
      float expected = 0;
      for (int tap = 0; tap < 9; tap++) {
        expected = Math.fma(weights.get("conv2.weight")[tap * 3 + 1], 3f, expected);
      }
      assertThat(sum[0]).isEqualTo(padding == 1 ? 0 : expected);
      float[][] samples = Tickets.samples(5, 16, 1);
      float[][] dense = DenseForward.logits(spec, mask.apply(weights), samples);
      for (int s = 0; s < 5; s++) {
        assertThat(network.predict(samples[s])).containsExactly(dense[s], within(1e-5f));
      }
    }
  }

  @Test
  void aSecondTimeChangesNothing() {
    for (int seed = 0; seed < 80; seed++) {
      NetworkSpec spec = PictureNetworks.all().get(seed % 4);
      Simplification once =
          Simplification.of(
              spec, Tickets.weights(spec, true, seed), Tickets.mask(spec, 0.01 * seed, seed));
      Simplification twice = Simplification.of(once.steps());

      for (int i = 0; i < once.layers().size(); i++) {
        assertThat(twice.layers().get(i).shape()).isEqualTo(once.layers().get(i).shape());
        assertThat(twice.layers().get(i).live()).isEqualTo(once.layers().get(i).live());
        assertThat(twice.layers().get(i).bias()).isEqualTo(once.layers().get(i).bias());
      }
    }
  }

  @Test
  void aConvolutionWithoutBiasesBeginsAtZero() {
    NetworkSpec spec =
        new NetworkSpec(
            "unbiased",
            List.of(
                new Layer.Conv2d("conv1", new Volume(3, 3, 1), 2, 3, 1, 1, false),
                new Layer.Relu(),
                new Layer.Flatten(new Volume(3, 3, 2)),
                new Layer.Dense("fc1", 18, 2)));
    Weights weights = Tickets.weights(spec, true, 3);
    float[][] samples = Tickets.samples(4, 9, 3);

    float[][] expected = DenseForward.logits(spec, weights, samples);

    assertThat(compile(spec, weights, Mask.dense(spec)).predict(samples)).isDeepEqualTo(expected);
  }

  @Test
  void laterChangesOfTheWeightsDoNotReachIt() {
    NetworkSpec spec = PictureNetworks.padded();
    Weights weights = Tickets.weights(spec, true, 1);
    SparseNetwork network = compile(spec, weights, Mask.dense(spec));
    float[][] samples = Tickets.samples(2, spec.inputs(), 1);
    float[][] before = network.predict(samples);
    weights.parameters().forEach(p -> Arrays.fill(weights.get(p.name()), 9f));

    assertThat(network.predict(samples)).isDeepEqualTo(before);
    assertThat(network.predict(samples[1])).containsExactly(before[1]);
  }

  @Test
  void aSampleOfAnotherLengthIsRefused() {
    NetworkSpec spec = PictureNetworks.strided();
    SparseNetwork network = compile(spec, Weights.zeros(spec), Mask.dense(spec));

    assertThatThrownBy(() -> network.predict(new float[11 * 11]))
        .hasMessage("sample: expected 363 features as strided takes, got 121");
  }
}
