package tombola.kernels;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of a convolution's dense weight gradient at one vector width; see {@link VectorWidths}:
 * four filters by two columns, eight accumulators, along a row of places.
 */
final class PortableFilters implements FilterLoops {
  private static final VectorSpecies<Float> SPECIES = VectorWidths.species(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();
  private static final long BYTES = WIDTH * (long) Float.BYTES;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  PortableFilters() {}

  @Override
  public void pack(
      int places,
      int filters,
      MemorySegment dy,
      long from,
      long step,
      MemorySegment room,
      long to) {
    MemorySegment ds = OffHeap.base(dy);
    MemorySegment ss = OffHeap.base(room);
    long b = OffHeap.at(room, to) & OffHeap.RANGE;
    for (int place = 0; place < places; place++) {
      long a = OffHeap.at(dy, from + place * step) & OffHeap.RANGE;
      for (int r = 0; r < ROWS; r++) {
        long line = a + Math.min(r, filters - 1) * LINE;
        for (long lanes = 0; lanes < LINE; lanes += BYTES) {
          vector(ds, line + lanes & OffHeap.RANGE).intoMemorySegment(ss, b + lanes, ORDER);
        }
        b = b + LINE & OffHeap.RANGE;
      }
    }
  }

  @Override
  public void add(
      int places,
      MemorySegment room,
      long lines,
      long x0,
      long x1,
      MemorySegment sums,
      long sums0,
      long sums1) {
    for (long lanes = 0; lanes < LINE; lanes += BYTES) {
      strip(
          places * LINE,
          room,
          OffHeap.at(room, lines + lanes) & OffHeap.RANGE,
          OffHeap.at(room, x0 + lanes) & OffHeap.RANGE,
          OffHeap.at(room, x1 + lanes) & OffHeap.RANGE,
          sums,
          OffHeap.at(sums, sums0 + lanes) & OffHeap.RANGE,
          OffHeap.at(sums, sums1 + lanes) & OffHeap.RANGE);
    }
  }

  /**
   * Eight sums, in a loop that is not unrolled. No helper takes a sum as its argument, as in {@link
   * PortableProducts}.
   */
  private static void strip(
      long end,
      MemorySegment room,
      long lines,
      long x0,
      long x1,
      MemorySegment sums,
      long sums0,
      long sums1) {
    MemorySegment xs = OffHeap.base(room); // here, so that the compiler knows it
    MemorySegment ss = OffHeap.base(sums);
    long a0 = x0 & OffHeap.RANGE;
    long a1 = x1 & OffHeap.RANGE;
    long c0 = sums0 & OffHeap.RANGE;
    long c1 = sums1 & OffHeap.RANGE;
    FloatVector s00 = vector(ss, c0);
    FloatVector s01 = vector(ss, c1);
    FloatVector s10 = vector(ss, c0 + LINE);
    FloatVector s11 = vector(ss, c1 + LINE);
    FloatVector s20 = vector(ss, c0 + 2 * LINE);
    FloatVector s21 = vector(ss, c1 + 2 * LINE);
    FloatVector s30 = vector(ss, c0 + 3 * LINE);
    FloatVector s31 = vector(ss, c1 + 3 * LINE);
    long at = lines;
    for (long p = 0; p != end; p += LINE) {
      long place = p & OffHeap.RANGE;
      FloatVector v0 = vector(xs, a0 + place);
      FloatVector v1 = vector(xs, a1 + place);
      long line = at & OffHeap.RANGE;
      FloatVector f0 = vector(xs, line);
      s00 = v0.fma(f0, s00);
      s01 = v1.fma(f0, s01);
      FloatVector f1 = vector(xs, line + LINE);
      s10 = v0.fma(f1, s10);
      s11 = v1.fma(f1, s11);
      FloatVector f2 = vector(xs, line + 2 * LINE);
      s20 = v0.fma(f2, s20);
      s21 = v1.fma(f2, s21);
      FloatVector f3 = vector(xs, line + 3 * LINE);
      s30 = v0.fma(f3, s30);
      s31 = v1.fma(f3, s31);
      at += ROWS * LINE;
    }
    s00.intoMemorySegment(ss, c0, ORDER);
    s01.intoMemorySegment(ss, c1, ORDER);
    s10.intoMemorySegment(ss, c0 + LINE, ORDER);
    s11.intoMemorySegment(ss, c1 + LINE, ORDER);
    s20.intoMemorySegment(ss, c0 + 2 * LINE, ORDER);
    s21.intoMemorySegment(ss, c1 + 2 * LINE, ORDER);
    s30.intoMemorySegment(ss, c0 + 3 * LINE, ORDER);
    s31.intoMemorySegment(ss, c1 + 3 * LINE, ORDER);
  }

  private static FloatVector vector(MemorySegment base, long place) {
    return FloatVector.fromMemorySegment(SPECIES, base, place, ORDER);
  }
}
