package tombola.kernels;

import java.lang.foreign.MemorySegment;

/** The loops of a gather, over all vectors of samples of some panels. */
interface GatherLoops {
  /**
   * Computes panels [{@code fromPanel}, {@code toPanel}) of y: sums that begin at {@code start}, an
   * output each, and are +0.0 where {@code gate} is at or below 0.
   *
   * @param rest what computes vectors that are left over
   * @param gate of the shape of y, and perhaps y itself
   * @param gated whether to look at {@code gate}
   */
  void run(
      GatherRest rest,
      GatherLists lists,
      MemorySegment values,
      MemorySegment start,
      MemorySegment x,
      MemorySegment y,
      MemorySegment gate,
      boolean gated,
      int fromPanel,
      int toPanel);
}
