package tombola.kernels;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;

/**
 * A sparse convolution forward or to its inputs, row by row of what it makes: the rows of the
 * source that one needs stand in a thread's room ({@link RowWindow}); at some places of the row at
 * once, all outputs take what one row of the filter brings before the next row does, so that the
 * few pixels which that row needs stay in the first cache.
 */
final class RowGather {
  private final Convolution shape;
  private final boolean forward;
  private final RowWindow window;
  private final RowLists lists;
  private final RowLoops loops;
  private final int outputs;
  private final int rows; // of what is made
  private final int pixels; // of a row of it
  private final int sources; // rows of the source
  private final int phases; // pixels from one that a block makes to the next
  private final long slack; // bytes that may be read behind the window
  private final long sums; // bytes of room before the sums

  private RowGather(
      Convolution shape, boolean forward, RowWindow window, RowLists lists, RowLoops loops) {
    this.shape = shape;
    this.forward = forward;
    this.window = window;
    this.lists = lists;
    this.loops = loops;
    this.outputs = forward ? shape.filters() : shape.channels();
    this.rows = forward ? shape.outHeight() : shape.height();
    this.pixels = forward ? shape.outWidth() : shape.width();
    this.sources = forward ? shape.height() : shape.outHeight();
    this.phases = forward ? 1 : shape.stride();
    this.slack = loops.places() * LINE;
    this.sums = window.bytes() + slack;
  }

  static RowGather forward(Convolution shape, SparsePattern pattern, RowLoops loops, Arena arena) {
    RowWindow window = RowWindow.onInputs(shape, pattern);
    RowLists lists = RowLists.forward(shape, pattern, window, arena);
    return new RowGather(shape, true, window, lists, loops);
  }

  static RowGather inputGradient(
      Convolution shape, SparsePattern pattern, RowLoops loops, Arena arena) {
    RowWindow window = RowWindow.onOutputs(shape, pattern);
    RowLists lists = RowLists.inputGradient(shape, pattern, window, arena);
    return new RowGather(shape, false, window, lists, loops);
  }

  /** Computes panels [{@code fromPanel}, {@code toPanel}) of y from the source x. */
  void run(
      MemorySegment values,
      MemorySegment start,
      MemorySegment x,
      MemorySegment y,
      MemorySegment gate,
      RowLoops.End end,
      int fromPanel,
      int toPanel) {
    MemorySegment room = Room.of(sums + outputs * slack);
    loops.clear(room, 0, sums);
    long in = sources * window.pictureRow();
    long out = (long) rows * pixels * outputs * LINE;
    for (int p = fromPanel; p < toPanel; p++) {
      int next = 0;
      for (int row = 0; row < rows; row++) {
        for (int last = lastSource(row); next < last; next++) {
          long from = p * in + next * window.pictureRow();
          loops.copy(window, x, from, room, ring(next));
        }
        for (int phase = 0; phase < phases; phase++) {
          phase(values, start, room, y, gate, end, p * out, row, phase);
        }
      }
    }
  }

  /** Makes every {@link #phases}-th pixel of a row from {@code phase} on. */
  private void phase(
      MemorySegment values,
      MemorySegment start,
      MemorySegment room,
      MemorySegment y,
      MemorySegment gate,
      RowLoops.End end,
      long panel,
      int row,
      int phase) {
    int count = (pixels - phase + phases - 1) / phases;
    int most = loops.places();
    long step = phases * Panels.bytes(outputs);
    long first = panel + ((long) row * pixels + phase) * Panels.bytes(outputs);
    for (int place = 0; place < count; place += most) {
      int from = Math.max(0, Math.min(place, count - most)); // the last ones step back
      loops.begin(outputs, start, room, sums);
      for (int ky = 0; ky < shape.kernel(); ky++) {
        int source = source(row, ky);
        if (source >= 0 && source < sources) {
          long at = ring(source) + from * LINE;
          loops.add(lists, phase * shape.kernel() + ky, values, room, at, sums);
        }
      }
      int places = Math.min(most, count);
      loops.finish(outputs, room, sums, places, y, first + from * step, step, gate, end);
    }
  }

  private long ring(int source) {
    return source % window.rows() * window.rowBytes();
  }

  /** Returns one more than the last row of the source that {@code row} needs. */
  private int lastSource(int row) {
    int last =
        forward
            ? row * shape.stride() - shape.padding() + shape.kernel()
            : (row + shape.padding()) / shape.stride() + 1;
    return Math.min(last, sources);
  }

  /** Returns the row of the source that row {@code ky} of the filter meets, or none there is. */
  private int source(int row, int ky) {
    if (forward) {
      return row * shape.stride() + ky - shape.padding();
    }
    int at = row + shape.padding() - ky;
    return at >= 0 && at % shape.stride() == 0 ? at / shape.stride() : -1;
  }
}
