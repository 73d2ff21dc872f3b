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
  private static final long BYTES = 160 << 10; // that rows may take where fewer would do

  private final RowWindow window;
  private final LineFunctions lines;
  private final int depth; // rows in the room

  /**
   * Says how rows stand.
   *
   * @param rows of the picture
   * @param kept rows that the next row of results needs again, at most
   */
  RowSource(RowWindow window, LineFunctions lines, int rows, int kept) {
    this.window = window;
    this.lines = lines;
    long fit = BYTES / Math.max(1, window.rowBytes());
    long most = Math.min(rows, Math.max(window.rows() + kept, fit));
    this.depth = kept <= 0 ? window.rows() : (int) Math.max(window.rows(), most);
  }

  /** Returns the bytes of room that it needs. */
  long bytes() {
    return depth * window.rowBytes();
  }

  /** A strip from its first row on. */
  final class Strip {
    private final MemorySegment room;
    private final long first; // address of the rows
    private final long picture; // address
    private final int pixel;
    private final int phases;
    private int top; // row of the picture that stands first
    private int next; // row of the picture that comes next

    /**
     * Begins a strip.
     *
     * @param pixel of the picture that stands after the window's zeros
     * @param phases pixels of a stride that are needed
     */
    Strip(MemorySegment room, long at, long picture, int pixel, int phases) {
      this.room = room;
      this.first = room.address() + at;
      this.picture = picture;
      this.pixel = pixel;
      this.phases = phases;
      if (pixel < window.left() || pixel - window.left() + window.pixels() > window.width()) {
        lines.clear(first, bytes());
      }
    }

    /** Goes on to where rows [{@code from}, {@code to}) are needed. */
    void advance(int from, int to) {
      next = Math.max(next, from);
      while (next < to) {
        if (next - top >= depth) {
          move(from);
        }
        long at = first + (next - top) * window.rowBytes();
        lines.copyStrip(room, window, pixel, phases, picture + next * window.pictureRow(), at);
        next++;
      }
    }

    private void move(int from) {
      long bytes = (next - from) * window.rowBytes();
      if (bytes > 0) {
        lines.copy(
            room,
            (int) (bytes / LINE),
            1,
            first + (from - top) * window.rowBytes(),
            0,
            first,
            LINE,
            0);
      }
      top = from;
    }

    /** Returns where row {@code row} of the picture would be, which need not be there. */
    long address(int row) {
      return first + (row - top) * window.rowBytes();
    }
  }
}
