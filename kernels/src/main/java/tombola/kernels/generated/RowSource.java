package tombola.kernels.generated;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.MemorySegment;
import tombola.kernels.RowWindow;

/**
 * Rows of a strip of a picture in a thread's room, as a {@link RowWindow} has them, one after the
 * other. There are more than are needed at once, so that those which still are move back to the
 * beginning now and then only.
 */
final class RowSource {
  private static final long BYTES = 96 << 10; // that rows may take where fewer would do

  private final RowWindow window;
  private final LineFunctions lines;
  private final int phases; // pixels of a stride that are needed
  private final int depth; // rows in the room
  private final int[] tops; // by row of results: the row of the picture that stands first
  private final int[] ends; // by row of results: one more than the last that stands there

  /** Which rows of a picture a row of results needs. */
  @FunctionalInterface
  interface Rows {
    /** Returns the first of them, or one more than the last, for row {@code row} of results. */
    int of(int row);
  }

  /**
   * Says how rows stand.
   *
   * @param phases pixels of a stride that are needed
   * @param rows of the picture
   * @param kept rows that the next row of results needs again, at most
   * @param results rows of results; {@code first} and {@code last}, which never fall, say what each
   *     of them needs
   */
  RowSource(
      RowWindow window,
      LineFunctions lines,
      int phases,
      int rows,
      int kept,
      int results,
      Rows first,
      Rows last) {
    this.window = window;
    this.lines = lines;
    this.phases = phases;
    long fit = BYTES / Math.max(1, window.rowBytes());
    long most = Math.min(rows, Math.max(window.rows() + kept, fit));
    this.depth = kept <= 0 ? window.rows() : (int) Math.max(window.rows(), most);
    this.tops = new int[results];
    this.ends = new int[results];
    int top = 0;
    int end = 0;
    for (int row = 0; row < results; row++) {
      end = Math.max(end, last.of(row));
      top = end - top > depth ? first.of(row) : top;
      tops[row] = top;
      ends[row] = end;
    }
  }

  /** Returns the bytes of room that it needs. */
  long bytes() {
    return depth * window.rowBytes();
  }

  /**
   * Begins a strip.
   *
   * @param room address of the rows
   * @param pixel of the picture that stands after the window's zeros
   */
  void begin(long room, int pixel) {
    if (pixel < window.left() || pixel - window.left() + window.pixels() > window.width()) {
      lines.clear(room, bytes());
    }
  }

  /**
   * Goes on from what row {@code row - 1} of results needed to what {@code row} needs.
   *
   * @param at bytes of room before the rows
   * @param picture its address
   */
  void advance(MemorySegment room, long at, long picture, int pixel, int row) {
    long first = room.address() + at;
    int from = row == 0 ? 0 : ends[row - 1];
    int top = row == 0 ? 0 : tops[row - 1];
    if (tops[row] != top) {
      move(room, first, tops[row] - top, from - tops[row]);
    }
    for (int next = Math.max(from, tops[row]); next < ends[row]; next++) {
      long to = first + (next - tops[row]) * window.rowBytes();
      lines.copyStrip(room, window, pixel, phases, picture + next * window.pictureRow(), to);
    }
  }

  private void move(MemorySegment room, long first, int by, int rows) {
    long bytes = rows * window.rowBytes();
    if (bytes > 0) {
      int count = (int) (bytes / LINE);
      lines.copy(room, count, 1, first + by * window.rowBytes(), 0, first, LINE, 0);
    }
  }

  /** Returns how far after the first row {@code picture} would be, which need not be there. */
  long offset(int picture, int row) {
    return (picture - tops[row]) * window.rowBytes();
  }
}
