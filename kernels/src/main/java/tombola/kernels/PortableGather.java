package tombola.kernels;

import static tombola.kernel.Panels.LINE;
import static tombola.kernels.GatherLists.ENTRY;
import static tombola.kernels.GatherLists.HEAD;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.Panels;

/**
 * Sums over lists at one vector width; see {@link VectorWidths}. The sums of a list stay in
 * registers, eight vectors of samples at a time, while its entries stream by; what is left of the
 * samples is up to {@link PortableGatherRest}.
 *
 * <p>What the loops look like matters: a list is short, so its loop must not be one that the
 * compiler unrolls (hence no int counter), nothing but its own addresses should be alive around it,
 * and a place is made non-negative once ({@link OffHeap#RANGE}), not checked at each load.
 */
final class PortableGather implements GatherLoops {
  private static final VectorSpecies<Float> SPECIES = VectorWidths.species(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();
  private static final long BYTES = WIDTH * (long) Float.BYTES;
  private static final int VECTORS = Panels.LANES / WIDTH; // in a line of a panel
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final long UNSIGNED = 0xffff_ffffL;

  PortableGather() {}

  @Override
  public void run(
      GatherRest rest,
      GatherLists lists,
      MemorySegment values,
      MemorySegment start,
      MemorySegment x,
      MemorySegment y,
      MemorySegment gate,
      boolean gated,
      int fromPanel,
      int toPanel) {
    int last = toPanel * VECTORS;
    for (int b = 0; b < lists.blocks(); b++) {
      int v = fromPanel * VECTORS;
      for (; v + 8 <= last; v += 8) {
        eight(lists, b, values, start, x, y, v);
      }
      if (v < last) {
        rest.run(lists, b, values, start, x, y, v, last);
      }
    }
    long panel = Panels.bytes(lists.outputs());
    for (int p = fromPanel; p < toPanel; p++) {
      finish(
          y,
          gate,
          gated,
          p * panel + lists.firstOutput() * LINE,
          p * panel + lists.lastOutput() * LINE);
    }
  }

  private static void eight(
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
    long x4 = place(4, in);
    long x5 = place(5, in);
    long x6 = place(6, in);
    long x7 = place(7, in);
    long y1 = place(1, out);
    long y2 = place(2, out);
    long y3 = place(3, out);
    long y4 = place(4, out);
    long y5 = place(5, out);
    long y6 = place(6, out);
    long y7 = place(7, out);
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
      FloatVector s2;
      FloatVector s3;
      FloatVector s4;
      FloatVector s5;
      FloatVector s6;
      FloatVector s7;
      if (block == 0) {
        s0 = FloatVector.broadcast(SPECIES, bs.get(FLOAT, b0 + output * Float.BYTES));
        s1 = s0;
        s2 = s0;
        s3 = s0;
        s4 = s0;
        s5 = s0;
        s6 = s0;
        s7 = s0;
      } else {
        s0 = FloatVector.fromMemorySegment(SPECIES, ys, line, ORDER);
        s1 = FloatVector.fromMemorySegment(SPECIES, ys, line + y1, ORDER);
        s2 = FloatVector.fromMemorySegment(SPECIES, ys, line + y2, ORDER);
        s3 = FloatVector.fromMemorySegment(SPECIES, ys, line + y3, ORDER);
        s4 = FloatVector.fromMemorySegment(SPECIES, ys, line + y4, ORDER);
        s5 = FloatVector.fromMemorySegment(SPECIES, ys, line + y5, ORDER);
        s6 = FloatVector.fromMemorySegment(SPECIES, ys, line + y6, ORDER);
        s7 = FloatVector.fromMemorySegment(SPECIES, ys, line + y7, ORDER);
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
        s4 = w.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + x4, ORDER), s4);
        s5 = w.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + x5, ORDER), s5);
        s6 = w.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + x6, ORDER), s6);
        s7 = w.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + x7, ORDER), s7);
      }
      line &= OffHeap.RANGE; // another expression, or line + y1, … would live through the loop
      s0.intoMemorySegment(ys, line, ORDER);
      s1.intoMemorySegment(ys, line + y1, ORDER);
      s2.intoMemorySegment(ys, line + y2, ORDER);
      s3.intoMemorySegment(ys, line + y3, ORDER);
      s4.intoMemorySegment(ys, line + y4, ORDER);
      s5.intoMemorySegment(ys, line + y5, ORDER);
      s6.intoMemorySegment(ys, line + y6, ORDER);
      s7.intoMemorySegment(ys, line + y7, ORDER);
      e0 = end;
    }
  }

  /** Adds +0.0 between two bytes of {@code y}; clears it where {@code gate} is at or below 0. */
  private static void finish(
      MemorySegment y, MemorySegment gate, boolean gated, long from, long to) {
    for (long at = from; at < to; at += BYTES) {
      FloatVector sum = vector(y, at).add(0f);
      if (gated) {
        sum = sum.blend(0f, vector(gate, at).compare(VectorOperators.LE, 0f));
      }
      sum.intoMemorySegment(OffHeap.base(y), OffHeap.at(y, at), ORDER);
    }
  }

  /** Returns where vector {@code v} of the samples begins, among panels of {@code bytes}. */
  private static long place(int v, long bytes) {
    return v / VECTORS * bytes + v % VECTORS * BYTES;
  }

  private static FloatVector vector(MemorySegment segment, long offset) {
    return FloatVector.fromMemorySegment(
        SPECIES, OffHeap.base(segment), OffHeap.at(segment, offset), ORDER);
  }
}
