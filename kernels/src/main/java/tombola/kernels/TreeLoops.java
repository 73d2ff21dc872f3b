package tombola.kernels;

import java.lang.foreign.MemorySegment;

/** The loops that end the sums of the weight gradient. */
interface TreeLoops {
  /**
   * Writes the gradients of {@code count} slots, and of those up to the next whole vector, from
   * byte {@code offset} of dw on.
   *
   * @param sums a vector for each slot: with four lanes the quarters of the tree; with eight the
   *     two sums within each quarter, of quarters 0, 2, 1 and 3; with sixteen the accumulators
   */
  void run(int count, MemorySegment sums, MemorySegment dw, long offset);
}
