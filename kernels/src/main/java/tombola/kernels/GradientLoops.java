package tombola.kernels;

import java.lang.foreign.MemorySegment;

/** The loops of the sparse weight gradient. */
interface GradientLoops {
  /**
   * Computes the slots of units [{@code fromUnit}, {@code toUnit}) from panels dy and x.
   *
   * @param trees what ends the sums
   */
  void run(
      TreeLoops trees,
      GradientLists lists,
      int panels,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromUnit,
      int toUnit);
}
