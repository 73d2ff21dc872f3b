package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import tombola.kernel.Panels;
import tombola.math.RandomStream;
import tombola.math.Seed;

class SoftmaxLossTest {

  private static MemorySegment panels(int classes, int panels, float... samples) {
    MemorySegment segment = Arena.ofAuto().allocate(panels * Panels.bytes(classes), Panels.LINE);
    for (int i = 0; i < samples.length; i++) {
      set(segment, classes, i / classes, i % classes, samples[i]);
    }
    return segment;
  }

  private static long place(int classes, int sample, int c) {
    return sample / 16 * Panels.bytes(classes) + c * Panels.LINE + sample % 16 * 4L;
  }

  private static void set(MemorySegment segment, int classes, int sample, int c, float value) {
    segment.set(Panels.FLOAT, place(classes, sample, c), value);
  }

  private static float get(MemorySegment segment, int classes, int sample, int c) {
    return segment.get(Panels.FLOAT, place(classes, sample, c));
  }

  @Test
  void equalLogitsShareTheProbability() {
    MemorySegment logits = panels(4, 1, 3, 3, 3, 3);
    MemorySegment gradient = panels(4, 1);
    SoftmaxLoss loss = new SoftmaxLoss(4, 1);
    loss.labels[0] = 2;

    loss.gradient(logits, gradient, 1, 0, 16);

    assertThat(loss.addTo(0, 1)).isCloseTo(Math.log(4), within(1e-12));
    assertThat(get(gradient, 4, 0, 1)).isEqualTo(0.25f);
    assertThat(get(gradient, 4, 0, 2)).isEqualTo(-0.75f);
    assertThat(loss.predicted[0]).isZero(); // ties to the lower class
  }

  @Test
  void theGreatestLogitIsPredictedTheLowerOfTwo() {
    SoftmaxLoss loss = new SoftmaxLoss(3, 1);
    loss.evaluate(panels(3, 1, 1, 2, 3, 5, -1, 5, -3, -2, -2, 0, 1, -7), 0, 4);

    assertThat(loss.predicted).startsWith(2, 0, 1, 1);
  }

  @Test
  void lossesAndGradientsAreThoseOfDoublePrecision() {
    RandomStream stream = new Seed(5).generator();
    for (int classes : new int[] {2, 3, 10, 17}) {
      int batch = 21;
      MemorySegment logits = panels(classes, 2);
      MemorySegment gradient = panels(classes, 2);
      SoftmaxLoss loss = new SoftmaxLoss(classes, 2);
      double expected = 0;
      for (int s = 0; s < batch; s++) {
        loss.labels[s] = s % classes;
        for (int c = 0; c < classes; c++) {
          set(logits, classes, s, c, (float) (5 * stream.nextGaussian()));
        }
      }

      loss.gradient(logits, gradient, batch, 0, 32);

      for (int s = 0; s < batch; s++) {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
          sum += Math.exp(get(logits, classes, s, c));
        }
        expected += Math.log(sum) - get(logits, classes, s, s % classes);
        for (int c = 0; c < classes; c++) {
          double p = Math.exp(get(logits, classes, s, c)) / sum;
          double wanted = (p - (c == s % classes ? 1 : 0)) / batch;
          assertThat((double) get(gradient, classes, s, c)).isCloseTo(wanted, within(1e-7));
        }
      }
      assertThat(loss.addTo(0, batch)).isCloseTo(expected, within(1e-5));
      assertThat(loss.addTo(2, batch)).isCloseTo(2 + expected, within(1e-5));
    }
  }

  @Test
  void paddingSamplesGetPlusZero() {
    MemorySegment logits = panels(3, 2);
    MemorySegment gradient = panels(3, 2);
    for (int s = 0; s < 32; s++) {
      for (int c = 0; c < 3; c++) {
        set(logits, 3, s, c, s + c);
        set(gradient, 3, s, c, -9);
      }
    }

    new SoftmaxLoss(3, 2).gradient(logits, gradient, 18, 16, 32);

    for (int s = 0; s < 32; s++) {
      for (int c = 0; c < 3; c++) {
        float found = get(gradient, 3, s, c);
        if (s < 16) {
          assertThat(found).isEqualTo(-9); // not in the range
        } else if (s < 18) {
          assertThat(found).isNotZero();
        } else {
          assertThat(Float.floatToRawIntBits(found)).isZero();
        }
      }
    }
  }

  @Test
  void largeLogitsOverflowNothing() {
    SoftmaxLoss loss = new SoftmaxLoss(2, 1);
    MemorySegment gradient = panels(2, 1);
    loss.labels[1] = 1;

    loss.gradient(panels(2, 1, 1e30f, -1e30f, 1000, 0), gradient, 2, 0, 16);

    assertThat(loss.addTo(0, 1)).isZero();
    assertThat(loss.addTo(0, 2)).isEqualTo(1000);
    assertThat(Float.floatToRawIntBits(get(gradient, 2, 0, 0))).isZero();
    assertThat(get(gradient, 2, 1, 0)).isEqualTo(0.5f);
    assertThat(get(gradient, 2, 1, 1)).isEqualTo(-0.5f);
  }

  @Test
  void logitsThatAreNotNumbersGiveALossThatIsNone() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      for (int c = 0; c < 3; c++) {
        float[] logits = {1, 2, 3};
        logits[c] = bad;
        SoftmaxLoss loss = new SoftmaxLoss(3, 1);
        loss.evaluate(panels(3, 1, logits), 0, 1);
        assertThat(loss.addTo(0, 1)).isNaN();
      }
    }
  }
}
