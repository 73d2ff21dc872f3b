package tombola.kernels;

import static tombola.kernel.Panels.LINE;
import static tombola.kernels.RowLists.ENTRY;
import static tombola.kernels.RowLists.HEAD;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.Panels;

/**
 * The loops of a sparse convolution at one vector width; see {@link VectorWidths}. What was said of
 * {@link PortableGather} holds here too: a list is short, and its loop must not be unrolled.
 */
final class PortableRows implements RowLoops {
  private static final VectorSpecies<Float> SPECIES = VectorWidths.species(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();
  private static final long BYTES = WIDTH * (long) Float.BYTES;
  private static final long SUMS = VECTORS * BYTES; // of an output
  private static final int PARTS = Panels.LANES / WIDTH; // vectors of a line
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final long UNSIGNED = 0xffff_ffffL;

  PortableRows() {}

  @Override
  public int places() {
    return VECTORS / PARTS;
  }

  @Override
  public void clear(MemorySegment segment, long from, long to) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (long at = from; at < to; at += BYTES) {
      zero.intoMemorySegment(OffHeap.base(segment), OffHeap.at(segment, at), ORDER);
    }
  }

  @Override
  public void copy(
      RowWindow window,
      int fromPlane,
      int toPlane,
      MemorySegment x,
      long from,
      MemorySegment room,
      long to) {
    MemorySegment xs = OffHeap.base(x);
    MemorySegment ss = OffHeap.base(room);
    long step = window.planeBytes();
    for (int pixel = 0; pixel < window.width(); pixel++) {
      long a = OffHeap.at(x, from + pixel * window.picturePixel()) & OffHeap.RANGE;
      long b = OffHeap.at(room, to + window.pixel(pixel) + fromPlane * step) & OffHeap.RANGE;
      for (int plane = fromPlane; plane < toPlane; plane++) {
        copyLine(xs, a + window.channel(plane) * LINE & OffHeap.RANGE, ss, b);
        b = b + step & OffHeap.RANGE;
      }
    }
  }

  private static void copyLine(MemorySegment from, long a, MemorySegment to, long b) {
    vector(from, a).intoMemorySegment(to, b, ORDER);
    if (PARTS > 1) {
      vector(from, a + BYTES).intoMemorySegment(to, b + BYTES, ORDER);
    }
    if (PARTS > 2) {
      vector(from, a + 2 * BYTES).intoMemorySegment(to, b + 2 * BYTES, ORDER);
      vector(from, a + 3 * BYTES).intoMemorySegment(to, b + 3 * BYTES, ORDER);
    }
  }

  @Override
  public void begin(int outputs, MemorySegment start, MemorySegment room, long sums) {
    MemorySegment bs = OffHeap.base(start);
    MemorySegment ss = OffHeap.base(room);
    long b = OffHeap.at(start, 0) & OffHeap.RANGE;
    long s = OffHeap.at(room, sums) & OffHeap.RANGE;
    for (int o = 0; o < outputs; o++) {
      FloatVector first = FloatVector.broadcast(SPECIES, bs.get(OffHeap.FLOAT, b + o * 4L));
      for (int v = 0; v < VECTORS; v++) {
        first.intoMemorySegment(ss, s + o * SUMS + v * BYTES, ORDER);
      }
    }
  }

