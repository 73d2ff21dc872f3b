package tombola.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tickets of version 3, with residual blocks, GELU and tanh. */
class BlockTicketTest {
  private static final int CONVOLUTION = 1;
  private static final int GELU = 4;
  private static final int TANH = 5;
  private static final int RECALL = 6;
  private static final int SUM = 7;

  /** A convolution of one pixel that multiplies by {@code weight} and adds {@code bias}. */
  private static TicketBytes times(TicketBytes ticket, float weight, float bias) {
    return ticket
        .step(CONVOLUTION, 1, 1, 0)
        .layer(1, 1, 1, 0, 255)
        .floats(bias)
        .floats(weight)
        .bytes(1);
  }

  /** The classes: a pixel, and its negative. */
  private static byte[] classes(TicketBytes ticket) {
    return ticket
        .step(0, 0, 0, 0)
        .layer(2, 2, 1, 0, 255)
        .floats(0, 0)
        .floats(1, -1)
        .bytes(0b11)
        .file();
  }

  private static Tombola load(byte[] file) {
    return Tombola.load(ByteBuffer.wrap(file));
  }

  /** Value 1 is x; 2 is 3 x; 3 is x again, 4 is 10 x + 1; 5 is their sum, rectified. */
  private static byte[] projection(int relu) {
    TicketBytes ticket = times(new TicketBytes(1, 6, 0, 0).blocks(1, 1, 1), 1, 0);
    times(times(ticket, 3, 0).step(RECALL, 1, 0, 0), 10, 1);
    return classes(ticket.step(SUM, 2, relu, 0));
  }

  @Test
  void aBlockWithAProjectionAddsBothPaths() {
    assertThat(load(projection(1)).predict(new float[] {2})).containsExactly(27, -27);
    assertThat(load(projection(1)).predict(new float[] {-2})).containsExactly(0, 0);
    assertThat(load(projection(0)).predict(new float[] {-2})).containsExactly(-25, 25);
    float[][] batch = new float[40][1];
    for (int s = 0; s < batch.length; s++) {
      batch[s][0] = s;
    }
    float[][] logits = load(projection(1)).predict(batch);
    for (int s = 0; s < batch.length; s++) {
      assertThat(logits[s][0]).isEqualTo(13f * s + 1);
    }
    assertThat(load(projection(1)).liveWeights()).isEqualTo(5);
  }

  @Test
  void aBlockWithoutAProjectionAddsWhatItWasGiven() {
    TicketBytes ticket = times(new TicketBytes(1, 4, 0, 0).blocks(1, 1, 1), 2, 0);
    byte[] file = classes(times(ticket, 3, 0).step(SUM, 1, 0, 0));

    assertThat(load(file).predict(new float[] {5})).containsExactly(40, -40);
  }

  @Test
  void geluAndTanhAreWithinSomeUnitsOfTheirFormulas() {
    for (int kind : new int[] {GELU, TANH}) {
      byte[] file =
          classes(times(new TicketBytes(1, 3, 0, 0).blocks(1, 1, 1), 1, 0).step(kind, 0, 0, 0));
      Random random = new Random(1);
      for (int round = 0; round < 2000; round++) {
        float x = (float) (3 * random.nextGaussian());
        double expected = kind == TANH ? Math.tanh(x) : x * 0.5 * (1 + erf(x / Math.sqrt(2)));
        assertThat((double) load(file).predict(new float[] {x})[0])
            .isCloseTo(expected, within(2e-6));
      }
    }
  }

  /** The error function by its series, of which |x| below 9 leaves nothing to be added. */
  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 400; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return Math.abs(x) > 5 ? Math.signum(x) : 2 / Math.sqrt(Math.PI) * sum;
  }

  @Test
  void aPerceptronMayHaveThemToo() {
    byte[] file =
        new TicketBytes(2, 2, 0, 0)
            .blocks(1, 1, 2)
            .step(0, 0, 0, 0)
            .layer(2, 2, 1, 0, 255)
            .floats(0, 0)
            .floats(1, 1)
            .bytes(0b1001)
            .step(SUM, 1, 1, 0)
            .file();

    assertThat(load(file).predict(new float[] {3, -4})).containsExactly(6, 0);
  }

  private static void refused(String line, UnaryOperator<TicketBytes> steps) {
    TicketBytes begun = times(new TicketBytes(4, 3, 0, 0).blocks(2, 2, 1), 1, 0);
    assertThatThrownBy(() -> load(classes(steps.apply(begun))))
        .isInstanceOf(BadTicketException.class)
        .hasMessageContaining(line);
  }

  @Test
  void whatIsNotThereCannotBeRecalledOrAdded() {
    refused("values from 1 to 1, found 2", t -> t.step(RECALL, 2, 0, 0));
    refused("values from 1 to 1, found 0", t -> t.step(SUM, 0, 0, 0));
    refused("found 65535", t -> t.step(SUM, 65_535, 0, 0));
    refused("with a rectifier or none", t -> t.step(SUM, 1, 2, 0));
    refused("padding of convolutions alone", t -> t.step(SUM, 1, 0, 1));
    refused("without windows", t -> t.step(TANH, 1, 0, 0));
    refused("without windows", t -> t.step(RECALL, 1, 1, 0));
    refused("steps of kind 0 to 7, found 8", t -> t.step(8, 0, 0, 0));
    refused(
        "expected a sum of 1x1x1 with a rectifier or none, found one with 2x2x1",
        t -> t.step(2, 2, 1, 0).step(SUM, 1, 0, 0));
  }

  @Test
  void aLayerStandsFirstAndAStepLast() {
    TicketBytes first = new TicketBytes(4, 1, 0, 0).blocks(2, 2, 1).step(TANH, 0, 0, 0);
    assertThatThrownBy(() -> load(first.file())).hasMessageContaining("a layer with weights first");
    TicketBytes last =
        times(new TicketBytes(1, 2, 0, 0).blocks(1, 1, 1), 1, 0).step(RECALL, 1, 0, 0);
    assertThatThrownBy(() -> load(last.file()))
        .hasMessageContaining("an output for each of 2 classes");
  }

  @Test
  void olderVersionsHaveNoneOfThese() {
    TicketBytes ticket = times(new TicketBytes(1, 2, 0, 0).pictures(1, 1, 1), 1, 0);

    assertThatThrownBy(() -> load(ticket.step(TANH, 0, 0, 0).file()))
        .hasMessageContaining("steps of kind 0 to 3, found 5");
  }
}
