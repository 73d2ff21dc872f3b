package tombola.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.Panels;
import tombola.kernel.Pooling;
import tombola.kernel.Pools;

/**
 * Pooling at one vector width; see {@link VectorWidths}. Channels of a pixel follow one another, so
 * that a window's work is the same for every vector of a pixel. Windows of two by two that touch,
 * which nearly all networks have, go by themselves: each value is read once and written once.
 */
final class PortablePools implements Pools {
  private static final VectorSpecies<Float> SPECIES = VectorWidths.species(MethodHandles.lookup());
  private static final long BYTES = SPECIES.length() * (long) Float.BYTES;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  PortablePools() {}

  @Override
  public void max(Pooling shape, MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    if (isByTwo(shape)) {
      maxByTwo(shape, x, y, fromPanel, toPanel);
      return;
    }
    MemorySegment xs = OffHeap.base(x);
    MemorySegment ys = OffHeap.base(y);
    long pixel = Panels.bytes(shape.channels());
    int places = shape.outHeight() * shape.outWidth();
    for (long place = (long) fromPanel * places; place < (long) toPanel * places; place++) {
      long from = OffHeap.at(x, window(shape, place, places));
      long to = OffHeap.at(y, place * pixel);
      for (long j = 0; j < pixel; j += BYTES) {
        FloatVector most = vector(xs, from + j);
        for (int k = 1; k < shape.size() * shape.size(); k++) {
          FloatVector other = vector(xs, from + j + inWindow(shape, k, pixel));
          most = most.blend(other, other.compare(VectorOperators.GT, most));
        }
        most.intoMemorySegment(ys, to + j & OffHeap.RANGE, ORDER);
      }
    }
  }

  private static boolean isByTwo(Pooling shape) {
    return shape.size() == 2 && shape.stride() == 2;
  }

  private static void maxByTwo(
      Pooling shape, MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    MemorySegment xs = OffHeap.base(x);
    MemorySegment ys = OffHeap.base(y);
    long pixel = Panels.bytes(shape.channels());
    long row = shape.width() * pixel;
    int places = shape.outHeight() * shape.outWidth();
    for (long place = (long) fromPanel * places; place < (long) toPanel * places; place++) {
      long a = OffHeap.at(x, window(shape, place, places));
      long to = OffHeap.at(y, place * pixel);
      for (long j = 0; j < pixel; j += BYTES) {
        FloatVector most = vector(xs, a + j);
        FloatVector next = vector(xs, a + pixel + j);
        most = most.blend(next, next.compare(VectorOperators.GT, most));
        next = vector(xs, a + row + j);
        most = most.blend(next, next.compare(VectorOperators.GT, most));
        next = vector(xs, a + row + pixel + j);
        most = most.blend(next, next.compare(VectorOperators.GT, most));
        most.intoMemorySegment(ys, to + j & OffHeap.RANGE, ORDER);
      }
    }
  }

  @Override
  public void maxGradient(
      Pooling shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int fromPanel,
      int toPanel) {
    if (isByTwo(shape)) {
      maxGradientByTwo(shape, dy, x, dx, fromPanel, toPanel);
      return;
    }
    clear(dx, fromPanel * Panels.bytes(shape.in()), toPanel * Panels.bytes(shape.in()));
    long pixel = Panels.bytes(shape.channels());
    int places = shape.outHeight() * shape.outWidth();
    for (long place = (long) fromPanel * places; place < (long) toPanel * places; place++) {
      long window = window(shape, place, places);
      for (long j = 0; j < pixel; j += BYTES) {
        toFirst(shape, dy, place * pixel + j, x, dx, window + j, pixel);
      }
    }
  }

  private static void maxGradientByTwo(
      Pooling shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int fromPanel,
      int toPanel) {
    long pixel = Panels.bytes(shape.channels());
    long row = shape.width() * pixel;
    long rows = 2L * shape.outHeight();
    long covered = 2L * shape.outWidth() * pixel;
    int places = shape.outHeight() * shape.outWidth();
    for (int p = fromPanel; p < toPanel; p++) {
      long panel = p * Panels.bytes(shape.in());
      for (long place = (long) p * places; place < (p + 1L) * places; place++) {
        long window = window(shape, place, places);
        toOneOfFour(pixel, row, dy, place * pixel, x, dx, window);
      }
      for (long iy = 0; iy < rows; iy++) { // a column that no window has
        clear(dx, panel + iy * row + covered, panel + (iy + 1) * row);
      }
      clear(dx, panel + rows * row, panel + shape.height() * row);
    }
  }

  /** All channels of a window: {@code dy} goes where the value is that no later one exceeds. */
  private static void toOneOfFour(
      long pixel,
      long row,
      MemorySegment dy,
      long from,
      MemorySegment x,
      MemorySegment dx,
      long window) {
    MemorySegment ds = OffHeap.base(dy);
    MemorySegment xs = OffHeap.base(x);
    MemorySegment all = OffHeap.base(dx);
    long d = OffHeap.at(dy, from);
    long a = OffHeap.at(x, window);
    long b = OffHeap.at(dx, window);
    FloatVector zero = FloatVector.zero(SPECIES);
    for (long j = 0; j < pixel; j += BYTES) {
      FloatVector most = vector(xs, a + j);
      FloatVector next = vector(xs, a + pixel + j);
      VectorMask<Float> second = next.compare(VectorOperators.GT, most);
      most = most.blend(next, second);
      next = vector(xs, a + row + j);
      VectorMask<Float> third = next.compare(VectorOperators.GT, most);
      most = most.blend(next, third);
      next = vector(xs, a + row + pixel + j);
      VectorMask<Float> fourth = next.compare(VectorOperators.GT, most);
      FloatVector rest = vector(ds, d + j).add(0f);
      zero.blend(rest, fourth).intoMemorySegment(all, b + row + pixel + j & OffHeap.RANGE, ORDER);
      rest = rest.blend(zero, fourth);
      zero.blend(rest, third).intoMemorySegment(all, b + row + j & OffHeap.RANGE, ORDER);
      rest = rest.blend(zero, third);
      zero.blend(rest, second).intoMemorySegment(all, b + pixel + j & OffHeap.RANGE, ORDER);
      rest.blend(zero, second).intoMemorySegment(all, b + j & OffHeap.RANGE, ORDER);
    }
  }

