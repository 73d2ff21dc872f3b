package tombola.kernels.generated;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.kernels.Room;
import tombola.kernels.RowWindow;
import tombola.kernels.generated.ColumnTile.Argument;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.CodeFunction;
import tombola.kernels.x86.CodeMemory;
import tombola.math.Tree;

/**
 * A convolution's dense weight gradient around {@link ColumnTile}: some rows of places at a time,
 * whose inputs stand in a thread's room as in a {@link RowWindow}, and of these the gradients of
 * some filters, which stay in the first cache while all columns of W pass over them.
 */
final class ColumnSweep {
  private static final int MOST_ROWS = 6;
  private static final int GRADIENT_BYTES = 12 << 10; // of a group of filters: they stay cached
  private static final int SUM_BYTES = 2 << 20; // of the filters that share a copy of the inputs
  private static final long GRADIENTS = LineFunctions.ARGUMENTS; // bytes of the room before them

  private final Convolution shape;
  private final Functions functions;
  private final LineFunctions lines;
  private final RowWindow window;
  private final int block; // rows of places
  private final int sources; // rows of inputs that these need
  private final int filters; // that share a copy of the inputs
  private final long inputs; // bytes of the room before the window
  private final long plane; // bytes from a channel of a row to the next
  private final long row; // bytes of the sums of a filter

  /** The functions for every shape. */
  static final class Functions {
    private final CodeFunction[] tiles = new CodeFunction[2 * MOST_ROWS];

    Functions(Assembler code, Arena arena) {
      int[] starts = new int[tiles.length];
      for (int i = 0; i < tiles.length; i++) {
        starts[i] = ColumnTile.write(i / 2 + 1, i % 2 + 1, code);
      }
      MemorySegment memory = CodeMemory.install(code, arena);
      for (int i = 0; i < tiles.length; i++) {
        tiles[i] = new CodeFunction(memory.asSlice(starts[i]));
      }
    }

    private CodeFunction tile(int rows, int channels) {
      return tiles[2 * rows + channels - 3];
    }
  }

  ColumnSweep(Convolution shape, Functions functions, LineFunctions lines) {
    this.shape = shape;
    this.functions = functions;
    this.lines = lines;
    this.window = RowWindow.onInputs(shape);
    long gradients = (long) shape.outWidth() * MOST_ROWS * LINE; // of a row of places
    this.block = Math.clamp(GRADIENT_BYTES / gradients, 1, shape.outHeight());
    this.sources = (block - 1) * shape.stride() + shape.kernel();
    this.filters = together(shape);
    this.inputs = GRADIENTS + block * gradients;
    this.plane = window.planeBytes();
    this.row = shape.columns() * LINE;
  }

  private static int together(Convolution shape) {
    int most = (int) (SUM_BYTES / (shape.columns() * LINE));
    return Math.clamp(most, Math.min(MOST_ROWS, shape.filters()), shape.filters());
  }

  /** Returns the floats of sums. */
  static long room(Convolution shape) {
    return (long) together(shape) * shape.columns() * LANES;
  }

  /** Computes filters [{@code fromFilter}, {@code toFilter}). */
  void run(
      int panels,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromFilter,
      int toFilter,
      MemorySegment sums) {
    MemorySegment room = Room.of(inputs + sources * window.rowBytes());
    lines.clear(room.address() + inputs, sources * window.rowBytes());
    for (int o = fromFilter; o < toFilter; o += filters) {
      int end = Math.min(o + filters, toFilter);
      lines.clear(sums.address(), (end - o) * row);
      for (int p = 0; p < panels; p++) {
        for (int oy = 0; oy < shape.outHeight(); oy += block) {
          int rows = Math.min(block, shape.outHeight() - oy);
          fill(room, x, p, oy * shape.stride() - shape.padding());
          addRows(room, dy, p, oy, rows, o, end, sums);
        }
      }
      finish(sums, dw, o, end);
    }
  }

