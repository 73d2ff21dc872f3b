package tombola.kernels;

import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;
import static tombola.kernels.GradientLists.CHUNK;
import static tombola.kernels.GradientLists.COLUMN;
import static tombola.kernels.GradientLists.RUN;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;

/**
 * The sparse weight gradient at one vector width; see {@link VectorWidths}. The sixteen lanes of a
 * slot are brought together until they fill one vector; {@link PortableTrees} makes the gradients
 * from these, a chunk of slots at a time.
 */
final class PortableGradient implements GradientLoops {
  private static final VectorSpecies<Float> SPECIES = VectorWidths.species(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();
  private static final long BYTES = WIDTH * (long) Float.BYTES;
  private static final int VECTORS = LANES / WIDTH; // in a line of a panel
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfChar CHAR = ValueLayout.JAVA_CHAR_UNALIGNED;
  private static final long UNSIGNED = 0xffff_ffffL;
  private static final ThreadLocal<MemorySegment> SUMS =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CHUNK * Panels.LINE, Panels.LINE));

  private static final VectorShuffle<Float> SWAP1 = Fold.swap(SPECIES, 1);
  private static final VectorShuffle<Float> SWAP2 = Fold.swap(SPECIES, 2);
  private static final VectorMask<Float> ODD1 = Fold.odd(SPECIES, 1);
  private static final VectorMask<Float> ODD2 = Fold.odd(SPECIES, 2);

  PortableGradient() {}

  @Override
  public void run(
      TreeLoops trees,
      GradientLists lists,
      int panels,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromUnit,
      int toUnit) {
    SparsePattern pattern = lists.pattern();
    MemorySegment sums = SUMS.get();
    long dy0 = OffHeap.at(dy, 0);
    long x0 = OffHeap.at(x, 0);
    long column0 = OffHeap.at(lists.columns(), 0);
    long run0 = OffHeap.at(lists.runs(), 0);
    long sum0 = OffHeap.at(sums, 0);
    long in = Panels.bytes(pattern.shape().in());
    long out = Panels.bytes(pattern.shape().out());
    for (int unit = fromUnit; unit < toUnit; unit++) {
      int end = pattern.unitEnd(unit);
      long first = x0 + pattern.firstColumn(pattern.unitBlock(unit)) * LINE;
      int r = lists.first(unit);
      for (int slot = pattern.unitStart(unit); slot < end; slot += CHUNK) {
        int count = Math.min(CHUNK, end - slot);
        long run = run0 + r * (long) RUN;
        long column = column0 + slot * (long) COLUMN;
        r +=
            panels == 4 && VECTORS <= 2
                ? four(
                    count,
                    lists.runs(),
                    run,
                    lists.columns(),
                    column,
                    dy,
                    dy0,
                    out,
                    x,
                    first,
                    in,
                    sums,
                    sum0)
                : any(
                    panels,
                    count,
                    lists.runs(),
                    run,
                    lists.columns(),
                    column,
                    dy,
                    dy0,
                    out,
                    x,
                    first,
                    in,
                    sums,
                    sum0);
        trees.run(count, sums, dw, slot * (long) Float.BYTES);
      }
    }
  }

  /**
   * Sums four panels of a chunk: a row stays in registers along its run. Returns the runs it took.
   */
  private static int four(
      int count,
      MemorySegment runs,
      long run0,
      MemorySegment columns,
      long column0,
      MemorySegment dy,
      long dy0,
      long dyPanel,
      MemorySegment x,
      long x0,
      long xPanel,
      MemorySegment sums,
      long sum0) {
    MemorySegment rs = OffHeap.base(runs);
    MemorySegment cs = OffHeap.base(columns);
    MemorySegment ds = OffHeap.base(dy);
    MemorySegment xs = OffHeap.base(x);
    MemorySegment ss = OffHeap.base(sums);
    long in = xPanel & OffHeap.RANGE;
    long out = dyPanel & OffHeap.RANGE;
    long at = run0 & OffHeap.RANGE;
    long first = x0 & OffHeap.RANGE;
    int r = 0;
    for (int slot = 0; slot < count; r++) {
      long d = dy0 + (rs.get(INT, at + r * (long) RUN) & UNSIGNED) & OffHeap.RANGE;
      int length = rs.get(INT, at + r * (long) RUN + Integer.BYTES);
      long c = column0 + slot * (long) COLUMN;
      long end = c + length * (long) COLUMN;
      long to = sum0 + slot * BYTES & OffHeap.RANGE;
      FloatVector d0 = FloatVector.fromMemorySegment(SPECIES, ds, d, ORDER);
      FloatVector e0 =
          VECTORS == 1 ? d0 : FloatVector.fromMemorySegment(SPECIES, ds, d + BYTES, ORDER);
      FloatVector d1 = FloatVector.fromMemorySegment(SPECIES, ds, d + out, ORDER);
      FloatVector e1 =
          VECTORS == 1 ? d1 : FloatVector.fromMemorySegment(SPECIES, ds, d + out + BYTES, ORDER);
      FloatVector d2 = FloatVector.fromMemorySegment(SPECIES, ds, d + 2 * out, ORDER);
      FloatVector e2 =
          VECTORS == 1
              ? d2
              : FloatVector.fromMemorySegment(SPECIES, ds, d + 2 * out + BYTES, ORDER);
      FloatVector d3 = FloatVector.fromMemorySegment(SPECIES, ds, d + 3 * out, ORDER);
      FloatVector e3 =
          VECTORS == 1
              ? d3
              : FloatVector.fromMemorySegment(SPECIES, ds, d + 3 * out + BYTES, ORDER);
      for (; c != end; c += COLUMN) {
        long a = first + cs.get(CHAR, c & OffHeap.RANGE);
        FloatVector s = d0.mul(FloatVector.fromMemorySegment(SPECIES, xs, a, ORDER));
        s = d1.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + in, ORDER), s);
        s = d2.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + 2 * in, ORDER), s);
        s = d3.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + 3 * in, ORDER), s);
        if (VECTORS > 1) {
          FloatVector t = e0.mul(FloatVector.fromMemorySegment(SPECIES, xs, a + BYTES, ORDER));
          t = e1.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + in + BYTES, ORDER), t);
          t = e2.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + 2 * in + BYTES, ORDER), t);
          t = e3.fma(FloatVector.fromMemorySegment(SPECIES, xs, a + 3 * in + BYTES, ORDER), t);
          s = s.blend(t, ODD2).add(t.blend(s, ODD2).rearrange(SWAP2));
        }
        s.intoMemorySegment(ss, to, ORDER);
        to = to + BYTES & OffHeap.RANGE;
      }
      slot += length;
    }
    return r;
  }

  /** Sums any number of panels of a chunk. Returns the runs it took. */
  private static int any(
      int panels,
      int count,
      MemorySegment runs,
      long run0,
      MemorySegment columns,
      long column0,
      MemorySegment dy,
      long dy0,
      long dyPanel,
      MemorySegment x,
      long x0,
      long xPanel,
      MemorySegment sums,
      long sum0) {
    MemorySegment rs = OffHeap.base(runs);
    MemorySegment cs = OffHeap.base(columns);
    MemorySegment ds = OffHeap.base(dy);
    MemorySegment xs = OffHeap.base(x);
    MemorySegment ss = OffHeap.base(sums);
    long in = xPanel & OffHeap.RANGE;
    long out = dyPanel & OffHeap.RANGE;
    long at = run0 & OffHeap.RANGE;
    long first = x0 & OffHeap.RANGE;
    int r = 0;
    for (int slot = 0; slot < count; r++) {
      long d = dy0 + (rs.get(INT, at + r * (long) RUN) & UNSIGNED) & OffHeap.RANGE;
      int length = rs.get(INT, at + r * (long) RUN + Integer.BYTES);
      long c = column0 + slot * (long) COLUMN & OffHeap.RANGE;
      long to = sum0 + slot * BYTES & OffHeap.RANGE;
      for (int k = 0; k < length; k++) {
        long a = first + cs.get(CHAR, c + k * (long) COLUMN);
        long e = d;
        FloatVector s = FloatVector.zero(SPECIES);
        FloatVector t = s;
        FloatVector u = s;
        FloatVector v = s;
        for (int p = 0; p < panels; p++) {
          s =
              FloatVector.fromMemorySegment(SPECIES, ds, e, ORDER)
                  .fma(FloatVector.fromMemorySegment(SPECIES, xs, a, ORDER), s);
          if (VECTORS > 1) {
            t =
                FloatVector.fromMemorySegment(SPECIES, ds, e + BYTES, ORDER)
                    .fma(FloatVector.fromMemorySegment(SPECIES, xs, a + BYTES, ORDER), t);
          }
          if (VECTORS > 2) {
            u =
                FloatVector.fromMemorySegment(SPECIES, ds, e + 2 * BYTES, ORDER)
                    .fma(FloatVector.fromMemorySegment(SPECIES, xs, a + 2 * BYTES, ORDER), u);
            v =
                FloatVector.fromMemorySegment(SPECIES, ds, e + 3 * BYTES, ORDER)
                    .fma(FloatVector.fromMemorySegment(SPECIES, xs, a + 3 * BYTES, ORDER), v);
          }
          a = a + in & OffHeap.RANGE;
          e = e + out & OffHeap.RANGE;
        }
        if (VECTORS == 2) {
          s = s.blend(t, ODD2).add(t.blend(s, ODD2).rearrange(SWAP2));
        } else if (VECTORS == 4) {
          s = s.blend(u, ODD2).add(u.blend(s, ODD2).rearrange(SWAP2));
          t = t.blend(v, ODD2).add(v.blend(t, ODD2).rearrange(SWAP2));
          s = s.blend(t, ODD1).add(t.blend(s, ODD1).rearrange(SWAP1));
        }
        s.intoMemorySegment(ss, to + k * BYTES, ORDER);
      }
      slot += length;
    }
    return r;
  }
}
