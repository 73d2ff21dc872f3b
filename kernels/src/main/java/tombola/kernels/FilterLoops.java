package tombola.kernels;

import java.lang.foreign.MemorySegment;
import tombola.kernel.Convolution;

/** The loops of a convolution's weight gradient. */
interface FilterLoops {
  /** Filters at a time. */
  int ROWS = 6;

  /**
   * Adds to the accumulators of some filters what panel {@code panel} brings.
   *
   * @param from the first of at most {@link #ROWS} filters
   * @param to one more than the last
   * @param sums {@code [column][ROWS][16]}: the lanes of each sum
   */
  void add(
      Convolution shape,
      int panel,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment sums,
      int from,
      int to);
}
