package tombola.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import tombola.math.RandomStream;
import tombola.math.Seed;

class ScalarConvolutionsTest {
  private final ScalarConvolutions kernels = new ScalarConvolutions();

  private static MemorySegment room(long floats) {
    return Arena.ofAuto().allocate(floats * Float.BYTES, Panels.LINE);
  }

  /** Returns panels of one sample, in lane 0, with {@code features}. */
  private static MemorySegment sample(float... features) {
    MemorySegment panel = room((long) features.length * Panels.LANES);
    for (int f = 0; f < features.length; f++) {
      panel.setAtIndex(Panels.FLOAT, (long) f * Panels.LANES, features[f]);
    }
    return panel;
  }

  private static float[] lane(MemorySegment panel, int lane, int features) {
    float[] values = new float[features];
    for (int f = 0; f < features; f++) {
      values[f] = panel.getAtIndex(Panels.FLOAT, (long) f * Panels.LANES + lane);
    }
    return values;
  }

  private static MemorySegment rows(Linear shape, float... values) {
    MemorySegment rows = room((long) shape.out() * shape.stride());
    for (int i = 0; i < values.length; i++) {
      long at = (long) i / shape.in() * shape.stride() + i % shape.in();
      rows.setAtIndex(Panels.FLOAT, at, values[i]);
    }
    return rows;
  }

  /** 2x2 pixels 1 2 / 3 4, one 3x3 filter of 1 to 9, padding 1. */
  private static final Convolution SMALL = new Convolution(2, 2, 1, 1, 3, 1, 1);

  private static final float[] NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

  @Test
  void aFilterLooksAtThePixelsAroundEachPlace() {
    MemorySegment y = room(4 * Panels.LANES);
    kernels.forward(
        SMALL, rows(SMALL.matrix(), NINE), sample(10), sample(1, 2, 3, 4), y, false, 0, 1);

    // the filter's middle 5 on the place itself: 10 + 5·1 + 6·2 + 8·3 + 9·4
    assertThat(lane(y, 0, 4)).containsExactly(87, 77, 57, 47);
    assertThat(lane(y, 1, 4)).containsExactly(10, 10, 10, 10); // a sample of zeros
  }

  @Test
  void theRectifierShutsWhatIsNotAboveZero() {
    MemorySegment y = room(4 * Panels.LANES);
    kernels.forward(
        SMALL, rows(SMALL.matrix(), NINE), sample(-67), sample(1, 2, 3, 4), y, true, 0, 1);

    assertThat(lane(y, 0, 4)).containsExactly(10, 0, 0, 0); // 87, 77, 57 and 47 less 77
  }

  @Test
  void aPixelsGradientComesFromThePlacesThatSeeIt() {
    MemorySegment dx = room(4 * Panels.LANES);
    MemorySegment dy = sample(1, 10, 100, 1000);
    MemorySegment x = sample(1, 1, -1, 1);
    kernels.inputGradient(SMALL, rows(SMALL.matrix(), NINE), dy, x, dx, 0, 1);

    // pixel (0, 0): place (0, 0) by the middle, (0, 1) by weight 4, (1, 0) by 2, (1, 1) by 1
    assertThat(lane(dx, 0, 4))
        .containsExactly(5 + 40 + 200 + 1000, 6 + 50 + 300 + 2000, 0, 9 + 80 + 600 + 5000);
  }

  @Test
  void aWeightsGradientIsTheSumOverPlacesAndSamples() {
    MemorySegment dw = room(SMALL.matrix().stride());
    MemorySegment x = sample(1, 2, 3, 4);
    MemorySegment dy = sample(1, 10, 100, 1000);
    x.setAtIndex(Panels.FLOAT, 5, 7f); // pixel (0, 0) of sample 5
    dy.setAtIndex(Panels.FLOAT, 5, 10000f);
    kernels.weightGradient(SMALL, dy, x, dw, 0, 1, 0, 1);

    float[] found = new float[9];
    MemorySegment.copy(dw, Panels.FLOAT, 0, found, 0, 9);
    assertThat(found)
        .containsExactly(
            1000, // (1, 1) sees (0, 0)
            100 + 2000,
            200,
            10 + 3000,
            1 + 20 + 300 + 4000 + 70000,
            2 + 400,
            30,
            3 + 40,
            4);
  }

