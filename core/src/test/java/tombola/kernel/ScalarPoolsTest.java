package tombola.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class ScalarPoolsTest {
  private static final Pooling PAIRS = new Pooling(3, 4, 1, 2, 2); // the third row is left over
  private static final float[] PIXELS = {1, 5, 2, 2, 5, 3, 0, 2, 9, 9, 9, 9};

  private final ScalarPools kernels = new ScalarPools();

  private static MemorySegment sample(float... features) {
    MemorySegment panel = Arena.ofAuto().allocate(Panels.bytes(features.length), Panels.LINE);
    for (int f = 0; f < features.length; f++) {
      panel.setAtIndex(Panels.FLOAT, (long) f * Panels.LANES + 3, features[f]);
    }
    return panel;
  }

  private static float[] of(MemorySegment panel, int features) {
    float[] values = new float[features];
    for (int f = 0; f < features; f++) {
      values[f] = panel.getAtIndex(Panels.FLOAT, (long) f * Panels.LANES + 3);
    }
    return values;
  }

  @Test
  void theGreatestValueOfAWindowRemains() {
    MemorySegment y = sample(0, 0);
    kernels.max(PAIRS, sample(PIXELS), y, 0, 1);
    assertThat(of(y, 2)).containsExactly(5, 2);
  }

  @Test
  void ofEqualValuesTheFirstGetsTheGradient() {
    MemorySegment dx = sample(new float[12]);
    kernels.maxGradient(PAIRS, sample(7, 8), sample(PIXELS), dx, 0, 1);
    assertThat(of(dx, 12)).containsExactly(0, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void windowsThatOverlapAddTheirGradients() {
    Pooling shape = new Pooling(2, 3, 1, 2, 1);
    MemorySegment dx = sample(new float[6]);
    kernels.maxGradient(shape, sample(7, 8), sample(0, 5, 1, 2, 3, 4), dx, 0, 1);
    assertThat(of(dx, 6)).containsExactly(0, 15, 0, 0, 0, 0);
  }

  @Test
  void theMeanOfAWindowRemains() {
    MemorySegment y = sample(0, 0);
    kernels.average(PAIRS, sample(PIXELS), y, 0, 1);
    assertThat(of(y, 2)).containsExactly(3.5f, 1.5f);
  }

  @Test
  void theGradientOfAMeanIsSharedAmongOpenPixels() {
    MemorySegment dx = sample(new float[12]);
    kernels.averageGradient(PAIRS, sample(4, 8), sample(PIXELS), dx, 0, 1);
    assertThat(of(dx, 12)).containsExactly(1, 1, 2, 2, 1, 1, 0, 2, 0, 0, 0, 0); // 0 was shut
  }

  @Test
  void channelsDoNotMeet() {
    Pooling shape = new Pooling(1, 1, 2, 1, 1);
    MemorySegment y = sample(0, 0);
    kernels.max(shape, sample(3, -4), y, 0, 1);
    assertThat(of(y, 2)).containsExactly(3, -4);
  }
}
