package tombola.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tickets of version 2, with convolutions. */
class PictureTicketTest {
  private static final float[] SAMPLE = {1, 2, 3, 4, 5, 6, 7, 8, 1};

  /**
   * Pictures of 3x3, a filter of 2x2 with weights 2 above on the left and -1 below on the right,
   * bias 1 and a rectifier: 0 0 / 1 10 for the sample; a pool; then 3 times that, and -1.
   */
  private static TicketBytes pooled(int pool) {
    return new TicketBytes(9, 3, 0, 0)
        .pictures(3, 3, 1)
        .step(1, 2, 1, 0)
        .layer(1, 2, 1, 1, 255)
        .floats(1)
        .floats(2, -1)
        .bytes(0b1001)
        .step(pool, 2, 1, 0)
        .step(0, 0, 0, 0)
        .layer(2, 1, 1, 0, 255)
        .floats(0, -1)
        .floats(3)
        .bytes(0b01);
  }

  private static Tombola load(TicketBytes ticket) {
    return Tombola.load(ByteBuffer.wrap(ticket.file()));
  }

  @Test
  void aTicketPredictsWhatIsComputedByHand() {
    assertThat(load(pooled(2)).predict(SAMPLE)).containsExactly(30, -1);
    assertThat(load(pooled(3)).predict(SAMPLE)).containsExactly(3 * 2.75f, -1);
    assertThat(load(pooled(2)).predict(new float[][] {SAMPLE, SAMPLE})[1]).containsExactly(30, -1);
    assertThat(load(pooled(2)).liveWeights()).isEqualTo(3);
  }

  /** Two channels under filters of one pixel, 10 and 1: the second layer sees pixel by pixel. */
  @Test
  void planesBecomePixelsForTheLayerAfterThem() {
    TicketBytes ticket =
        new TicketBytes(4, 2, 0, 0)
            .pictures(1, 2, 2)
            .step(1, 1, 1, 0)
            .layer(2, 2, 1, 1, 255)
            .floats(0, 0)
            .floats(10, 1)
            .bytes(0b1001) // channel 0 to filter 0, channel 1 to filter 1
            .step(0, 0, 0, 0)
            .layer(2, 2, 1, 0, 255)
            .floats(0, 0)
            .floats(1, 1)
            .bytes(0b0100_0010); // places 1 and 6: inputs 0 and 3, pixel * 2 + channel

    assertThat(load(ticket).predict(new float[] {1, 2, 3, 4})).containsExactly(4, 10);
  }

  @Test
  void paddingAndStridesAreThoseComputedByHand() {
    TicketBytes ticket =
        new TicketBytes(9, 2, 0, 0)
            .pictures(3, 3, 1)
            .step(1, 3, 2, 1)
            .layer(1, 9, 2, 1, 255)
            .floats(0)
            .floats(1, 1, 1, 1, 1, 1, 1, 1, 1)
            .bytes(0xFF, 1)
            .step(0, 0, 0, 0)
            .layer(2, 2, 1, 0, 255)
            .floats(0, 0)
            .floats(1, 1)
            .bytes(0b1000_0001);

    // Corners: 1 + 2 + 4 + 5, and 5 + 6 + 8 + 1.
    assertThat(load(ticket).predict(SAMPLE)).containsExactly(12, 20);
  }

  private static ConvolutionLayer random(
      Random random, Picture takes, int kernel, int stride, int padding, int filters) {
    int inputs = kernel * kernel * takes.channels();
    int[] column = new int[inputs * filters];
    int[] row = new int[column.length];
    float[] weight = new float[column.length];
    int count = 0;
    for (int k = 0; k < column.length; k++) {
      if (random.nextInt(3) == 0) {
        column[count] = k / filters;
        row[count] = k % filters;
        weight[count++] = (float) random.nextGaussian();
      }
    }
    float[] bias = new float[filters];
    for (int o = 0; o < filters; o++) {
      bias[o] = (float) random.nextGaussian();
    }
    return new ConvolutionLayer(
        true,
        takes,
        kernel,
        stride,
        padding,
        Arrays.copyOf(column, count),
        Arrays.copyOf(row, count),
        Arrays.copyOf(weight, count),
        bias);
  }

  @Test
  void aChunkByTheVectorApiHasTheBitsOfSingleSamples() {
    Batches vectors = new VectorBatches();
    Random random = new Random(1);
    for (int round = 0; round < 60; round++) {
      Picture takes =
          new Picture(3 + random.nextInt(6), 3 + random.nextInt(6), 1 + random.nextInt(3));
      int kernel = 1 + random.nextInt(3);
      ConvolutionLayer layer =
          random(
              random,
              takes,
              kernel,
              1 + random.nextInt(2),
              random.nextInt(kernel),
              1 + random.nextInt(4));
      float[] x = new float[takes.values() * vectors.chunk()];
      for (int i = 0; i < x.length; i++) {
        x[i] = random.nextInt(2) == 0 ? 0f : (float) random.nextGaussian();
      }
      float[] all = vectors.forward(layer, x);
      for (int s = 0; s < vectors.chunk(); s++) {
        int sample = s;
        float[] one = layer.forward(i -> x[i * vectors.chunk() + sample]);
        for (int o = 0; o < one.length; o++) {
          assertThat(Float.floatToIntBits(all[o * vectors.chunk() + s]))
              .isEqualTo(Float.floatToIntBits(one[o]));
        }
      }
    }
  }

  private static void refused(String line, UnaryOperator<TicketBytes> steps) {
    TicketBytes begun = new TicketBytes(9, 2, 0, 0);
    assertThatThrownBy(() -> load(steps.apply(begun)))
        .isInstanceOf(BadTicketException.class)
        .hasMessageContaining(line);
  }

  @Test
  void windowsThatDoNotFitAreRefused() {
    refused("expected pictures of 9 values, found 8", t -> t.pictures(2, 2, 2));
    refused("expected pictures of at most", t -> t.pictures(1 << 20, 1 << 20, 1 << 20));
    refused("expected a convolution first", t -> t.pictures(3, 3, 1).step(2, 2, 1, 0));
    refused("expected windows of 1 to 3 pixels", t -> t.pictures(3, 3, 1).step(1, 4, 1, 0));
    refused("a stride of at least 1, found 2 and 0", t -> t.pictures(3, 3, 1).step(1, 2, 0, 0));
    refused("a padding below the kernel, 2", t -> t.pictures(3, 3, 1).step(1, 2, 1, 2));
    refused("expected pictures of at most", t -> t.pictures(3, 3, 1).step(1, 65_535, 1, 65_534));
  }

  @Test
  void stepsOfNoKindAreRefused() {
    TicketBytes ticket =
        new TicketBytes(9, 2, 0, 0)
            .pictures(3, 3, 1)
            .step(1, 2, 1, 0)
            .layer(1, 0, 1, 1, 255)
            .floats(1)
            .bytes(0);

    assertThatThrownBy(() -> load(ticket.step(4, 0, 0, 0)))
        .isInstanceOf(BadTicketException.class)
        .hasMessageContaining("steps of kind 0 to 3, found 4");
  }
}
