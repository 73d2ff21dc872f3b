package tombola.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static tombola.sparse.Tickets.NETWORK;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tombola.kernel.Kernels;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Weights;
import tombola.prune.Mask;

class SparseNetworkTest {
  private static SparseNetwork compile(Weights weights, Mask mask) {
    return SparseNetwork.compile(NETWORK, weights, mask, Kernels.scalar());
  }

  private static void assertSameBits(float[] found, float[] expected) {
    assertThat(bits(found)).isEqualTo(bits(expected));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
    return bits;
  }

  @Test
  void withoutFoldedConstantsLogitsHaveTheBitsOfTheDenseProduct() {
    int exact = 0;
    for (int seed = 0; seed < 60; seed++) {
      boolean biases = seed % 2 == 0; // without them, constants are zero
      Weights weights = Tickets.weights(NETWORK, biases, seed);
      Mask mask = Tickets.mask(NETWORK, (seed + 1) / 60.0, seed);
      SparseNetwork network = compile(weights, mask);
      float[][] samples = Tickets.samples(17, 23, seed);
      float[][] expected = DenseForward.logits(NETWORK, mask.apply(weights), samples);

      assertThat(network.exact() || biases).isTrue();
      if (network.exact()) {
        exact++;
        for (int s = 0; s < samples.length; s++) {
          assertSameBits(network.predict(samples[s]), expected[s]);
        }
      }
    }
    assertThat(exact).isGreaterThan(40);
  }

  @Test
  void withFoldedConstantsLogitsDifferByRounding() {
    int folded = 0;
    for (int seed = 0; seed < 60; seed++) {
      Weights weights = Tickets.weights(NETWORK, true, seed);
      Mask mask = Tickets.mask(NETWORK, 0.04 + seed / 600.0, seed);
      SparseNetwork network = compile(weights, mask);
      float[][] samples = Tickets.samples(17, 23, seed);
      float[][] expected = DenseForward.logits(NETWORK, mask.apply(weights), samples);

      folded += network.exact() ? 0 : 1;
      for (int s = 0; s < samples.length; s++) {
        float[] found = network.predict(samples[s]);
        for (int c = 0; c < found.length; c++) {
          float size = Math.max(1f, Math.abs(expected[s][c]));
          assertThat(found[c]).isCloseTo(expected[s][c], within(1e-5f * size));
        }
      }
    }
    assertThat(folded).isGreaterThan(10);
  }

  @Test
  void aBatchOfAnySizeGivesTheBitsOfSingleSamples() {
    for (double density : new double[] {0, 0.03, 0.3, 1}) {
      SparseNetwork network =
          compile(Tickets.weights(NETWORK, true, 1), Tickets.mask(NETWORK, density, 1));
      for (int count : new int[] {0, 1, 15, 16, 17, 63, 64, 65, 200}) {
        float[][] samples = Tickets.samples(count, 23, count);
        float[][] logits = network.predict(samples);

        assertThat(logits.length).isEqualTo(count);
        for (int s = 0; s < count; s++) {
          assertSameBits(logits[s], network.predict(samples[s]));
        }
      }
    }
  }

  @Test
  void oneLiveWeightInEachLayerIsAChain() {
    Weights weights = Tickets.weights(NETWORK, false, 1);
    weights.get("fc1.weight")[3 * 23 + 4] = 2f;
    weights.get("fc2.weight")[5 * 19 + 3] = 3f;
    weights.get("fc3.weight")[2 * 11 + 5] = 5f;
    Mask mask =
        Tickets.mask(
            NETWORK, List.of(List.of(3 * 23 + 4), List.of(5 * 19 + 3), List.of(2 * 11 + 5)));
    SparseNetwork network = compile(weights, mask);
    float[] sample = new float[23];
    sample[4] = 7f;

    assertThat(network.units()).containsExactly(1, 1, 5);
    assertThat(network.liveWeights()).isEqualTo(3);
    assertThat(network.predict(sample)).containsExactly(0f, 0f, 210f, 0f, 0f);
    assertThat(network.classify(sample)).isEqualTo(2);
    sample[4] = -7f;
    assertThat(network.predict(sample)).containsExactly(0f, 0f, 0f, 0f, 0f);
    assertThat(network.classify(sample)).isZero(); // ties go to the lower class
  }

  @Test
  void withoutLiveWeightsTheBiasesOfTheLastLayerRemain() {
    Weights weights = Tickets.weights(NETWORK, true, 1);
    SparseNetwork network = compile(weights, Tickets.mask(NETWORK, 0, 1));

    assertThat(network.liveWeights()).isZero();
    assertThat(network.predict(new float[23])).containsExactly(weights.get("fc3.bias"));
    assertThat(network.predict(new float[2][23])[1]).containsExactly(weights.get("fc3.bias"));
  }

