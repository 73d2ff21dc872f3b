package tombola.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The end of {@link tombola.math.Tree} at one vector width, for as many slots at a time as a vector
 * has lanes; see {@link VectorWidths}. Each addition brings lanes of two slots together ({@link
 * Fold}), in the order of the tree; which slots meet puts the sums in order.
 */
final class PortableTrees implements TreeLoops {
  private static final VectorSpecies<Float> SPECIES = VectorWidths.species(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();
  private static final long BYTES = WIDTH * (long) Float.BYTES;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final VectorShuffle<Float> SWAP1 = Fold.swap(SPECIES, 1);
  private static final VectorShuffle<Float> SWAP2 = Fold.swap(SPECIES, 2);
  private static final VectorShuffle<Float> SWAP4 = Fold.swap(SPECIES, 4);
  private static final VectorShuffle<Float> SWAP8 = Fold.swap(SPECIES, 8);
  private static final VectorMask<Float> ODD1 = Fold.odd(SPECIES, 1);
  private static final VectorMask<Float> ODD2 = Fold.odd(SPECIES, 2);
  private static final VectorMask<Float> ODD4 = Fold.odd(SPECIES, 4);
  private static final VectorMask<Float> ODD8 = Fold.odd(SPECIES, 8);

  PortableTrees() {}

  @Override
  public void run(int count, MemorySegment sums, MemorySegment dw, long offset) {
    MemorySegment ss = OffHeap.base(sums);
    MemorySegment ws = OffHeap.base(dw);
    long at = OffHeap.at(sums, 0) & OffHeap.RANGE;
    long to = OffHeap.at(dw, offset) & OffHeap.RANGE;
    for (int slot = 0; slot < count; slot += WIDTH) {
      FloatVector sum;
      if (WIDTH == 4) {
        FloatVector v0 = FloatVector.fromMemorySegment(SPECIES, ss, at, ORDER);
        FloatVector v1 = FloatVector.fromMemorySegment(SPECIES, ss, at + BYTES, ORDER);
        FloatVector v2 = FloatVector.fromMemorySegment(SPECIES, ss, at + 2 * BYTES, ORDER);
        FloatVector v3 = FloatVector.fromMemorySegment(SPECIES, ss, at + 3 * BYTES, ORDER);
        FloatVector a = v0.blend(v1, ODD1).add(v1.blend(v0, ODD1).rearrange(SWAP1));
        FloatVector b = v2.blend(v3, ODD1).add(v3.blend(v2, ODD1).rearrange(SWAP1));
        sum = a.blend(b, ODD2).add(b.blend(a, ODD2).rearrange(SWAP2));
      } else if (WIDTH == 8) {
        FloatVector v0 = FloatVector.fromMemorySegment(SPECIES, ss, at, ORDER);
        FloatVector v1 = FloatVector.fromMemorySegment(SPECIES, ss, at + BYTES, ORDER);
        FloatVector v2 = FloatVector.fromMemorySegment(SPECIES, ss, at + 2 * BYTES, ORDER);
        FloatVector v3 = FloatVector.fromMemorySegment(SPECIES, ss, at + 3 * BYTES, ORDER);
        FloatVector v4 = FloatVector.fromMemorySegment(SPECIES, ss, at + 4 * BYTES, ORDER);
        FloatVector v5 = FloatVector.fromMemorySegment(SPECIES, ss, at + 5 * BYTES, ORDER);
        FloatVector v6 = FloatVector.fromMemorySegment(SPECIES, ss, at + 6 * BYTES, ORDER);
        FloatVector v7 = FloatVector.fromMemorySegment(SPECIES, ss, at + 7 * BYTES, ORDER);
        FloatVector a = v0.blend(v1, ODD1).add(v1.blend(v0, ODD1).rearrange(SWAP1));
        FloatVector b = v4.blend(v5, ODD1).add(v5.blend(v4, ODD1).rearrange(SWAP1));
        FloatVector c = v2.blend(v3, ODD1).add(v3.blend(v2, ODD1).rearrange(SWAP1));
        FloatVector d = v6.blend(v7, ODD1).add(v7.blend(v6, ODD1).rearrange(SWAP1));
        FloatVector e = a.blend(b, ODD4).add(b.blend(a, ODD4).rearrange(SWAP4));
        FloatVector o = c.blend(d, ODD4).add(d.blend(c, ODD4).rearrange(SWAP4));
        sum = e.blend(o, ODD2).add(o.blend(e, ODD2).rearrange(SWAP2));
      } else {
        FloatVector v0 = FloatVector.fromMemorySegment(SPECIES, ss, at, ORDER);
        FloatVector v1 = FloatVector.fromMemorySegment(SPECIES, ss, at + BYTES, ORDER);
        FloatVector v2 = FloatVector.fromMemorySegment(SPECIES, ss, at + 2 * BYTES, ORDER);
        FloatVector v3 = FloatVector.fromMemorySegment(SPECIES, ss, at + 3 * BYTES, ORDER);
        FloatVector v4 = FloatVector.fromMemorySegment(SPECIES, ss, at + 4 * BYTES, ORDER);
        FloatVector v5 = FloatVector.fromMemorySegment(SPECIES, ss, at + 5 * BYTES, ORDER);
        FloatVector v6 = FloatVector.fromMemorySegment(SPECIES, ss, at + 6 * BYTES, ORDER);
        FloatVector v7 = FloatVector.fromMemorySegment(SPECIES, ss, at + 7 * BYTES, ORDER);
        FloatVector v8 = FloatVector.fromMemorySegment(SPECIES, ss, at + 8 * BYTES, ORDER);
        FloatVector v9 = FloatVector.fromMemorySegment(SPECIES, ss, at + 9 * BYTES, ORDER);
        FloatVector v10 = FloatVector.fromMemorySegment(SPECIES, ss, at + 10 * BYTES, ORDER);
        FloatVector v11 = FloatVector.fromMemorySegment(SPECIES, ss, at + 11 * BYTES, ORDER);
        FloatVector v12 = FloatVector.fromMemorySegment(SPECIES, ss, at + 12 * BYTES, ORDER);
        FloatVector v13 = FloatVector.fromMemorySegment(SPECIES, ss, at + 13 * BYTES, ORDER);
        FloatVector v14 = FloatVector.fromMemorySegment(SPECIES, ss, at + 14 * BYTES, ORDER);
        FloatVector v15 = FloatVector.fromMemorySegment(SPECIES, ss, at + 15 * BYTES, ORDER);
        FloatVector a0 = v0.blend(v2, ODD2).add(v2.blend(v0, ODD2).rearrange(SWAP2));
        FloatVector b0 = v1.blend(v3, ODD2).add(v3.blend(v1, ODD2).rearrange(SWAP2));
        FloatVector s0 = a0.blend(b0, ODD1).add(b0.blend(a0, ODD1).rearrange(SWAP1));
        FloatVector a1 = v4.blend(v6, ODD2).add(v6.blend(v4, ODD2).rearrange(SWAP2));
        FloatVector b1 = v5.blend(v7, ODD2).add(v7.blend(v5, ODD2).rearrange(SWAP2));
        FloatVector s1 = a1.blend(b1, ODD1).add(b1.blend(a1, ODD1).rearrange(SWAP1));
        FloatVector a2 = v8.blend(v10, ODD2).add(v10.blend(v8, ODD2).rearrange(SWAP2));
        FloatVector b2 = v9.blend(v11, ODD2).add(v11.blend(v9, ODD2).rearrange(SWAP2));
        FloatVector s2 = a2.blend(b2, ODD1).add(b2.blend(a2, ODD1).rearrange(SWAP1));
        FloatVector a3 = v12.blend(v14, ODD2).add(v14.blend(v12, ODD2).rearrange(SWAP2));
        FloatVector b3 = v13.blend(v15, ODD2).add(v15.blend(v13, ODD2).rearrange(SWAP2));
        FloatVector s3 = a3.blend(b3, ODD1).add(b3.blend(a3, ODD1).rearrange(SWAP1));
        FloatVector l = s0.blend(s1, ODD4).add(s1.blend(s0, ODD4).rearrange(SWAP4));
        FloatVector h = s2.blend(s3, ODD4).add(s3.blend(s2, ODD4).rearrange(SWAP4));
        sum = l.blend(h, ODD8).add(h.blend(l, ODD8).rearrange(SWAP8));
      }
      sum.add(0f).intoMemorySegment(ws, to, ORDER);
      at = at + WIDTH * BYTES & OffHeap.RANGE;
      to = to + BYTES & OffHeap.RANGE;
    }
  }
}
