package tombola.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;

/**
 * A convolution forward and to its inputs at one vector width; see {@link VectorWidths}.
 *
 * <p>Both are strips of six filters or four channels by two vectors of samples, at one pixel:
 * twelve accumulators or eight. At an edge a strip steps back over what is done and writes the same
 * values again. Rows of the picture go before strips, so that the pixels around a row stay in the
 * cache while all filters pass over them.
 */
final class PortablePlaces implements PlaceLoops {
  private static final VectorSpecies<Float> SPECIES = VectorWidths.species(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();
  private static final long BYTES = WIDTH * (long) Float.BYTES;
  private static final int ROWS = 6;
  private static final int CHANNELS = 4; // with more, sums do not stay in registers between taps
  private static final int VECTORS = Panels.LANES / WIDTH; // in a line of a panel
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final MemorySegment ZERO = Arena.global().allocate(Panels.LINE, Panels.LINE);

  PortablePlaces() {}

  @Override
  public void forward(
      Convolution shape,
      MemorySegment w,
      MemorySegment bias,
      MemorySegment x,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel) {
    int to = toPanel * VECTORS;
    for (int v = fromPanel * VECTORS; v < to; v += 2) {
      int u = Math.min(v + 1, to - 1);
      for (int oy = 0; oy < shape.outHeight(); oy++) {
        for (int o = 0; o < shape.filters(); o += ROWS) {
          forwardRow(shape, w, bias, x, y, relu, v, u, oy, Math.min(o, shape.filters() - ROWS));
        }
      }
    }
  }

  /** Six filters at the places of row {@code oy}. */
  private static void forwardRow(
      Convolution shape,
      MemorySegment w,
      MemorySegment bias,
      MemorySegment x,
      MemorySegment y,
      boolean relu,
      int v,
      int u,
      int oy,
      int filter) {
    long in = Panels.bytes(shape.in());
    long out = Panels.bytes(shape.out());
    long pixel = Panels.bytes(shape.channels());
    int firstY = shape.firstTap(oy);
    int runs = shape.endTap(oy, shape.height()) - firstY;
    int iy = oy * shape.stride() + firstY - shape.padding();
    for (int ox = 0; ox < shape.outWidth(); ox++) {
      int firstX = shape.firstTap(ox);
      int taps = shape.endTap(ox, shape.width()) - firstX;
      int ix = ox * shape.stride() + firstX - shape.padding();
      long from = ((long) iy * shape.width() + ix) * pixel;
      long to = ((long) oy * shape.outWidth() + ox) * shape.filters() * Panels.LINE;
      to += filter * Panels.LINE;
      long tap = ((long) firstY * shape.kernel() + firstX) * shape.channels() * Float.BYTES;
      forwardStrip(
          runs,
          taps * shape.channels(),
          w,
          filter * shape.rowBytes() + tap,
          shape.rowBytes(),
          (long) shape.kernel() * shape.channels() * Float.BYTES,
          bias,
          4L * filter,
          x,
          v / VECTORS * in + v % VECTORS * BYTES + from,
          u / VECTORS * in + u % VECTORS * BYTES + from,
          shape.width() * pixel,
          y,
          v / VECTORS * out + v % VECTORS * BYTES + to,
          u / VECTORS * out + u % VECTORS * BYTES + to,
          relu);
    }
  }

  /**
   * Six filters, two vectors, at one place: {@code runs} rows of the filter, in each {@code depth}
   * weights and lines that follow one another. No helper takes a sum as its argument, as in {@link
   * PortableProducts}.
   */
  private static void forwardStrip(
      int runs,
      int depth,
      MemorySegment w,
      long wFirst,
      long wRow,
      long wRun,
      MemorySegment bias,
      long biasFirst,
      MemorySegment x,
      long x0,
      long x1,
      long xRun,
      MemorySegment y,
      long y0,
      long y1,
      boolean relu) {
    MemorySegment ws = OffHeap.base(w);
    MemorySegment xs = OffHeap.base(x);
    MemorySegment ys = OffHeap.base(y);
    MemorySegment bs = OffHeap.base(bias);
    long b = OffHeap.at(bias, biasFirst) & OffHeap.RANGE;
    long next = wRow & OffHeap.RANGE;
    long fromW = OffHeap.at(w, wFirst);
    long from0 = OffHeap.at(x, x0);
    long from1 = OffHeap.at(x, x1);
    FloatVector s00 = broadcast(bs, b);
    FloatVector s01 = s00;
    FloatVector s10 = broadcast(bs, b + 4);
    FloatVector s11 = s10;
    FloatVector s20 = broadcast(bs, b + 8);
    FloatVector s21 = s20;
    FloatVector s30 = broadcast(bs, b + 12);
    FloatVector s31 = s30;
    FloatVector s40 = broadcast(bs, b + 16);
    FloatVector s41 = s40;
    FloatVector s50 = broadcast(bs, b + 20);
    FloatVector s51 = s50;
    for (int r = 0; r < runs; r++) {
      long b0 = from0 + r * xRun;
      long b1 = from1 + r * xRun;
      long end = fromW + r * wRun + depth * (long) Float.BYTES;
      for (long at = fromW + r * wRun; at != end; at += Float.BYTES) {
        FloatVector v0 = vector(xs, b0 & OffHeap.RANGE);
        FloatVector v1 = vector(xs, b1 & OffHeap.RANGE);
        long rows = at & OffHeap.RANGE;
        FloatVector f0 = broadcast(ws, rows);
        s00 = v0.fma(f0, s00);
        s01 = v1.fma(f0, s01);
        FloatVector f1 = broadcast(ws, rows + next);
        s10 = v0.fma(f1, s10);
        s11 = v1.fma(f1, s11);
        FloatVector f2 = broadcast(ws, rows + 2 * next);
        s20 = v0.fma(f2, s20);
        s21 = v1.fma(f2, s21);
        FloatVector f3 = broadcast(ws, rows + 3 * next);
        s30 = v0.fma(f3, s30);
        s31 = v1.fma(f3, s31);
        FloatVector f4 = broadcast(ws, rows + 4 * next);
        s40 = v0.fma(f4, s40);
        s41 = v1.fma(f4, s41);
        FloatVector f5 = broadcast(ws, rows + 5 * next);
        s50 = v0.fma(f5, s50);
        s51 = v1.fma(f5, s51);
        b0 += Panels.LINE;
        b1 += Panels.LINE;
      }
    }
    long c0 = OffHeap.at(y, y0) & OffHeap.RANGE;
    long c1 = OffHeap.at(y, y1) & OffHeap.RANGE;
    s00.add(0f).intoMemorySegment(ys, c0, ORDER);
    s01.add(0f).intoMemorySegment(ys, c1, ORDER);
    s10.add(0f).intoMemorySegment(ys, c0 + Panels.LINE, ORDER);
    s11.add(0f).intoMemorySegment(ys, c1 + Panels.LINE, ORDER);
    s20.add(0f).intoMemorySegment(ys, c0 + 2 * Panels.LINE, ORDER);
    s21.add(0f).intoMemorySegment(ys, c1 + 2 * Panels.LINE, ORDER);
    s30.add(0f).intoMemorySegment(ys, c0 + 3 * Panels.LINE, ORDER);
    s31.add(0f).intoMemorySegment(ys, c1 + 3 * Panels.LINE, ORDER);
    s40.add(0f).intoMemorySegment(ys, c0 + 4 * Panels.LINE, ORDER);
    s41.add(0f).intoMemorySegment(ys, c1 + 4 * Panels.LINE, ORDER);
    s50.add(0f).intoMemorySegment(ys, c0 + 5 * Panels.LINE, ORDER);
    s51.add(0f).intoMemorySegment(ys, c1 + 5 * Panels.LINE, ORDER);
    for (int r = 0; relu && r < ROWS; r++) {
      gate(ys, c0 + r * Panels.LINE, ys, c0 + r * Panels.LINE);
      gate(ys, c1 + r * Panels.LINE, ys, c1 + r * Panels.LINE);
    }
  }

  @Override
  public void inputGradient(
      Convolution shape,
      MemorySegment w,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int fromPanel,
      int toPanel) {
    MemorySegment turned = turned(shape, w);
    int to = toPanel * VECTORS;
    for (int v = fromPanel * VECTORS; v < to; v += 2) {
      int u = Math.min(v + 1, to - 1);
      for (int iy = 0; iy < shape.height(); iy++) {
        for (int c = 0; c < shape.channels(); c += CHANNELS) {
          inputRow(shape, turned, dy, x, dx, v, u, iy, Math.min(c, shape.channels() - CHANNELS));
        }
      }
    }
  }

  /** Returns the weights by channel, {@code [channel][tap][filter]}, so that a strip's are near. */
  private static MemorySegment turned(Convolution shape, MemorySegment w) {
    long row = turnedRow(shape);
    MemorySegment room = Room.of(shape.channels() * row);
    for (int o = 0; o < shape.filters(); o++) {
      for (int column = 0; column < shape.columns(); column++) {
        int tap = column / shape.channels();
        long to = column % shape.channels() * row + ((long) tap * shape.filters() + o) * 4;
        room.set(Panels.FLOAT, to, w.get(Panels.FLOAT, o * shape.rowBytes() + 4L * column));
      }
    }
    return room;
  }

  private static long turnedRow(Convolution shape) {
    return Panels.stride(shape.kernel() * shape.kernel() * shape.filters()) * (long) Float.BYTES;
  }

  /** Four channels of the pixels of row {@code iy}. */
  private static void inputRow(
      Convolution shape,
      MemorySegment w,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int v,
      int u,
      int iy,
      int channel) {
    long in = Panels.bytes(shape.in());
    long out = Panels.bytes(shape.out());
    long place = Panels.bytes(shape.filters());
    int stride = shape.stride();
    int firstY = shape.firstTapOver(iy, shape.outHeight());
    int tapsY = taps(firstY, shape.endTapOver(iy), stride);
    int oy = (iy + shape.padding() - firstY) / stride;
    long tapBytes = (long) shape.filters() * Float.BYTES;
    for (int ix = 0; ix < shape.width(); ix++) {
      int firstX = shape.firstTapOver(ix, shape.outWidth());
      int tapsX = taps(firstX, shape.endTapOver(ix), stride);
      int ox = (ix + shape.padding() - firstX) / stride;
      long seen = ((long) oy * shape.outWidth() + ox) * place;
      long to = (((long) iy * shape.width() + ix) * shape.channels() + channel) * Panels.LINE;
      long tap = (long) firstY * shape.kernel() + firstX;
      inputStrip(
          tapsY,
          tapsX,
          shape.filters(),
          w,
          channel * turnedRow(shape) + tap * tapBytes,
          turnedRow(shape),
          stride * tapBytes,
          (long) stride * shape.kernel() * tapBytes,
          dy,
          v / VECTORS * out + v % VECTORS * BYTES + seen,
          u / VECTORS * out + u % VECTORS * BYTES + seen,
          place,
          shape.outWidth() * place,
          x,
          dx,
          v / VECTORS * in + v % VECTORS * BYTES + to,
          u / VECTORS * in + u % VECTORS * BYTES + to);
    }
  }

  private static int taps(int first, int end, int stride) {
    return Math.max(0, (end - first + stride - 1) / stride);
  }

  /**
   * Four channels, two vectors, of one pixel: over the taps that see it, and for each over all
   * filters at the place that the tap sees it from, which goes down as the tap goes up.
   */
  private static void inputStrip(
      int tapsY,
      int tapsX,
      int depth,
      MemorySegment w,
      long wFirst,
      long wRow,
      long wTapX,
      long wTapY,
      MemorySegment dy,
      long dy0,
      long dy1,
      long place,
      long placeRow,
      MemorySegment x,
      MemorySegment dx,
      long dx0,
      long dx1) {
    MemorySegment ws = OffHeap.base(w);
    MemorySegment ys = OffHeap.base(dy);
    long next = wRow & OffHeap.RANGE;
    long fromW = OffHeap.at(w, wFirst);
    long from0 = OffHeap.at(dy, dy0);
    long from1 = OffHeap.at(dy, dy1);
    MemorySegment zs = OffHeap.base(ZERO);
    long z = OffHeap.at(ZERO, 0) & OffHeap.RANGE;
    FloatVector s00 = broadcast(zs, z); // each its own: of sums that begin as one object, one was
    FloatVector s01 = broadcast(zs, z); // made at every call
    FloatVector s10 = broadcast(zs, z);
    FloatVector s11 = broadcast(zs, z);
    FloatVector s20 = broadcast(zs, z);
    FloatVector s21 = broadcast(zs, z);
    FloatVector s30 = broadcast(zs, z);
    FloatVector s31 = broadcast(zs, z);
    for (int t = 0; t < tapsY * tapsX; t++) {
      int ty = t / tapsX;
      int tx = t - ty * tapsX;
      long at = fromW + ty * wTapY + tx * wTapX;
      long b0 = from0 - ty * placeRow - tx * place;
      long b1 = from1 - ty * placeRow - tx * place;
      long end = at + depth * (long) Float.BYTES;
      for (; at != end; at += Float.BYTES) {
        FloatVector v0 = vector(ys, b0 & OffHeap.RANGE);
        FloatVector v1 = vector(ys, b1 & OffHeap.RANGE);
        long rows = at & OffHeap.RANGE;
        FloatVector f0 = broadcast(ws, rows);
        s00 = v0.fma(f0, s00);
        s01 = v1.fma(f0, s01);
        FloatVector f1 = broadcast(ws, rows + next);
        s10 = v0.fma(f1, s10);
        s11 = v1.fma(f1, s11);
        FloatVector f2 = broadcast(ws, rows + 2 * next);
        s20 = v0.fma(f2, s20);
        s21 = v1.fma(f2, s21);
        FloatVector f3 = broadcast(ws, rows + 3 * next);
        s30 = v0.fma(f3, s30);
        s31 = v1.fma(f3, s31);
        b0 += Panels.LINE;
        b1 += Panels.LINE;
      }
    }
    MemorySegment xs = OffHeap.base(x);
    MemorySegment ds = OffHeap.base(dx);
    long c0 = OffHeap.at(dx, dx0) & OffHeap.RANGE;
    long c1 = OffHeap.at(dx, dx1) & OffHeap.RANGE;
    s00.add(0f).intoMemorySegment(ds, c0, ORDER);
    s01.add(0f).intoMemorySegment(ds, c1, ORDER);
    s10.add(0f).intoMemorySegment(ds, c0 + Panels.LINE, ORDER);
    s11.add(0f).intoMemorySegment(ds, c1 + Panels.LINE, ORDER);
    s20.add(0f).intoMemorySegment(ds, c0 + 2 * Panels.LINE, ORDER);
    s21.add(0f).intoMemorySegment(ds, c1 + 2 * Panels.LINE, ORDER);
    s30.add(0f).intoMemorySegment(ds, c0 + 3 * Panels.LINE, ORDER);
    s31.add(0f).intoMemorySegment(ds, c1 + 3 * Panels.LINE, ORDER);
    long x0 = OffHeap.at(x, dx0) & OffHeap.RANGE;
    long x1 = OffHeap.at(x, dx1) & OffHeap.RANGE;
    gateRows(xs, x0, ds, c0);
    if (c1 != c0) {
      gateRows(xs, x1, ds, c1);
    }
  }

  private static void gateRows(MemorySegment xs, long x, MemorySegment ds, long d) {
    for (int r = 0; r < CHANNELS; r++) {
      gate(xs, x + r * Panels.LINE, ds, d + r * Panels.LINE);
    }
  }

  /** Clears the vector at {@code d} where that at {@code x} is at or below 0. */
  private static void gate(MemorySegment xs, long x, MemorySegment ds, long d) {
    VectorMask<Float> shut = vector(xs, x & OffHeap.RANGE).compare(VectorOperators.LE, 0f);
    long place = d & OffHeap.RANGE;
    vector(ds, place).blend(0f, shut).intoMemorySegment(ds, place, ORDER);
  }

  private static FloatVector vector(MemorySegment base, long place) {
    return FloatVector.fromMemorySegment(SPECIES, base, place, ORDER);
  }

  private static FloatVector broadcast(MemorySegment base, long place) {
    return FloatVector.broadcast(SPECIES, base.get(OffHeap.FLOAT, place));
  }
}
