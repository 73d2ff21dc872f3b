package tombola.kernels;

import static tombola.kernel.Panels.LINE;
import static tombola.kernels.GatherLists.ENTRY;
import static tombola.kernels.GatherLists.HEAD;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.Panels;

/**
 * Sums over lists at one vector width, of fewer than eight vectors of samples. Four of them leave
 * room for two lists side by side, so that no sum waits for its last addition.
 */
final class PortableGatherRest implements GatherRest {
  private static final VectorSpecies<Float> SPECIES = VectorWidths.species(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();
  private static final long BYTES = WIDTH * (long) Float.BYTES;
  private static final int VECTORS = Panels.LANES / WIDTH; // in a line of a panel
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final long UNSIGNED = 0xffff_ffffL;

  PortableGatherRest() {}

  @Override
  public void run(
      GatherLists lists,
      int block,
      MemorySegment values,
      MemorySegment start,
      MemorySegment x,
      MemorySegment y,
      int from,
      int last) {
    int v = from;
    for (; v + 4 <= last; v += 4) {
      four(lists, block, values, start, x, y, v);
    }
    for (; v < last; v += 2) {
      two(lists, block, values, start, x, y, v, Math.min(v + 1, last - 1));
    }
  }

  /** Two lists side by side; the last of an odd number stands beside itself. */
  private static void four(
      GatherLists lists,
      int block,
      MemorySegment values,
      MemorySegment start,
      MemorySegment x,
      MemorySegment y,
      int v) {
    MemorySegment ws = OffHeap.base(values);
    MemorySegment bs = OffHeap.base(start);
    MemorySegment xs = OffHeap.base(x);
    MemorySegment ys = OffHeap.base(y);
    MemorySegment hs = OffHeap.base(lists.heads());
    MemorySegment es = OffHeap.base(lists.entries());
    long in = Panels.bytes(lists.inputs()) & OffHeap.RANGE;
    long out = Panels.bytes(lists.outputs()) & OffHeap.RANGE;
    long x1 = place(1, in);
    long x2 = place(2, in);
    long x3 = place(3, in);
    long y1 = place(1, out);
    long y2 = place(2, out);
    long y3 = place(3, out);
    long w0 = OffHeap.at(values, 0) & OffHeap.RANGE;
    long b0 = OffHeap.at(start, 0) & OffHeap.RANGE;
    long x0 = OffHeap.at(x, place(v, in)) & OffHeap.RANGE;
    long y0 = OffHeap.at(y, place(v, out)) & OffHeap.RANGE;
    long h0 = OffHeap.at(lists.heads(), (long) HEAD * lists.first(block)) & OffHeap.RANGE;
    long e0 = OffHeap.at(lists.entries(), (long) ENTRY * lists.firstEntry(block));
    int heads = lists.first(block + 1) - lists.first(block);
    for (int l = 0; l < heads; l += 2) {
      int m = Math.min(l + 1, heads - 1);
      long output = hs.get(INT, h0 + l * (long) HEAD) & UNSIGNED;
      int length = hs.get(INT, h0 + l * (long) HEAD + Integer.BYTES);
      long otherOutput = hs.get(INT, h0 + m * (long) HEAD) & UNSIGNED;
      int otherLength = hs.get(INT, h0 + m * (long) HEAD + Integer.BYTES);
      long e = e0 & OffHeap.RANGE;
      long gap = m == l ? 0 : length * (long) ENTRY & OffHeap.RANGE;
      long f = e + gap;
      long line = y0 + output * LINE;
      long otherLine = y0 + otherOutput * LINE;
      FloatVector s0;
      FloatVector s1;
      FloatVector s2;
      FloatVector s3;
      if (block == 0) {
        s0 = FloatVector.broadcast(SPECIES, bs.get(FLOAT, b0 + output * Float.BYTES));
        s1 = s0;
        s2 = s0;
        s3 = s0;
      } else {
        s0 = FloatVector.fromMemorySegment(SPECIES, ys, line, ORDER);
        s1 = FloatVector.fromMemorySegment(SPECIES, ys, line + y1, ORDER);
        s2 = FloatVector.fromMemorySegment(SPECIES, ys, line + y2, ORDER);
        s3 = FloatVector.fromMemorySegment(SPECIES, ys, line + y3, ORDER);
      }
      FloatVector t0;
      FloatVector t1;
      FloatVector t2;
      FloatVector t3;
      if (block == 0) {
        t0 = FloatVector.broadcast(SPECIES, bs.get(FLOAT, b0 + otherOutput * Float.BYTES));
        t1 = t0;
        t2 = t0;
        t3 = t0;
      } else {
        t0 = FloatVector.fromMemorySegment(SPECIES, ys, otherLine, ORDER);
        t1 = FloatVector.fromMemorySegment(SPECIES, ys, otherLine + y1, ORDER);
        t2 = FloatVector.fromMemorySegment(SPECIES, ys, otherLine + y2, ORDER);
        t3 = FloatVector.fromMemorySegment(SPECIES, ys, otherLine + y3, ORDER);
      }
      long end = e + length * (long) ENTRY;
      for (long k = e; k != end; k += ENTRY) {
        long at = k & OffHeap.RANGE;
        long a = x0 + (es.get(INT, at) & UNSIGNED);
        FloatVector w =
            FloatVector.broadcast(
                SPECIES, ws.get(FLOAT, w0 + (es.get(INT, at + Integer.BYTES) & UNSIGNED)));
        s0 = w.fma(FloatVector.fromMemorySegment(SPECIES, xs, a, ORDER), s0);
        s1 = w.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + x1, ORDER), s1);
        s2 = w.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + x2, ORDER), s2);
        s3 = w.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + x3, ORDER), s3);
        long other = at + gap;
        long b = x0 + (es.get(INT, other) & UNSIGNED);
        FloatVector u =
            FloatVector.broadcast(
                SPECIES, ws.get(FLOAT, w0 + (es.get(INT, other + Integer.BYTES) & UNSIGNED)));
        t0 = u.fma(FloatVector.fromMemorySegment(SPECIES, xs, b, ORDER), t0);
        t1 = u.fma(FloatVector.fromMemorySegment(SPECIES, xs, b + x1, ORDER), t1);
        t2 = u.fma(FloatVector.fromMemorySegment(SPECIES, xs, b + x2, ORDER), t2);
        t3 = u.fma(FloatVector.fromMemorySegment(SPECIES, xs, b + x3, ORDER), t3);
      }
      long otherEnd = f + otherLength * (long) ENTRY;
      line &= OffHeap.RANGE; // another expression, or line + y1, … would live through the loop
      s0.intoMemorySegment(ys, line, ORDER);
      s1.intoMemorySegment(ys, line + y1, ORDER);
      s2.intoMemorySegment(ys, line + y2, ORDER);
      s3.intoMemorySegment(ys, line + y3, ORDER);
      otherLine &= OffHeap.RANGE;
      t0.intoMemorySegment(ys, otherLine, ORDER);
      t1.intoMemorySegment(ys, otherLine + y1, ORDER);
      t2.intoMemorySegment(ys, otherLine + y2, ORDER);
      t3.intoMemorySegment(ys, otherLine + y3, ORDER);
      if (otherLength > length) {
        longer(lists, values, x, x0, in, y, otherLine, out, end + gap, otherEnd);
      }
      e0 = otherEnd;
    }
  }

  /** Goes on with a list that is longer than the one beside it. */
  private static void longer(
      GatherLists lists,
      MemorySegment values,
      MemorySegment x,
      long first,
      long in,
      MemorySegment y,
      long place,
      long out,
      long entry,
      long end) {
    MemorySegment ws = OffHeap.base(values);
    MemorySegment xs = OffHeap.base(x);
    MemorySegment ys = OffHeap.base(y);
    MemorySegment es = OffHeap.base(lists.entries());
    long x0 = first & OffHeap.RANGE;
    long w0 = OffHeap.at(values, 0) & OffHeap.RANGE;
    long line = place & OffHeap.RANGE;
    long x1 = place(1, in & OffHeap.RANGE);
    long x2 = place(2, in & OffHeap.RANGE);
    long x3 = place(3, in & OffHeap.RANGE);
    long y1 = place(1, out & OffHeap.RANGE);
    long y2 = place(2, out & OffHeap.RANGE);
    long y3 = place(3, out & OffHeap.RANGE);
    FloatVector s0 = FloatVector.fromMemorySegment(SPECIES, ys, line, ORDER);
    FloatVector s1 = FloatVector.fromMemorySegment(SPECIES, ys, line + y1, ORDER);
    FloatVector s2 = FloatVector.fromMemorySegment(SPECIES, ys, line + y2, ORDER);
    FloatVector s3 = FloatVector.fromMemorySegment(SPECIES, ys, line + y3, ORDER);
    for (long k = entry; k != end; k += ENTRY) {
      long at = k & OffHeap.RANGE;
      long a = x0 + (es.get(INT, at) & UNSIGNED);
      FloatVector w =
          FloatVector.broadcast(
              SPECIES, ws.get(FLOAT, w0 + (es.get(INT, at + Integer.BYTES) & UNSIGNED)));
      s0 = w.fma(FloatVector.fromMemorySegment(SPECIES, xs, a, ORDER), s0);
      s1 = w.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + x1, ORDER), s1);
      s2 = w.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + x2, ORDER), s2);
      s3 = w.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + x3, ORDER), s3);
    }
    s0.intoMemorySegment(ys, line, ORDER);
    s1.intoMemorySegment(ys, line + y1, ORDER);
    s2.intoMemorySegment(ys, line + y2, ORDER);
    s3.intoMemorySegment(ys, line + y3, ORDER);
  }

  private static void two(
      GatherLists lists,
      int block,
      MemorySegment values,
      MemorySegment start,
      MemorySegment x,
      MemorySegment y,
      int v,
      int u) {
    MemorySegment ws = OffHeap.base(values);
    MemorySegment bs = OffHeap.base(start);
    MemorySegment xs = OffHeap.base(x);
    MemorySegment ys = OffHeap.base(y);
    MemorySegment hs = OffHeap.base(lists.heads());
    MemorySegment es = OffHeap.base(lists.entries());
    long in = Panels.bytes(lists.inputs()) & OffHeap.RANGE;
    long out = Panels.bytes(lists.outputs()) & OffHeap.RANGE;
    long x1 = (place(u, in) - place(v, in)) & OffHeap.RANGE;
    long y1 = (place(u, out) - place(v, out)) & OffHeap.RANGE;
    long w0 = OffHeap.at(values, 0) & OffHeap.RANGE;
    long b0 = OffHeap.at(start, 0) & OffHeap.RANGE;
    long x0 = OffHeap.at(x, place(v, in)) & OffHeap.RANGE;
    long y0 = OffHeap.at(y, place(v, out)) & OffHeap.RANGE;
    long h0 = OffHeap.at(lists.heads(), (long) HEAD * lists.first(block)) & OffHeap.RANGE;
    long e0 = OffHeap.at(lists.entries(), (long) ENTRY * lists.firstEntry(block));
    int heads = lists.first(block + 1) - lists.first(block);
    for (int l = 0; l < heads; l++) {
      long e = e0 & OffHeap.RANGE;
      long output = hs.get(INT, h0 + l * (long) HEAD) & UNSIGNED;
      int length = hs.get(INT, h0 + l * (long) HEAD + Integer.BYTES);
      long line = y0 + output * LINE;
      FloatVector s0;
      FloatVector s1;
      if (block == 0) {
        s0 = FloatVector.broadcast(SPECIES, bs.get(FLOAT, b0 + output * Float.BYTES));
        s1 = s0;
      } else {
        s0 = FloatVector.fromMemorySegment(SPECIES, ys, line, ORDER);
        s1 = FloatVector.fromMemorySegment(SPECIES, ys, line + y1, ORDER);
      }
      long end = e + length * (long) ENTRY;
      for (long k = e; k != end; k += ENTRY) {
        long at = k & OffHeap.RANGE;
        long a = x0 + (es.get(INT, at) & UNSIGNED);
        FloatVector w =
            FloatVector.broadcast(
                SPECIES, ws.get(FLOAT, w0 + (es.get(INT, at + Integer.BYTES) & UNSIGNED)));
        s0 = w.fma(FloatVector.fromMemorySegment(SPECIES, xs, a, ORDER), s0);
        s1 = w.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + x1, ORDER), s1);
      }
      line &= OffHeap.RANGE;
      s0.intoMemorySegment(ys, line, ORDER);
      s1.intoMemorySegment(ys, line + y1, ORDER);
      e0 = end;
    }
  }

  /** Returns where vector {@code v} of the samples begins, among panels of {@code bytes}. */
  private static long place(int v, long bytes) {
    return v / VECTORS * bytes + v % VECTORS * BYTES;
  }
}
