package tombola.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;

class SparseKernelsTest {
  private static final NetworkSpec NETWORK =
      Networks.perceptron("p", List.of(150, 70, 33, 10)); // wider than a block of columns

  @Test
  void batchesHaveTheBitsOfSingleSamplesWithAllKernels() {
    List<Kernels> all = KernelChoice.find().all();
    assertThat(all.size()).isGreaterThan(1);
    Weights weights = Weights.initialise(NETWORK, Initialisation.HE_NORMAL, new Seed(1));
    float[][] samples = samples(150);
    for (double density : new double[] {0, 0.01, 0.05, 0.3, 1}) {
      Mask mask = mask(density);
      for (Kernels kernels : all) {
        SparseNetwork network = SparseNetwork.compile(NETWORK, weights, mask, kernels);
        for (int count : new int[] {1, 16, 33, 64, 150}) {
          float[][] logits = network.predict(Arrays.copyOf(samples, count));
          for (int s = 0; s < count; s++) {
            assertThat(logits[s])
                .as("%s, density %s, sample %s of %s", kernels.name(), density, s, count)
                .isEqualTo(network.predict(samples[s]));
          }
        }
      }
    }
  }

  private static float[][] samples(int count) {
    RandomStream stream = new Seed(1).child("samples").generator();
    float[][] samples = new float[count][NETWORK.inputs()];
    for (float[] sample : samples) {
      for (int i = 0; i < sample.length; i++) {
        sample[i] = stream.nextDouble() < 0.5 ? 0f : (float) stream.nextGaussian();
      }
    }
    return samples;
  }

  private static Mask mask(double density) {
    RandomStream stream = new Seed(1).child("mask").generator();
    Map<String, BitSet> live = new HashMap<>();
    for (Parameter parameter : NETWORK.prunable()) {
      BitSet bits = new BitSet();
      for (int i = 0; i < parameter.size(); i++) {
        bits.set(i, stream.nextDouble() < density);
      }
      live.put(parameter.name(), bits);
    }
    return Mask.of(NETWORK, live);
  }
}
