package tombola.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.math.RandomStream;
import tombola.math.Seed;

/** Layers that the kernels make for one sample have the bits of those in plain Java. */
class KernelLayerTest {
  private static final float[] SPECIAL = {
    Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, 1e30f
  };

  /** The kernels with code for one sample: all that generate code, and no others. */
  private static List<Kernels> kernels() {
    List<Kernels> made = new ArrayList<>();
    LiveLayer layer = layer(new Linear(3, 4), 0.5, new Seed(1).generator());
    for (Kernels kernels : KernelChoice.find().all()) {
      boolean makes = KernelLayer.of(layer, true, kernels).isPresent();
      assertThat(makes).as(kernels.name()).isEqualTo(kernels.name().startsWith("generated"));
      if (makes) {
        made.add(kernels);
      }
    }
    return made;
  }

  private static LiveLayer layer(Linear shape, double density, RandomStream stream) {
    BitSet live = new BitSet();
    float[] weights = new float[shape.out() * shape.in()];
    int emptyRow = stream.nextInt(2 * shape.out());
    int emptyColumn = stream.nextInt(2 * shape.in());
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) stream.nextGaussian();
      boolean empty = i / shape.in() == emptyRow || i % shape.in() == emptyColumn;
      live.set(i, !empty && stream.nextDouble() < density);
    }
    float[] bias = new float[shape.out()];
    for (int o = 0; o < bias.length; o++) {
      bias[o] = stream.nextInt(3) == 0 ? -0f : (float) stream.nextGaussian();
    }
    return new LiveLayer("fc1", shape, stream.nextInt(2) == 0, live, weights, bias);
  }

  private static float[] sample(int in, boolean special, RandomStream stream) {
    float[] x = new float[in + 1]; // with a place more, as a hidden layer's
    for (int i = 0; i < in; i++) {
      x[i] =
          switch (stream.nextInt(6)) {
            case 0, 1 -> 0f;
            case 2 -> -0f;
            case 3 -> special && stream.nextInt(9) == 0 ? SPECIAL[stream.nextInt(5)] : 2f;
            default -> (float) stream.nextGaussian();
          };
    }
    return x;
  }

  private static int[] outputs(SampleLayer layer, int outputs, float[] x) {
    float[] y = new float[SampleLayer.room(outputs)];
    layer.forward(x.clone(), y);
    int[] bits = new int[outputs];
    Arrays.setAll(bits, o -> Float.floatToIntBits(y[o]));
    return bits;
  }

  @Test
  void bitsAreThoseOfColumnsAndOfRowsInJava() {
    double[] densities = {0, 0.01, 0.05, 0.2, 0.6, 1};
    for (Kernels kernels : kernels()) {
      for (int round = 0; round < 600; round++) {
        RandomStream stream = new Seed(round).generator();
        boolean tall = round % 20 == 0;
        Linear shape = new Linear(1 + stream.nextInt(60), 1 + stream.nextInt(tall ? 700 : 60));
        LiveLayer layer = layer(shape, densities[round % densities.length], stream);
        SampleLayer made = KernelLayer.of(layer, round % 2 == 0, kernels).orElseThrow();
        for (int s = 0; s < 4; s++) {
          float[] x = sample(shape.in(), s > 1, stream);
          int[] found = outputs(made, shape.out(), x);
          assertThat(found).isEqualTo(outputs(new ColumnLayer(layer), shape.out(), x));
          assertThat(found).isEqualTo(outputs(new RowLayer(layer), shape.out(), x));
        }
      }
    }
  }

  @Test
  void kernelsChosenByNameMakeThemToo() {
    LiveLayer layer = layer(new Linear(3, 4), 0.5, new Seed(1).generator());
    KernelChoice choice = KernelChoice.find();
    List<String> names = new ArrayList<>(choice.all().stream().map(Kernels::name).toList());
    boolean any = names.stream().anyMatch(name -> name.startsWith("generated"));
    for (String name : names) {
      assertThat(KernelLayer.of(layer, true, choice.named(name)).isPresent())
          .as(name)
          .isEqualTo(name.startsWith("generated"));
    }
    assertThat(KernelLayer.of(layer, true, choice.named("auto")).isPresent()).isEqualTo(any);
  }

  @Test
  void oneLiveWeightOrNone() {
    Linear shape = new Linear(5, 21);
    for (Kernels kernels : kernels()) {
      for (int place = -1; place < 5 * 21; place++) {
        LiveLayer all = layer(shape, 1, new Seed(1).generator());
        BitSet one = new BitSet();
        if (place >= 0) {
          one.set(place);
        }
        LiveLayer layer = new LiveLayer("fc1", shape, true, one, all.weights(), all.bias());
        Optional<SampleLayer> made = KernelLayer.of(layer, false, kernels);
        float[] x = {1f, -2f, Float.NaN, 4f, -5f, 0f};
        assertThat(outputs(made.orElseThrow(), shape.out(), x))
            .isEqualTo(outputs(new ColumnLayer(layer), shape.out(), x));
      }
    }
  }

  @Test
  void threadsDoNotDisturbEachOther() {
    Linear shape = new Linear(90, 400); // more outputs than registers hold
    LiveLayer layer = layer(shape, 0.3, new Seed(1).generator());
    for (Kernels kernels : kernels()) {
      SampleLayer made = KernelLayer.of(layer, false, kernels).orElseThrow();
      IntStream.range(0, 5000)
          .parallel()
          .forEach(round -> {
            float[] x = sample(shape.in(), false, new Seed(round % 7).generator());
            assertThat(outputs(made, shape.out(), x))
                .isEqualTo(outputs(new ColumnLayer(layer), shape.out(), x));
          });
    }
  }
}
