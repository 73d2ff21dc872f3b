package tombola.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;

/**
 * A convolution's weight gradient at one vector width; see {@link VectorWidths}: strips of six
 * filters by two channels of one tap, twelve accumulators, over places that follow one another. The
 * rows of a picture are taken in blocks that stay in the cache while all taps pass over them, and
 * the accumulators wait in memory meanwhile.
 */
final class PortableFilters implements FilterLoops {
  private static final VectorSpecies<Float> SPECIES = VectorWidths.species(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();
  private static final long BYTES = WIDTH * (long) Float.BYTES;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final long BLOCK = 256 << 10; // bytes of a picture's rows at a time

  PortableFilters() {}

  @Override
  public void add(
      Convolution shape,
      int panel,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment sums,
      int from,
      int to) {
    long row = shape.width() * Panels.bytes(shape.channels()) * shape.stride();
    int rows = (int) Math.max(1, BLOCK / row);
    for (int oy = 0; oy < shape.outHeight(); oy += rows) {
      int end = Math.min(oy + rows, shape.outHeight());
      for (int ky = 0; ky < shape.kernel(); ky++) {
        int firstY = Math.max(oy, shape.firstPlace(ky));
        int endY = Math.min(end, shape.endPlace(ky, shape.height()));
        for (int kx = 0; firstY < endY && kx < shape.kernel(); kx++) {
          addTap(shape, panel, dy, x, sums, from, to, ky, kx, firstY, endY);
        }
      }
    }
  }

  private static void addTap(
      Convolution shape,
      int panel,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment sums,
      int from,
      int to,
      int ky,
      int kx,
      int firstY,
      int endY) {
    int firstX = shape.firstPlace(kx);
    int places = shape.endPlace(kx, shape.width()) - firstX;
    if (places <= 0) {
      return;
    }
    int stride = shape.stride();
    int iy = firstY * stride + ky - shape.padding();
    int ix = firstX * stride + kx - shape.padding();
    long pixel = Panels.bytes(shape.channels());
    long place = Panels.bytes(shape.filters());
    long fromY =
        panel * Panels.bytes(shape.out())
            + ((long) firstY * shape.outWidth() + firstX) * place
            + from * Panels.LINE;
    long fromX = panel * Panels.bytes(shape.in()) + ((long) iy * shape.width() + ix) * pixel;
    long tap = ((long) ky * shape.kernel() + kx) * shape.channels();
    for (int c = 0; c < shape.channels(); c += 2) {
      int d = Math.min(c + 1, shape.channels() - 1);
      for (long lanes = 0; lanes < Panels.LINE; lanes += BYTES) {
        strip(
            endY - firstY,
            places,
            to - from - 1,
            dy,
            fromY + lanes,
            place,
            shape.outWidth() * place,
            x,
            fromX + c * Panels.LINE + lanes,
            fromX + d * Panels.LINE + lanes,
            stride * pixel,
            (long) stride * shape.width() * pixel,
            sums,
            (tap + c) * ROWS * Panels.LINE + lanes,
            (tap + d) * ROWS * Panels.LINE + lanes);
      }
    }
  }

  /**
   * Twelve sums over {@code rows} by {@code places} places. Of fewer than six filters the last,
   * number {@code last}, stands for those that are not there. No helper takes a sum as its
   * argument, as in {@link PortableProducts}.
   */
  private static void strip(
      int rows,
      int places,
      int last,
      MemorySegment dy,
      long dyFirst,
      long dyStep,
      long dyRow,
      MemorySegment x,
      long x0,
      long x1,
      long xStep,
      long xRow,
      MemorySegment sums,
      long sums0,
      long sums1) {
    MemorySegment ys = OffHeap.base(dy);
    MemorySegment xs = OffHeap.base(x);
    MemorySegment ss = OffHeap.base(sums);
    long c0 = OffHeap.at(sums, sums0) & OffHeap.RANGE;
    long c1 = OffHeap.at(sums, sums1) & OffHeap.RANGE;
    long r1 = Math.min(1, last) * Panels.LINE & OffHeap.RANGE;
    long r2 = Math.min(2, last) * Panels.LINE & OffHeap.RANGE;
    long r3 = Math.min(3, last) * Panels.LINE & OffHeap.RANGE;
    long r4 = Math.min(4, last) * Panels.LINE & OffHeap.RANGE;
    long r5 = Math.min(5, last) * Panels.LINE & OffHeap.RANGE;
    FloatVector s00 = vector(ss, c0);
    FloatVector s01 = vector(ss, c1);
    FloatVector s10 = vector(ss, c0 + Panels.LINE);
    FloatVector s11 = vector(ss, c1 + Panels.LINE);
    FloatVector s20 = vector(ss, c0 + 2 * Panels.LINE);
    FloatVector s21 = vector(ss, c1 + 2 * Panels.LINE);
    FloatVector s30 = vector(ss, c0 + 3 * Panels.LINE);
    FloatVector s31 = vector(ss, c1 + 3 * Panels.LINE);
    FloatVector s40 = vector(ss, c0 + 4 * Panels.LINE);
    FloatVector s41 = vector(ss, c1 + 4 * Panels.LINE);
    FloatVector s50 = vector(ss, c0 + 5 * Panels.LINE);
    FloatVector s51 = vector(ss, c1 + 5 * Panels.LINE);
    for (int r = 0; r < rows; r++) {
      long at = OffHeap.at(dy, dyFirst) + r * dyRow;
      long b0 = OffHeap.at(x, x0) + r * xRow;
      long b1 = OffHeap.at(x, x1) + r * xRow;
      for (int k = 0; k < places; k++) {
        FloatVector v0 = vector(xs, b0 & OffHeap.RANGE);
        FloatVector v1 = vector(xs, b1 & OffHeap.RANGE);
        long line = at & OffHeap.RANGE;
        FloatVector f0 = vector(ys, line);
        s00 = v0.fma(f0, s00);
        s01 = v1.fma(f0, s01);
        FloatVector f1 = vector(ys, line + r1);
        s10 = v0.fma(f1, s10);
        s11 = v1.fma(f1, s11);
        FloatVector f2 = vector(ys, line + r2);
        s20 = v0.fma(f2, s20);
        s21 = v1.fma(f2, s21);
        FloatVector f3 = vector(ys, line + r3);
        s30 = v0.fma(f3, s30);
        s31 = v1.fma(f3, s31);
        FloatVector f4 = vector(ys, line + r4);
        s40 = v0.fma(f4, s40);
        s41 = v1.fma(f4, s41);
        FloatVector f5 = vector(ys, line + r5);
        s50 = v0.fma(f5, s50);
        s51 = v1.fma(f5, s51);
        at += dyStep;
        b0 += xStep;
        b1 += xStep;
      }
    }
    s00.intoMemorySegment(ss, c0, ORDER);
    s01.intoMemorySegment(ss, c1, ORDER);
    s10.intoMemorySegment(ss, c0 + Panels.LINE, ORDER);
    s11.intoMemorySegment(ss, c1 + Panels.LINE, ORDER);
    s20.intoMemorySegment(ss, c0 + 2 * Panels.LINE, ORDER);
    s21.intoMemorySegment(ss, c1 + 2 * Panels.LINE, ORDER);
    s30.intoMemorySegment(ss, c0 + 3 * Panels.LINE, ORDER);
    s31.intoMemorySegment(ss, c1 + 3 * Panels.LINE, ORDER);
    s40.intoMemorySegment(ss, c0 + 4 * Panels.LINE, ORDER);
    s41.intoMemorySegment(ss, c1 + 4 * Panels.LINE, ORDER);
    s50.intoMemorySegment(ss, c0 + 5 * Panels.LINE, ORDER);
    s51.intoMemorySegment(ss, c1 + 5 * Panels.LINE, ORDER);
  }

  private static FloatVector vector(MemorySegment base, long place) {
    return FloatVector.fromMemorySegment(SPECIES, base, place, ORDER);
  }
}
