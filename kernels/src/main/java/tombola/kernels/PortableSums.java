package tombola.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import tombola.kernel.Panels;
import tombola.kernel.Sums;

/** Sums of two paths at one vector width; see {@link VectorWidths}. */
final class PortableSums implements Sums {
  private static final VectorSpecies<Float> SPECIES = VectorWidths.species(MethodHandles.lookup());
  private static final long BYTES = SPECIES.length() * (long) Float.BYTES;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  PortableSums() {}

  @Override
  public void add(
      int features,
      MemorySegment a,
      MemorySegment b,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel) {
    MemorySegment as = OffHeap.base(a);
    MemorySegment bs = OffHeap.base(b);
    MemorySegment ys = OffHeap.base(y);
    long fromA = OffHeap.at(a, 0);
    long fromB = OffHeap.at(b, 0);
    long fromY = OffHeap.at(y, 0);
    long end = toPanel * Panels.bytes(features);
    for (long at = fromPanel * Panels.bytes(features); at < end; at += BYTES) {
      FloatVector sum = vector(as, fromA + at).add(vector(bs, fromB + at)).add(0f);
      if (relu) {
        sum = sum.blend(0f, sum.compare(VectorOperators.LE, 0f));
      }
      sum.intoMemorySegment(ys, fromY + at & OffHeap.RANGE, ORDER);
    }
  }

  @Override
  public void back(
      int features,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      boolean adds,
      boolean gated,
      int fromPanel,
      int toPanel) {
    MemorySegment ds = OffHeap.base(dy);
    MemorySegment xs = OffHeap.base(x);
    MemorySegment all = OffHeap.base(dx);
    long fromDy = OffHeap.at(dy, 0);
    long fromX = OffHeap.at(x, 0);
    long fromDx = OffHeap.at(dx, 0);
    long end = toPanel * Panels.bytes(features);
    for (long at = fromPanel * Panels.bytes(features); at < end; at += BYTES) {
      FloatVector brought = vector(ds, fromDy + at);
      if (gated) {
        brought = brought.blend(0f, vector(xs, fromX + at).compare(VectorOperators.LE, 0f));
      }
      if (adds) {
        brought = vector(all, fromDx + at).add(brought);
      }
      brought.add(0f).intoMemorySegment(all, fromDx + at & OffHeap.RANGE, ORDER);
    }
  }

  private static FloatVector vector(MemorySegment base, long place) {
    return FloatVector.fromMemorySegment(SPECIES, base, place & OffHeap.RANGE, ORDER);
  }
}