  /** Copies the rows of inputs from {@code top} on to the window, zeros for those there are not. */
  private void fill(MemorySegment room, MemorySegment x, int panel, int top) {
    for (int i = 0; i < sources; i++) {
      long to = room.address() + inputs + i * window.rowBytes();
      int row = top + i;
      if (row < 0 || row >= shape.height()) {
        lines.clear(to, window.rowBytes());
      } else {
        long from = (panel * (long) shape.height() + row) * window.pictureRow();
        lines.copyRow(room, window, x.address() + from, to);
      }
    }
  }

  private void addRows(
      MemorySegment room,
      MemorySegment dy,
      int panel,
      int oy,
      int rows,
      int fromFilter,
      int toFilter,
      MemorySegment sums) {
    long first = panel * (long) shape.out() + (long) oy * shape.outWidth() * shape.filters();
    int groups = groups(fromFilter, toFilter);
    for (int group = 0; group < groups; group++) {
      int from = fromFilter + (toFilter - fromFilter) * group / groups;
      int count = fromFilter + (toFilter - fromFilter) * (group + 1) / groups - from;
      lines.copy(
          room,
          count,
          rows * shape.outWidth(),
          dy.address() + (first + from) * LINE,
          Panels.bytes(shape.filters()),
          room.address() + GRADIENTS,
          LINE,
          Panels.bytes(count));
      long to = sums.address() + (from - fromFilter) * row;
      set(room, Argument.GRADIENTS, room.address() + GRADIENTS);
      set(room, Argument.PLACES, shape.outWidth() * LINE);
      set(room, Argument.ROWS, rows);
      set(room, Argument.NEXT_ROW, shape.stride() * window.rowBytes() - shape.outWidth() * LINE);
      set(room, Argument.NEXT_CHANNEL, plane);
      for (int ky = 0; ky < shape.kernel(); ky++) {
        for (int kx = 0; kx < shape.kernel(); kx++) {
          long at = room.address() + inputs + ky * window.rowBytes() + window.offset(0, kx);
          long tap = (long) ky * shape.kernel() + kx;
          addTap(room, at, count, to + tap * count * Panels.bytes(shape.channels()));
        }
      }
    }
  }

  private static int groups(int fromFilter, int toFilter) {
    return (toFilter - fromFilter + MOST_ROWS - 1) / MOST_ROWS;
  }

  /** All channels at one tap. */
  private void addTap(MemorySegment room, long source, int count, long sums) {
    int pairs = shape.channels() / 2;
    set(room, Argument.SOURCE, source);
    set(room, Argument.SUMS, sums);
    if (pairs > 0) {
      set(room, Argument.BLOCKS, pairs);
      functions.tile(count, 2).call(room.address(), 0, 0, 0, 0, 0);
    }
    if (shape.channels() % 2 == 1) {
      set(room, Argument.SOURCE, source + 2L * pairs * plane);
      set(room, Argument.SUMS, sums + 2L * pairs * count * LINE);
      set(room, Argument.BLOCKS, 1);
      functions.tile(count, 1).call(room.address(), 0, 0, 0, 0, 0);
    }
  }

  private void finish(MemorySegment sums, MemorySegment dw, int fromFilter, int toFilter) {
    int groups = groups(fromFilter, toFilter);
    long at = 0;
    for (int group = 0; group < groups; group++) {
      int from = fromFilter + (toFilter - fromFilter) * group / groups;
      int to = fromFilter + (toFilter - fromFilter) * (group + 1) / groups;
      for (int column = 0; column < shape.columns(); column++) {
        for (int o = from; o < to; o++) {
          dw.set(FLOAT, o * shape.rowBytes() + 4L * column, Tree.sum(sums, at));
          at += LINE;
        }
      }
    }
  }

  private static void set(MemorySegment room, Argument argument, long value) {
    room.set(ValueLayout.JAVA_LONG, argument.offset(), value);
  }
}