  /** Adds {@code dy} where the greatest value of the window at {@code window} stands. */
  private static void toFirst(
      Pooling shape,
      MemorySegment dy,
      long from,
      MemorySegment x,
      MemorySegment dx,
      long window,
      long pixel) {
    FloatVector d = vector(OffHeap.base(dy), OffHeap.at(dy, from));
    MemorySegment xs = OffHeap.base(x);
    MemorySegment all = OffHeap.base(dx);
    FloatVector most = vector(xs, OffHeap.at(x, window));
    FloatVector number = FloatVector.zero(SPECIES); // in the window; 0 to size² - 1, exact
    for (int k = 1; k < shape.size() * shape.size(); k++) {
      FloatVector other = vector(xs, OffHeap.at(x, window + inWindow(shape, k, pixel)));
      VectorMask<Float> greater = other.compare(VectorOperators.GT, most);
      most = most.blend(other, greater);
      number = number.blend((float) k, greater);
    }
    for (int k = 0; k < shape.size() * shape.size(); k++) {
      long to = OffHeap.at(dx, window + inWindow(shape, k, pixel));
      VectorMask<Float> here = number.compare(VectorOperators.EQ, (float) k);
      FloatVector sum = vector(all, to);
      sum.blend(sum.add(d), here).intoMemorySegment(all, to & OffHeap.RANGE, ORDER);
    }
  }

  @Override
  public void average(Pooling shape, MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    MemorySegment xs = OffHeap.base(x);
    MemorySegment ys = OffHeap.base(y);
    long pixel = Panels.bytes(shape.channels());
    float share = shape.share();
    int places = shape.outHeight() * shape.outWidth();
    for (long place = (long) fromPanel * places; place < (long) toPanel * places; place++) {
      long from = OffHeap.at(x, window(shape, place, places));
      long to = OffHeap.at(y, place * pixel);
      for (long j = 0; j < pixel; j += BYTES) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int k = 0; k < shape.size() * shape.size(); k++) {
          sum = sum.add(vector(xs, from + j + inWindow(shape, k, pixel)));
        }
        sum.mul(share).add(0f).intoMemorySegment(ys, to + j & OffHeap.RANGE, ORDER);
      }
    }
  }

  @Override
  public void averageGradient(
      Pooling shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int fromPanel,
      int toPanel) {
    long first = fromPanel * Panels.bytes(shape.in());
    long end = toPanel * Panels.bytes(shape.in());
    clear(dx, first, end);
    MemorySegment ds = OffHeap.base(dy);
    MemorySegment all = OffHeap.base(dx);
    long pixel = Panels.bytes(shape.channels());
    int places = shape.outHeight() * shape.outWidth();
    for (long place = (long) fromPanel * places; place < (long) toPanel * places; place++) {
      long to = OffHeap.at(dx, window(shape, place, places));
      long from = OffHeap.at(dy, place * pixel);
      for (int k = 0; k < shape.size() * shape.size(); k++) {
        long at = to + inWindow(shape, k, pixel);
        for (long j = 0; j < pixel; j += BYTES) {
          FloatVector sum = vector(all, at + j).add(vector(ds, from + j));
          sum.intoMemorySegment(all, at + j & OffHeap.RANGE, ORDER);
        }
      }
    }
    share(shape.share(), x, dx, first, end);
  }

  /** Multiplies {@code dx} by {@code share}, and clears it where {@code x} is at or below 0. */
  private static void share(float share, MemorySegment x, MemorySegment dx, long from, long to) {
    MemorySegment xs = OffHeap.base(x);
    MemorySegment all = OffHeap.base(dx);
    long fromX = OffHeap.at(x, 0);
    long fromDx = OffHeap.at(dx, 0);
    for (long at = from; at < to; at += BYTES) {
      VectorMask<Float> shut = vector(xs, fromX + at).compare(VectorOperators.LE, 0f);
      FloatVector scaled = vector(all, fromDx + at).mul(share).add(0f);
      scaled.blend(0f, shut).intoMemorySegment(all, fromDx + at & OffHeap.RANGE, ORDER);
    }
  }

  private static void clear(MemorySegment values, long from, long to) {
    MemorySegment all = OffHeap.base(values);
    long first = OffHeap.at(values, 0);
    for (long at = from; at < to; at += BYTES) {
      FloatVector.zero(SPECIES).intoMemorySegment(all, first + at & OffHeap.RANGE, ORDER);
    }
  }

  /** Returns where the window of place {@code place} begins, of {@code places} a panel. */
  private static long window(Pooling shape, long place, int places) {
    int inPanel = (int) (place % places);
    long iy = (long) inPanel / shape.outWidth() * shape.stride();
    long ix = (long) inPanel % shape.outWidth() * shape.stride();
    return place / places * Panels.bytes(shape.in())
        + (iy * shape.width() + ix) * Panels.bytes(shape.channels());
  }

  private static long inWindow(Pooling shape, int k, long pixel) {
    return ((long) k / shape.size() * shape.width() + k % shape.size()) * pixel;
  }

  private static FloatVector vector(MemorySegment base, long place) {
    return FloatVector.fromMemorySegment(SPECIES, base, place & OffHeap.RANGE, ORDER);
  }
}
