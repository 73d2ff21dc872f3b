package tombola.kernels;

import java.lang.foreign.MemorySegment;

/** The loops of a sparse convolution over rows of a picture in a {@link RowWindow}. */
interface RowLoops {
  /** Vectors of sums of one output. */
  int VECTORS = 8;

  /** Live weights whose gradients are summed at once. */
  int CHUNK = 4;

  /** Returns the places of a row that are computed at once: eight vectors of sums. */
  int places();

  /** Makes bytes [{@code from}, {@code to}), whole lines, zeros. */
  void clear(MemorySegment segment, long from, long to);

  /** Copies a row of a picture, at byte {@code from} of {@code x}, to byte {@code to} of room. */
  default void copy(RowWindow window, MemorySegment x, long from, MemorySegment room, long to) {
    copy(window, 0, window.planes(), x, from, room, to);
  }

  /**
   * Copies, of such a row, planes [{@code fromPlane}, {@code toPlane}) of those that the window
   * keeps: pixel by pixel, as the picture lies in memory.
   */
  void copy(
      RowWindow window,
      int fromPlane,
      int toPlane,
      MemorySegment x,
      long from,
      MemorySegment room,
      long to);

  /** Begins the sums of {@code outputs} outputs at byte {@code sums} of room. */
  void begin(int outputs, MemorySegment start, MemorySegment room, long sums);

  /** Adds what the row at byte {@code row} of room brings through the lists of a block. */
  void add(
      RowLists lists, int block, MemorySegment values, MemorySegment room, long row, long sums);

  /** What becomes of a finished sum. */
  enum End {
    /** It is kept. */
    KEPT,
    /** It is kept where above 0. */
    RECTIFIED,
    /** It is kept where the gate is above 0. */
    GATED
  }

  /**
   * Finishes sums: of {@code places} places, {@code step} bytes apart in y from byte {@code to} on.
   *
   * @param gate of the shape of y
   */
  void finish(
      int outputs,
      MemorySegment room,
      long sums,
      int places,
      MemorySegment y,
      long to,
      long step,
      MemorySegment gate,
      End end);

  /**
   * Adds to the sums of {@link #CHUNK} weights what the places of a row bring, both factors in
   * room.
   *
   * @param table where the inputs of each weight are: its filter's row, then bytes from there
   * @param rows for each row of a filter, and one more for a weight that is not there, a byte of
   *     room and the bits of {@code table} that count
   * @param lines of the gradients
   */
  void addChunk(
      int places,
      MemorySegment table,
      long chunk,
      MemorySegment room,
      long rows,
      long lines,
      MemorySegment sums,
      long to);
}
