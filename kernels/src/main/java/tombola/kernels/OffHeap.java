package tombola.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How the kernels reach off-heap memory. Where native access is allowed they use plain addresses:
 * the checks of a segment at every load cost a third of a product's time, and the layers have
 * checked all shapes before. Else they go through the segments.
 */
final class OffHeap {
  private static final boolean RAW = OffHeap.class.getModule().isNativeAccessEnabled();
  private static final MemorySegment ALL = RAW ? everything() : MemorySegment.NULL;

  /**
   * All places there are. A place masked with it is known not to be negative, and so are its sums
   * with what is not: the compiler leaves out what would check each of them against the bounds of
   * {@link #base}.
   */
  static final long RANGE = 0x7fff_ffff_ffffL;

  /** The layout of a value at any place. */
  static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private OffHeap() {}

  @SuppressWarnings("restricted")
  private static MemorySegment everything() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }

  /** Returns the segment to access instead of {@code segment}. */
  static MemorySegment base(MemorySegment segment) {
    return RAW ? ALL : segment;
  }

  /** Returns where byte {@code offset} of {@code segment} stands in its {@link #base}. */
  static long at(MemorySegment segment, long offset) {
    return RAW ? segment.address() + offset : offset;
  }
}