  @Test
  void aNetworkOfOneLayerWorks() {
    NetworkSpec spec = Networks.perceptron("one", List.of(4, 3));
    Weights weights = Tickets.weights(spec, true, 1);
    Mask mask = Tickets.mask(spec, 0.5, 1);
    SparseNetwork network = SparseNetwork.compile(spec, weights, mask);
    float[][] samples = Tickets.samples(5, 4, 1);
    float[][] expected = DenseForward.logits(spec, mask.apply(weights), samples);

    assertThat(network.exact()).isTrue();
    assertThat(network.inputs()).isEqualTo(4);
    assertThat(network.classes()).isEqualTo(3);
    for (int s = 0; s < samples.length; s++) {
      assertSameBits(network.predict(samples[s]), expected[s]);
      assertSameBits(network.predict(samples)[s], expected[s]);
    }
  }

  @Test
  void aNotFiniteInputReachesWhatLiveWeightsLeadItTo() {
    NetworkSpec spec = Networks.perceptron("one", List.of(2, 3));
    Weights weights = Tickets.weights(spec, true, 1);
    Mask mask = Tickets.mask(spec, List.of(List.of(0, 3))); // input 0 → class 0, input 1 → class 1
    SparseNetwork network = SparseNetwork.compile(spec, weights, mask, Kernels.scalar());
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] sample = {bad, 1f};
      float[] logits = network.predict(sample);

      assertThat(Float.isFinite(logits[0])).isFalse();
      assertThat(Float.isFinite(logits[1])).isTrue();
      assertSameBits(network.predict(new float[][] {sample, {0f, 1f}})[0], logits);
    }
    assertThat(compile(Tickets.weights(NETWORK, true, 1), Mask.dense(NETWORK)).predict(nan()))
        .containsOnly(Float.NaN);
  }

  private static float[] nan() {
    float[] sample = new float[23];
    sample[22] = Float.NaN;
    return sample;
  }

  @Test
  void laterChangesOfTheWeightsDoNotReachIt() {
    Weights weights = Tickets.weights(NETWORK, true, 1);
    SparseNetwork network = compile(weights, Mask.dense(NETWORK));
    float[][] samples = Tickets.samples(2, 23, 1);
    float[][] before = network.predict(samples);
    weights.parameters().forEach(p -> Arrays.fill(weights.get(p.name()), 9f));

    assertSameBits(network.predict(samples)[0], before[0]);
    assertSameBits(network.predict(samples[1]), before[1]);
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    SparseNetwork network =
        compile(Tickets.weights(NETWORK, true, 1), Tickets.mask(NETWORK, 0.4, 1));
    List<float[][]> batches = new ArrayList<>();
    List<float[][]> expected = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      batches.add(Tickets.samples(70 + i, 23, i));
      expected.add(network.predict(batches.get(i)));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        float[][] samples = batches.get(i);
        float[][] logits = expected.get(i);
        done.add(
            threads.submit(() -> {
              for (int round = 0; round < 50; round++) {
                float[][] found = network.predict(samples);
                for (int s = 0; s < samples.length; s++) {
                  assertSameBits(found[s], logits[s]);
                  assertSameBits(network.predict(samples[s]), logits[s]);
                }
              }
            }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    NetworkSpec other = Networks.perceptron("other", List.of(23, 5));
    Weights weights = Tickets.weights(NETWORK, true, 1);
    Mask dense = Mask.dense(NETWORK);

    assertThatThrownBy(() -> compile(Weights.zeros(other), dense))
        .hasMessage("weights: expected those of p (23-19-11-5), got those of another network");
    assertThatThrownBy(() -> compile(weights, Mask.dense(other)))
        .hasMessage("mask: expected that of p (23-19-11-5), got that of another network");
    SparseNetwork network = compile(weights, dense);
    assertThatThrownBy(() -> network.predict(new float[22]))
        .hasMessage("sample: expected 23 features as p takes, got 22");
    assertThatThrownBy(() -> network.predict(new float[][] {new float[23], new float[24]}))
        .hasMessage("samples[1]: expected 23 features as p takes, got 24");
  }

  @Test
  void valuesThatAreNotFiniteAreRefusedWhereTheyCount() {
    Weights weights = Tickets.weights(NETWORK, true, 1);
    weights.get("fc2.weight")[7] = Float.NaN;

    assertThatThrownBy(() -> compile(weights, Mask.dense(NETWORK)))
        .hasMessage("fc2.weight[7]: expected a finite number, got NaN");
    compile(weights, Tickets.mask(NETWORK, 0, 1)); // pruned: it does not count
    weights.get("fc1.bias")[2] = Float.NEGATIVE_INFINITY;
    assertThatThrownBy(() -> compile(weights, Tickets.mask(NETWORK, 0, 1)))
        .hasMessage("fc1.bias[2]: expected a finite number, got -Infinity");
  }
}