  @Override
  public void add(
      RowLists lists, int block, MemorySegment values, MemorySegment room, long row, long sums) {
    MemorySegment ws = OffHeap.base(values);
    MemorySegment ss = OffHeap.base(room);
    MemorySegment hs = OffHeap.base(lists.heads());
    MemorySegment es = OffHeap.base(lists.entries());
    long w0 = OffHeap.at(values, 0) & OffHeap.RANGE;
    long x0 = OffHeap.at(room, row) & OffHeap.RANGE;
    long s = OffHeap.at(room, sums) & OffHeap.RANGE;
    long h0 = OffHeap.at(lists.heads(), (long) HEAD * lists.first(block)) & OffHeap.RANGE;
    long e0 = OffHeap.at(lists.entries(), (long) ENTRY * lists.firstEntry(block));
    int heads = lists.first(block + 1) - lists.first(block);
    for (int l = 0; l < heads; l++) {
      long line = s + (hs.get(INT, h0 + l * (long) HEAD) & UNSIGNED) * SUMS;
      long end = e0 + hs.get(INT, h0 + l * (long) HEAD + Integer.BYTES) * (long) ENTRY;
      FloatVector s0 = vector(ss, line);
      FloatVector s1 = vector(ss, line + BYTES);
      FloatVector s2 = vector(ss, line + 2 * BYTES);
      FloatVector s3 = vector(ss, line + 3 * BYTES);
      FloatVector s4 = vector(ss, line + 4 * BYTES);
      FloatVector s5 = vector(ss, line + 5 * BYTES);
      FloatVector s6 = vector(ss, line + 6 * BYTES);
      FloatVector s7 = vector(ss, line + 7 * BYTES);
      for (long k = e0; k != end; k += ENTRY) {
        long at = k & OffHeap.RANGE;
        long a = x0 + (es.get(INT, at) & UNSIGNED);
        FloatVector w =
            FloatVector.broadcast(
                SPECIES, ws.get(OffHeap.FLOAT, w0 + (es.get(INT, at + Integer.BYTES) & UNSIGNED)));
        s0 = w.fma(vector(ss, a), s0);
        s1 = w.fma(vector(ss, a + BYTES), s1);
        s2 = w.fma(vector(ss, a + 2 * BYTES), s2);
        s3 = w.fma(vector(ss, a + 3 * BYTES), s3);
        s4 = w.fma(vector(ss, a + 4 * BYTES), s4);
        s5 = w.fma(vector(ss, a + 5 * BYTES), s5);
        s6 = w.fma(vector(ss, a + 6 * BYTES), s6);
        s7 = w.fma(vector(ss, a + 7 * BYTES), s7);
      }
      s0.intoMemorySegment(ss, line, ORDER);
      s1.intoMemorySegment(ss, line + BYTES, ORDER);
      s2.intoMemorySegment(ss, line + 2 * BYTES, ORDER);
      s3.intoMemorySegment(ss, line + 3 * BYTES, ORDER);
      s4.intoMemorySegment(ss, line + 4 * BYTES, ORDER);
      s5.intoMemorySegment(ss, line + 5 * BYTES, ORDER);
      s6.intoMemorySegment(ss, line + 6 * BYTES, ORDER);
      s7.intoMemorySegment(ss, line + 7 * BYTES, ORDER);
      e0 = end;
    }
  }

  @Override
  public void finish(
      int outputs,
      MemorySegment room,
      long sums,
      int places,
      MemorySegment y,
      long to,
      long step,
      MemorySegment gate,
      End end) {
    for (int place = 0; place < places; place++) {
      for (int part = 0; part < PARTS; part++) {
        long from = OffHeap.at(room, sums + place * LINE + part * BYTES) & OffHeap.RANGE;
        long offset = to + place * step + part * BYTES;
        finishVector(
            outputs,
            room,
            from,
            y,
            OffHeap.at(y, offset) & OffHeap.RANGE,
            gate,
            end == End.GATED ? OffHeap.at(gate, offset) & OffHeap.RANGE : 0,
            end);
      }
    }
  }

  private static void finishVector(
      int outputs,
      MemorySegment room,
      long from,
      MemorySegment y,
      long to,
      MemorySegment gates,
      long gate,
      End end) {
    MemorySegment ss = OffHeap.base(room);
    MemorySegment ys = OffHeap.base(y);
    MemorySegment gs = OffHeap.base(gates);
    for (int o = 0; o < outputs; o++) {
      FloatVector sum = vector(ss, from + o * SUMS).add(0f);
      if (end == End.RECTIFIED) {
        sum = sum.blend(0f, sum.compare(VectorOperators.LE, 0f));
      } else if (end == End.GATED) {
        sum = sum.blend(0f, vector(gs, gate + o * LINE).compare(VectorOperators.LE, 0f));
      }
      sum.intoMemorySegment(ys, to + o * LINE, ORDER);
    }
  }

