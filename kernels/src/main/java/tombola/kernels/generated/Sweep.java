package tombola.kernels.generated;

import java.lang.foreign.MemorySegment;

/** A sparse convolution forward or to its inputs. */
interface Sweep {
  /**
   * Computes panels [{@code fromPanel}, {@code toPanel}) of the result.
   *
   * @param start what the sums of each output begin with
   * @param gate of the shape of the result, where it has one
   */
  void run(
      MemorySegment values,
      MemorySegment start,
      MemorySegment x,
      MemorySegment gate,
      MemorySegment result,
      int fromPanel,
      int toPanel);
}
