package tombola.kernels;

import static tombola.kernel.Panels.LINE;
import static tombola.kernels.FilterLoops.ROWS;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.math.Tree;

/**
 * The dense weight gradient of a convolution: some filters at once, row by row of places, whose
 * gradients stay in the first cache while all columns of W pass over them. The inputs stand in a
 * thread's room, so that a column's lines follow one another ({@link RowWindow}).
 */
final class FilterGradient {
  private static final Map<Convolution, RowWindow> WINDOWS = new ConcurrentHashMap<>();
  private static final long BLOCK = ROWS * LINE; // bytes of a column's sums, or of a place

  private final FilterLoops filters;
  private final RowLoops rows;

  FilterGradient(FilterLoops filters, RowLoops rows) {
    this.filters = filters;
    this.rows = rows;
  }

  void run(
      Convolution shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromPanel,
      int toPanel,
      int fromFilter,
      int toFilter) {
    RowWindow window = WINDOWS.computeIfAbsent(shape, RowWindow::onInputs);
    long sums = window.bytes() + shape.outWidth() * BLOCK;
    long bytes = sums + shape.columns() * BLOCK;
    MemorySegment room = Room.of(bytes);
    rows.clear(room, 0, window.bytes());
    for (int o = fromFilter; o < toFilter; o += ROWS) {
      int end = Math.min(o + ROWS, toFilter);
      for (int p = fromPanel; p < toPanel; p++) {
        rows.clear(room, sums, bytes);
        addPanel(shape, window, room, dy, x, sums, p, o, end);
        finish(shape, room, sums, dw, p > fromPanel, o, end);
      }
    }
  }

  private void addPanel(
      Convolution shape,
      RowWindow window,
      MemorySegment room,
      MemorySegment dy,
      MemorySegment x,
      long sums,
      int panel,
      int from,
      int to) {
    long place = Panels.bytes(shape.filters());
    int next = 0;
    for (int oy = 0; oy < shape.outHeight(); oy++) {
      int top = oy * shape.stride() - shape.padding();
      for (int last = Math.min(top + shape.kernel(), shape.height()); next < last; next++) {
        long at = (panel * (long) shape.height() + next) * window.pictureRow();
        rows.copy(window, x, at, room, ring(window, next));
      }
      long row = ((long) panel * shape.outHeight() + oy) * shape.outWidth() * place;
      long first = row + from * LINE;
      filters.pack(shape.outWidth(), to - from, dy, first, place, room, window.bytes());
      for (int ky = 0; ky < shape.kernel(); ky++) {
        if (top + ky >= 0 && top + ky < shape.height()) {
          addRow(shape, window, room, ring(window, top + ky), sums, ky);
        }
      }
    }
  }

  /** All columns of row {@code ky} of the filters, two at a time. */
  private void addRow(
      Convolution shape, RowWindow window, MemorySegment room, long row, long sums, int ky) {
    int columns = shape.kernel() * shape.channels();
    for (int column = 0; column < columns; column += 2) {
      int other = Math.min(column + 1, columns - 1);
      long first = sums + (long) ky * columns * BLOCK;
      filters.add(
          shape.outWidth(),
          room,
          window.bytes(),
          row + window.offset(column % shape.channels(), column / shape.channels()),
          row + window.offset(other % shape.channels(), other / shape.channels()),
          room,
          first + column * BLOCK,
          first + other * BLOCK);
    }
  }

  private static long ring(RowWindow window, int source) {
    return source % window.rows() * window.rowBytes();
  }

  private static void finish(
      Convolution shape,
      MemorySegment room,
      long sums,
      MemorySegment dw,
      boolean adds,
      int from,
      int to) {
    for (int o = from; o < to; o++) {
      for (int column = 0; column < shape.columns(); column++) {
        float sum = Tree.sum(room, sums + column * BLOCK + (o - from) * LINE);
        long at = o * shape.rowBytes() + 4L * column;
        dw.set(Panels.FLOAT, at, adds ? dw.get(Panels.FLOAT, at) + sum : sum);
      }
    }
  }
}
