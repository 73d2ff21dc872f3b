package tombola.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Batches by the Vector API, which this module's tests have, and without it. */
class BatchTest {
  private static final Batches VECTORS = new VectorBatches();
  private static final Batches PLAIN = new Batches.OneByOne();

  /** Returns a ticket of {@code widths} with random weights, a share of them live. */
  private static Tombola random(long seed, double density, Units units, int... widths) {
    Random random = new Random(seed);
    ColumnLayer[] layers = new ColumnLayer[widths.length - 1];
    for (int i = 0; i < layers.length; i++) {
      int places = widths[i] * widths[i + 1];
      boolean[] live = new boolean[places];
      int count = 0;
      for (int p = 0; p < places; p++) {
        live[p] = random.nextDouble() < density;
        count += live[p] ? 1 : 0;
      }
      int[] column = new int[count];
      int[] row = new int[count];
      float[] weight = new float[count];
      int k = 0;
      for (int p = 0; p < places; p++) {
        if (live[p]) {
          column[k] = p / widths[i + 1];
          row[k] = p % widths[i + 1];
          weight[k++] = (float) random.nextGaussian();
        }
      }
      float[] bias = new float[widths[i + 1]];
      for (int o = 0; o < bias.length; o++) {
        bias[o] = o % 3 == 0 ? -0f : (float) random.nextGaussian();
      }
      layers[i] = new ColumnLayer(i < layers.length - 1, column, row, weight, bias);
    }
    List<String> classes =
        java.util.stream.IntStream.range(0, widths[widths.length - 1])
            .mapToObj(c -> "c" + c)
            .toList();
    int[] before = java.util.stream.IntStream.range(0, layers.length).toArray();
    Flow flow = new Flow(layers, before, new int[layers.length]);
    return new Tombola("random", classes, units, widths[0], flow);
  }

  private static float[][] samples(long seed, int count, int width) {
    Random random = new Random(seed);
    float[][] samples = new float[count][width];
    for (float[] sample : samples) {
      for (int i = 0; i < width; i++) {
        double kind = random.nextDouble();
        sample[i] = kind < 0.5 ? 0f : kind < 0.55 ? -0f : (float) (100 * random.nextGaussian());
      }
    }
    return samples;
  }

  private static void assertEqualBits(Tombola ticket, float[][] samples) {
    float[][] vectors = ticket.predict(samples, VECTORS);
    float[][] plain = ticket.predict(samples, PLAIN);
    assertThat(vectors).hasNumberOfRows(samples.length);
    for (int s = 0; s < samples.length; s++) {
      float[] one = ticket.predict(samples[s]);
      for (int c = 0; c < one.length; c++) {
        int bits = Float.floatToIntBits(one[c]);
        assertThat(Float.floatToIntBits(vectors[s][c]))
            .as("sample %d, class %d", s, c)
            .isEqualTo(bits);
        assertThat(Float.floatToIntBits(plain[s][c])).isEqualTo(bits);
      }
    }
  }

  @Test
  void theVectorApiIsChosenWhereItsModuleIs() {
    assertThat(Batches.best()).isInstanceOf(VectorBatches.class);
    assertThat(Tombola.batches()).matches("Vector API of (64|128|256|512) bits");
  }

  @Test
  void aBatchIsComputedByHandToo() {
    byte[] file =
        new TicketBytes(2, 1, 2, 1)
            .floats(0.5f) // the factor of the inputs
            .layer(2, 2, 1, 0, 255)
            .floats(0, 1)
            .shorts(Float.floatToRawIntBits(0.25f) >>> 16, Float.floatToRawIntBits(2f) >>> 16)
            .bytes(100, -3)
            .bytes(0b1001)
            .file();

    float[][] logits = Tombola.load(ByteBuffer.wrap(file)).predict(new float[][] {{4, 6}, {0, 1}});

    assertThat(logits).isDeepEqualTo(new float[][] {{50, -17}, {0, -2}});
  }

  @Test
  void everySizeOfABatchHasTheBitsOfSingleSamples() {
    int chunk = VECTORS.chunk();
    Tombola ticket = random(1, 0.3, Units.asGiven(), 20, 17, 9, 4);
    for (int size : new int[] {0, 1, 3, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 5}) {
      assertEqualBits(ticket, samples(size, size, 20));
    }
  }

  @Test
  void everyDensityAndShapeHasTheBitsOfSingleSamples() {
    for (long seed = 0; seed < 40; seed++) {
      double density = seed % 5 / 4.0;
      Units units = seed % 2 == 0 ? Units.asGiven() : Units.scaled(1f / 255);
      int wide = 1 + (int) (seed * 7 % 60);
      assertEqualBits(
          random(seed, density, units, wide, 1 + (int) seed, 3), samples(seed, 37, wide));
    }
  }

  @Test
  void inputsThatAreNotFiniteReachTheSameOutputs() {
    float[][] samples = samples(1, 40, 20);
    samples[3][2] = Float.NaN;
    samples[5][4] = Float.POSITIVE_INFINITY;
    samples[39][19] = Float.NEGATIVE_INFINITY;

    assertEqualBits(random(2, 0.3, Units.asGiven(), 20, 8, 3), samples);
  }

  @Test
  void columnsKeepThePrecisionOfDoubles() {
    Units units = Units.standardised(new double[] {2e9, 7}, new double[] {0.5, 0});
    Tombola ticket = random(3, 1, units, 2, 3, 2);
    double[][] samples = {{2e9 + 0.25, 7}, {2e9 - 1, 9}};

    float[][] found = ticket.predict(samples);

    for (int s = 0; s < samples.length; s++) {
      assertThat(found[s]).containsExactly(ticket.predict(samples[s]));
    }
  }

  @Test
  void aSampleOfAnotherLengthIsNamed() {
    Tombola ticket = random(4, 1, Units.asGiven(), 3, 2);

    assertThatThrownBy(() -> ticket.predict(new float[][] {{1, 2, 3}, {1, 2}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("samples[1]: expected 3 values, got 2");
  }
}
