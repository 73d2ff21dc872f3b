package tombola.kernels.generated;

import java.util.ArrayList;
import java.util.List;
import tombola.kernel.Convolution;

/**
 * Rows or columns of what a convolution gives, or of its input gradient, that the same taps reach:
 * {@code pixels} of them from {@code pixel} on, one or a stride apart.
 *
 * @param tap the first that reaches them
 * @param taps how many do
 * @param source the row or column of the source that the first tap meets at the first of them
 */
record Stretch(int pixel, int pixels, int tap, int taps, int source) {

  /** Returns the stretches of a product forward, along an axis of {@code length} inputs. */
  static List<Stretch> forward(Convolution shape, int length, int places) {
    List<Stretch> all = new ArrayList<>();
    for (int place = 0; place < places; place++) {
      int tap = shape.firstTap(place);
      int taps = Math.max(0, shape.endTap(place, length) - tap);
      add(all, place, 1, tap, taps, place * shape.stride() + tap - shape.padding());
    }
    return all;
  }

  /** Returns the stretches of an input gradient, along an axis of {@code length} inputs. */
  static List<Stretch> backward(Convolution shape, int length, int places) {
    List<Stretch> all = new ArrayList<>();
    int stride = shape.stride();
    for (int phase = 0; phase < stride; phase++) {
      for (int pixel = phase; pixel < length; pixel += stride) {
        int tap = shape.firstTapOver(pixel, places);
        int taps = Math.max(0, (shape.endTapOver(pixel) - tap + stride - 1) / stride);
        add(all, pixel, stride, tap, taps, (pixel + shape.padding() - tap) / stride);
      }
    }
    return all;
  }

  /** Adds a pixel to the last stretch if it goes on there. */
  private static void add(List<Stretch> all, int pixel, int step, int tap, int taps, int source) {
    if (!all.isEmpty()) {
      Stretch last = all.getLast();
      boolean next = pixel == last.pixel + last.pixels * step;
      if (next && tap == last.tap && taps == last.taps) {
        all.set(all.size() - 1, new Stretch(last.pixel, last.pixels + 1, tap, taps, last.source));
        return;
      }
    }
    all.add(new Stretch(pixel, 1, tap, taps, source));
  }
}
