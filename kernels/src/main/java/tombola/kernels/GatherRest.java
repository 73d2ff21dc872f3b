package tombola.kernels;

import java.lang.foreign.MemorySegment;

/**
 * The loops of a gather, over fewer vectors of samples than {@link GatherLoops} takes at a time.
 */
interface GatherRest {
  /** Adds the entries of a block to vectors [{@code from}, {@code last}) of samples of y. */
  void run(
      GatherLists lists,
      int block,
      MemorySegment values,
      MemorySegment start,
      MemorySegment x,
      MemorySegment y,
      int from,
      int last);
}
