package tombola.kernels;

import java.lang.foreign.MemorySegment;

/** The loops of a convolution's dense weight gradient. */
interface FilterLoops {
  /** Filters at a time. */
  int ROWS = 4;

  /**
   * Copies the gradients of some filters at {@code places} places that follow one another, to
   * {@code [place][ROWS][16]} in room.
   *
   * @param filters at most {@link #ROWS}; the last stands for those that are not there
   * @param step bytes from one place to the next in {@code dy}
   */
  void pack(
      int places, int filters, MemorySegment dy, long from, long step, MemorySegment room, long to);

  /**
   * Adds to the sums of {@link #ROWS} filters and two columns what a row of places brings.
   *
   * @param lines where the packed gradients are in room
   * @param x0 where the inputs of the first column are in room, a line for each place
   * @param x1 of the second
   * @param sums {@code [column][ROWS][16]}: the lanes of each sum
   */
  void add(
      int places,
      MemorySegment room,
      long lines,
      long x0,
      long x1,
      MemorySegment sums,
      long sums0,
      long sums1);
}
