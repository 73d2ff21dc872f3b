package tombola.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class ScalarNormsTest {
  private static final Norm PAIR = new Norm(2, 2, 2); // two pixels, two channels, two samples
  private static final MemorySegment NONE = MemorySegment.NULL;
  private static final float[][] X = {{1, 10, 3, 10}, {5, 10, 7, 10}}; // by sample: pixel, channel

  private final ScalarNorms kernels = new ScalarNorms();

  /** Returns a panel of the samples, and something else where no sample is. */
  private static MemorySegment panel(float[]... samples) {
    MemorySegment panel = Arena.ofAuto().allocate(Panels.bytes(samples[0].length), Panels.LINE);
    for (int f = 0; f < samples[0].length; f++) {
      for (int l = 0; l < Panels.LANES; l++) {
        float value = l < samples.length ? samples[l][f] : 99;
        panel.setAtIndex(Panels.FLOAT, (long) f * Panels.LANES + l, value);
      }
    }
    return panel;
  }

  private static MemorySegment values(float... values) {
    return Arena.ofAuto().allocateFrom(Panels.FLOAT, values);
  }

  private static float[] floats(MemorySegment values) {
    return values.toArray(Panels.FLOAT);
  }

  private static float[] sample(MemorySegment panel, int sample, int features) {
    float[] values = new float[features];
    for (int f = 0; f < features; f++) {
      values[f] = panel.getAtIndex(Panels.FLOAT, (long) f * Panels.LANES + sample);
    }
    return values;
  }

  @Test
  void momentsAreThoseOfTheSamplesAlone() {
    MemorySegment mean = values(0, 0);
    MemorySegment squares = values(0, 0);
    kernels.moments(PAIR, panel(X), mean, squares, 0, 1);

    assertThat(floats(mean)).containsExactly(4, 10);
    assertThat(floats(squares)).containsExactly(20, 0); // of 1, 3, 5, 7
  }

  @Test
  void aValueIsMovedStretchedAndRectified() {
    MemorySegment y = panel(new float[4], new float[4]);
    kernels.normalise(
        PAIR, values(4, 10), values(2, 3), values(1, -1), panel(X), NONE, y, false, 0, 1);
    assertThat(sample(y, 0, 4)).containsExactly(-5, -1, -1, -1);
    assertThat(sample(y, 1, 4)).containsExactly(3, -1, 7, -1);

    kernels.normalise(
        PAIR, values(4, 10), values(2, 3), values(1, -1), panel(X), NONE, y, true, 0, 1);
    assertThat(sample(y, 0, 4)).containsExactly(0, 0, 0, 0);
    assertThat(sample(y, 1, 4)).containsExactly(3, 0, 7, 0);
  }

  @Test
  void whatAnotherPathGivesIsAddedBeforeTheRectifier() {
    MemorySegment y = panel(new float[4], new float[4]);
    MemorySegment other = panel(new float[] {6, 0, -1, 2}, new float[] {-4, 1, 0, 1});
    kernels.normalise(
        PAIR, values(4, 10), values(2, 3), values(1, -1), panel(X), other, y, true, 0, 1);
    assertThat(sample(y, 0, 4)).containsExactly(1, 0, 0, 1); // of -5, -1, -1, -1
    assertThat(sample(y, 1, 4)).containsExactly(0, 0, 7, 0); // of 3, -1, 7, -1
  }

  @Test
  void gradientsAreSummedOverTheSamplesAlone() {
    MemorySegment sum = values(0, 0);
    MemorySegment product = values(0, 0);
    MemorySegment dy = panel(new float[] {1, 2, 3, 4}, new float[] {5, 6, 7, 8});
    kernels.gradientSums(PAIR, dy, panel(X), values(4, 10), sum, product, 0, 1);

    assertThat(floats(sum)).containsExactly(16, 20);
    assertThat(floats(product)).containsExactly(-3 - 3 + 5 + 21, 0);
  }

  @Test
  void paddingSamplesHaveNoGradientAndAShutRectifierPassesNone() {
    MemorySegment dy = panel(new float[] {1, 2, 3, 4}, new float[] {5, 6, 7, 8});
    MemorySegment x = panel(new float[] {1, 10, -3, 0}, X[1]);
    MemorySegment dx = panel(new float[4]);
    kernels.inputGradient(
        PAIR, values(4, 10), values(2, 1), values(1, 0), values(0.5f, 0), dy, x, dx, false, 0, 1);
    assertThat(sample(dx, 0, 4)).containsExactly(2 * (0 - 1.5f), 2, 2 * (2 - 3.5f), 4);
    for (int padding = 2; padding < Panels.LANES; padding++) {
      assertThat(sample(dx, padding, 4)).containsOnly(0);
    }

    kernels.inputGradient(
        PAIR, values(4, 10), values(2, 1), values(1, 0), values(0.5f, 0), dy, x, dx, true, 0, 1);
    assertThat(sample(dx, 0, 4)).containsExactly(-3, 2, 0, 0);
  }

  @Test
  void pathsAreAddedAndWhatTheyBringBackToo() {
    ScalarSums sums = new ScalarSums();
    MemorySegment y = panel(new float[2]);
    sums.add(2, panel(new float[] {1, -5}), panel(new float[] {2, 3}), y, true, 0, 1);
    assertThat(sample(y, 0, 2)).containsExactly(3, 0);
    sums.add(2, panel(new float[] {1, -5}), panel(new float[] {2, 3}), y, false, 0, 1);
    assertThat(sample(y, 0, 2)).containsExactly(3, -2);

    MemorySegment gate = panel(new float[] {1, 0});
    sums.back(2, panel(new float[] {7, 8}), gate, y, true, true, 0, 1);
    assertThat(sample(y, 0, 2)).containsExactly(10, -2);
    sums.back(2, panel(new float[] {7, 8}), gate, y, false, false, 0, 1);
    assertThat(sample(y, 0, 2)).containsExactly(7, 8);
  }
}
