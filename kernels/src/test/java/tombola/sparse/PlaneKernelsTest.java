package tombola.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.Layer.Pool.Kind;
import tombola.nn.NetworkSpec;
import tombola.nn.Parameter;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;

/** Convolutions that the kernels make for one sample have the bits of the definition. */
class PlaneKernelsTest {
  private static final double[] DENSITIES = {0.02, 0.1, 0.3, 1};

  /** A network of random kernels, strides and paddings, with a residual block. */
  private static NetworkSpec network(RandomStream stream) {
    int kernel = 1 + stream.nextInt(4);
    int padding = stream.nextInt(kernel);
    int stride = 1 + stream.nextInt(3);
    return new Stack(
            new Volume(6 + stream.nextInt(20), 6 + stream.nextInt(9), 1 + stream.nextInt(3)))
        .convolution(1 + stream.nextInt(6), kernel, 1, padding)
        .pool(Kind.MAX, 2, 2)
        .residual(
            "a",
            path -> path.convolution(4, 3, stride, 1).biased(4, 3, 1, 1),
            path -> path.biased(4, 1, stride, 0))
        .relu()
        .flatten()
        .classes("planes", 3);
  }

  private static Mask mask(NetworkSpec spec, double density, RandomStream stream) {
    Map<String, BitSet> live = new HashMap<>();
    for (Parameter parameter : spec.prunable()) {
      BitSet bits = new BitSet();
      IntStream.range(0, parameter.size())
          .filter(_ -> stream.nextDouble() < density)
          .forEach(bits::set);
      live.put(parameter.name(), bits);
    }
    return Mask.of(spec, live);
  }

  private static Weights weights(NetworkSpec spec, RandomStream stream) {
    Weights weights = Weights.zeros(spec);
    for (Parameter parameter : weights.parameters()) {
      float[] values = weights.get(parameter.name());
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) stream.nextGaussian();
      }
    }
    return weights;
  }

  private static float[] sample(int inputs, RandomStream stream) {
    float[] sample = new float[inputs];
    for (int i = 0; i < inputs; i++) {
      sample[i] = stream.nextInt(4) == 0 ? 0f : (float) stream.nextGaussian();
    }
    return sample;
  }

  @Test
  void generatedKernelsAloneMakeConvolutionsOfOneSample() {
    NetworkSpec spec = network(new Seed(1).generator());
    Simplification simple =
        Simplification.of(spec, weights(spec, new Seed(1).generator()), Mask.dense(spec));
    LiveConvolution first = (LiveConvolution) simple.steps().getFirst();
    var sums =
        ConvolutionPlanes.of(first.shape(), PlaneLayout.tight(spec.input()), 3)
            .sums(first.matrix());
    List<Kernels> all = KernelChoice.find().all();
    for (Kernels kernels : all) {
      assertThat(KernelLayer.of(sums, kernels).isPresent())
          .as(kernels.name())
          .isEqualTo(kernels.name().startsWith("generated"));
    }
    boolean any = all.stream().anyMatch(kernels -> kernels.name().startsWith("generated"));
    assertThat(KernelLayer.of(sums, KernelChoice.find().named("auto")).isPresent()).isEqualTo(any);
  }

  @Test
  void bitsAreThoseOfTheDefinitionOneAfterTheOtherAndInBatches() {
    List<Kernels> all = KernelChoice.find().all();
    for (int round = 0; round < 80; round++) {
      RandomStream stream = new Seed(round).generator();
      NetworkSpec spec = network(stream);
      Weights weights = weights(spec, stream);
      Mask mask = mask(spec, DENSITIES[round % DENSITIES.length], stream);
      SparseNetwork expected = SparseNetwork.compile(spec, weights, mask, Kernels.scalar());
      float[][] samples =
          IntStream.range(0, 3)
              .mapToObj(_ -> sample(spec.inputs(), stream))
              .toArray(float[][]::new);
      for (Kernels kernels : all) {
        SparseNetwork network = SparseNetwork.compile(spec, weights, mask, kernels);
        assertThat(network.predict(samples))
            .as("%s, round %d", kernels.name(), round)
            .isDeepEqualTo(expected.predict(samples));
        for (float[] sample : samples) {
          assertThat(network.predict(sample))
              .as("%s, round %d", kernels.name(), round)
              .containsExactly(expected.predict(sample));
        }
      }
    }
  }

  @Test
  void anInputThatIsNoNumberReachesNothingBesideItsOwnPrediction() {
    for (Kernels kernels : KernelChoice.find().all()) {
      RandomStream stream = new Seed(5).generator();
      NetworkSpec spec = network(stream);
      SparseNetwork network =
          SparseNetwork.compile(spec, weights(spec, stream), Mask.dense(spec), kernels);
      float[] sample = sample(spec.inputs(), stream);
      float[] before = network.predict(sample);
      float[] bad = sample.clone();
      bad[bad.length - 1] = Float.NaN;
      bad[0] = Float.POSITIVE_INFINITY;
      network.predict(bad);

      assertThat(network.predict(sample)).as(kernels.name()).containsExactly(before);
    }
  }

  @Test
  void threadsDoNotDisturbEachOther() {
    RandomStream stream = new Seed(3).generator();
    NetworkSpec spec = network(stream);
    Weights weights = weights(spec, stream);
    for (Kernels kernels : KernelChoice.find().all()) {
      SparseNetwork network = SparseNetwork.compile(spec, weights, Mask.dense(spec), kernels);
      float[][] samples =
          IntStream.range(0, 7)
              .mapToObj(s -> sample(spec.inputs(), new Seed(s).generator()))
              .toArray(float[][]::new);
      float[][] expected = network.predict(samples);
      IntStream.range(0, 700)
          .parallel()
          .forEach(round ->
              assertThat(network.predict(samples[round % 7])).containsExactly(expected[round % 7]));
    }
  }
}