  @Override
  public void addChunk(
      int places,
      MemorySegment table,
      long chunk,
      MemorySegment room,
      long rows,
      long lines,
      MemorySegment sums,
      long to) {
    MemorySegment ts = OffHeap.base(table);
    MemorySegment ss = OffHeap.base(room);
    long t = OffHeap.at(table, chunk) & OffHeap.RANGE;
    long r = OffHeap.at(room, rows) & OffHeap.RANGE;
    long base = OffHeap.at(room, 0) & OffHeap.RANGE;
    long d = OffHeap.at(room, lines) & OffHeap.RANGE;
    long end = places * LINE;
    long s = OffHeap.at(sums, to) & OffHeap.RANGE;
    for (long lanes = 0; lanes < LINE; lanes += 2 * BYTES) {
      long first = base + lanes & OffHeap.RANGE;
      strip(
          end,
          room,
          d + lanes,
          first + inputs(ts, t, ss, r),
          first + inputs(ts, t + 8, ss, r),
          first + inputs(ts, t + 16, ss, r),
          first + inputs(ts, t + 24, ss, r),
          sums,
          s + lanes);
    }
  }

  /** Returns where in room the inputs of a weight are. */
  private static long inputs(MemorySegment ts, long at, MemorySegment ss, long rows) {
    long row = rows + 16 * (ts.get(INT, at) & UNSIGNED);
    return ss.get(LONG, row) + (ts.get(INT, at + Integer.BYTES) & ss.get(LONG, row + 8));
  }

  /**
   * Four weights by two vectors: eight sums, and a loop that is not unrolled. No helper takes a sum
   * as its argument, as in {@link PortableProducts}.
   */
  private static void strip(
      long end,
      MemorySegment room,
      long d,
      long x0,
      long x1,
      long x2,
      long x3,
      MemorySegment sums,
      long s) {
    MemorySegment ss = OffHeap.base(room); // here, so that the compiler knows it
    MemorySegment us = OffHeap.base(sums);
    long y = d & OffHeap.RANGE;
    long a0 = x0 & OffHeap.RANGE;
    long a1 = x1 & OffHeap.RANGE;
    long a2 = x2 & OffHeap.RANGE;
    long a3 = x3 & OffHeap.RANGE;
    long c = s & OffHeap.RANGE;
    FloatVector s00 = vector(us, c);
    FloatVector s01 = PARTS > 1 ? vector(us, c + BYTES) : s00;
    FloatVector s10 = vector(us, c + LINE);
    FloatVector s11 = PARTS > 1 ? vector(us, c + LINE + BYTES) : s10;
    FloatVector s20 = vector(us, c + 2 * LINE);
    FloatVector s21 = PARTS > 1 ? vector(us, c + 2 * LINE + BYTES) : s20;
    FloatVector s30 = vector(us, c + 3 * LINE);
    FloatVector s31 = PARTS > 1 ? vector(us, c + 3 * LINE + BYTES) : s30;
    for (long at = 0; at != end; at += LINE) {
      long p = at & OffHeap.RANGE;
      FloatVector d0 = vector(ss, y + p);
      s00 = d0.fma(vector(ss, a0 + p), s00);
      s10 = d0.fma(vector(ss, a1 + p), s10);
      s20 = d0.fma(vector(ss, a2 + p), s20);
      s30 = d0.fma(vector(ss, a3 + p), s30);
      if (PARTS > 1) {
        FloatVector d1 = vector(ss, y + p + BYTES);
        s01 = d1.fma(vector(ss, a0 + p + BYTES), s01);
        s11 = d1.fma(vector(ss, a1 + p + BYTES), s11);
        s21 = d1.fma(vector(ss, a2 + p + BYTES), s21);
        s31 = d1.fma(vector(ss, a3 + p + BYTES), s31);
      }
    }
    s00.intoMemorySegment(us, c, ORDER);
    s10.intoMemorySegment(us, c + LINE, ORDER);
    s20.intoMemorySegment(us, c + 2 * LINE, ORDER);
    s30.intoMemorySegment(us, c + 3 * LINE, ORDER);
    if (PARTS > 1) {
      s01.intoMemorySegment(us, c + BYTES, ORDER);
      s11.intoMemorySegment(us, c + LINE + BYTES, ORDER);
      s21.intoMemorySegment(us, c + 2 * LINE + BYTES, ORDER);
      s31.intoMemorySegment(us, c + 3 * LINE + BYTES, ORDER);
    }
  }

  private static FloatVector vector(MemorySegment base, long place) {
    return FloatVector.fromMemorySegment(SPECIES, base, place, ORDER);
  }
}
