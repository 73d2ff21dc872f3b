package tombola.kernels.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.kernel.Convolution;
import tombola.kernels.Numbers;

/** Stretches hold every pixel once, and with it the taps that reach it. */
class StretchTest {
  private static Convolution along(int length, int kernel, int stride, int padding) {
    return new Convolution(length, length, 1, 1, kernel, stride, padding);
  }

  @Test
  void aRowOfFivePixelsUnderThreeTapsHasTwoEdges() {
    assertThat(Stretch.forward(along(5, 3, 1, 1), 5, 5))
        .containsExactly(
            new Stretch(0, 1, 1, 2, 0), new Stretch(1, 3, 0, 3, 0), new Stretch(4, 1, 0, 2, 3));
  }

  @Test
  void withAStrideOfTwoEveryOtherPixelIsReachedByOneTap() {
    // places 0, 1 and 2 see pixels 0-2, 2-4 and 4-6: tap 1 alone reaches 1, 3 and 5
    assertThat(Stretch.backward(along(7, 3, 2, 0), 7, 3))
        .containsExactly(
            new Stretch(0, 1, 0, 1, 0),
            new Stretch(2, 2, 0, 2, 1),
            new Stretch(6, 1, 2, 1, 2),
            new Stretch(1, 3, 1, 1, 0));
  }

  @Test
  void aPixelBetweenTheStepsOfASmallFilterIsReachedByNone() {
    assertThat(Stretch.backward(along(4, 1, 2, 0), 4, 2))
        .containsExactly(new Stretch(0, 2, 0, 1, 0), new Stretch(1, 2, 1, 0, 0));
  }

  @Test
  void everyTapOfEveryPlaceIsInBothDirectionsOnce() {
    for (int round = 0; round < 300; round++) {
      Numbers numbers = new Numbers(round, false);
      int kernel = 1 + numbers.below(5);
      int padding = numbers.below(kernel);
      int stride = 1 + numbers.below(3);
      int length = Math.max(1, kernel - 2 * padding) + numbers.below(9);
      Convolution shape = along(length, kernel, stride, padding);
      int places = shape.outWidth();
      int[][] forward = new int[places][length]; // by place and pixel: the tap that joins them, + 1
      for (Stretch all : Stretch.forward(shape, length, places)) {
        for (int i = 0; i < all.pixels(); i++) {
          for (int t = 0; t < all.taps(); t++) {
            forward[all.pixel() + i][all.source() + i * stride + t] += all.tap() + t + 1;
          }
        }
      }
      int[][] backward = new int[places][length];
      int pixels = 0;
      List<Stretch> stretches = Stretch.backward(shape, length, places);
      for (Stretch all : stretches) {
        pixels += all.pixels();
        for (int i = 0; i < all.pixels(); i++) {
          for (int t = 0; t < all.taps(); t++) {
            int pixel = all.pixel() + i * stride;
            backward[all.source() + i - t][pixel] += all.tap() + t * stride + 1;
          }
        }
      }

      assertThat(pixels).isEqualTo(length);
      assertThat(backward).as("%s %s", shape, stretches).isDeepEqualTo(forward);
    }
  }
}