  @Test
  void theGradientsOfPanelsAreAddedOneAfterTheOther() {
    RandomStream stream = new Seed(4).generator();
    MemorySegment x = room(3 * 4 * Panels.LANES);
    MemorySegment dy = room(3 * 4 * Panels.LANES);
    for (long i = 0; i < 3 * 4 * Panels.LANES; i++) {
      x.setAtIndex(Panels.FLOAT, i, (float) stream.nextDouble() - 0.5f);
      dy.setAtIndex(Panels.FLOAT, i, (float) stream.nextDouble() - 0.5f);
    }
    MemorySegment all = room(SMALL.matrix().stride());
    kernels.weightGradient(SMALL, dy, x, all, 0, 3, 0, 1);
    float[] sums = new float[9];
    for (int panel = 0; panel < 3; panel++) {
      MemorySegment one = room(SMALL.matrix().stride());
      kernels.weightGradient(SMALL, dy, x, one, panel, panel + 1, 0, 1);
      for (int i = 0; i < 9; i++) {
        sums[i] += one.getAtIndex(Panels.FLOAT, i);
      }
    }

    float[] found = new float[9];
    MemorySegment.copy(all, Panels.FLOAT, 0, found, 0, 9);
    assertThat(found).containsExactly(sums);
  }

  @Test
  void aStrideLeavesPlacesOut() {
    Convolution shape = new Convolution(3, 3, 1, 1, 1, 2, 0);
    MemorySegment y = room(4 * Panels.LANES);
    MemorySegment w = rows(shape.matrix(), 2);
    MemorySegment x = sample(1, 2, 3, 4, 5, 6, 7, 8, 9);
    kernels.forward(shape, w, sample(0), x, y, false, 0, 1);
    assertThat(lane(y, 0, 4)).containsExactly(2, 6, 14, 18);

    MemorySegment dx = room(9 * Panels.LANES);
    kernels.inputGradient(shape, w, sample(1, 10, 100, 1000), x, dx, 0, 1);
    assertThat(lane(dx, 0, 9)).containsExactly(2, 0, 20, 0, 0, 0, 200, 0, 2000);
  }

  /** The taps of a place, and the places and taps of a pixel, are those that brute force finds. */
  @Test
  void tapsAndPlacesAreThoseInsideThePicture() {
    for (int seed = 0; seed < 2000; seed++) {
      RandomStream stream = new Seed(seed).generator();
      int kernel = 1 + stream.nextInt(5);
      int padding = stream.nextInt(kernel);
      int stride = 1 + stream.nextInt(4);
      int length = Math.max(1, kernel - 2 * padding) + stream.nextInt(8);
      Convolution shape = new Convolution(length, length, 1, 1, kernel, stride, padding);
      int places = shape.outHeight();
      for (int place = 0; place < places; place++) {
        for (int tap = 0; tap < kernel; tap++) {
          int pixel = place * stride + tap - padding;
          boolean inside = pixel >= 0 && pixel < length;
          assertThat(tap >= shape.firstTap(place) && tap < shape.endTap(place, length))
              .isEqualTo(inside);
          assertThat(place >= shape.firstPlace(tap) && place < shape.endPlace(tap, length))
              .isEqualTo(inside);
        }
      }
      for (int pixel = 0; pixel < length; pixel++) {
        for (int tap = 0; tap < kernel; tap++) {
          int at = pixel + padding - tap;
          boolean seen = at >= 0 && at % stride == 0 && at / stride < places;
          int first = shape.firstTapOver(pixel, places);
          assertThat(tap >= first && tap < shape.endTapOver(pixel) && (tap - first) % stride == 0)
              .as("%s pixel %d tap %d", shape, pixel, tap)
              .isEqualTo(seen);
        }
      }
    }
  }
}
