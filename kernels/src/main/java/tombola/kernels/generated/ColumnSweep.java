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

/**
 * A convolution's dense weight gradient around {@link ColumnTile}. A panel of inputs stands in a
 * thread's room, its rows as in a {@link RowWindow}. Some filters by some channels take their
 * gradients at a time, so few that their sums and the rows that they need stay in the second cache;
 * the gradients of some rows of places stay in the first while all columns of W pass over them.
 */
final class ColumnSweep {
  private static final int GRADIENT_BYTES = 12 << 10; // of a group of filters: they stay cached
  private static final int BLOCK_BYTES = 320 << 10; // of what a group needs at once: second cache
  private static final long GRADIENTS = LineFunctions.ARGUMENTS; // bytes of the room before them

  private final Convolution shape;
  private final Functions functions;
  private final LineFunctions lines;
  private final RowWindow window;
  private final int mostRows; // filters of a group
  private final int rows; // of places
  private final int channels; // of which a group of filters takes the gradients at once
  private final long inputs; // bytes of the room before the picture
  private final long picture; // its bytes
  private final long trees; // bytes of the room before the finished sums; those of lanes follow
  private final long sums; // bytes of the room before these
  private final long plane; // bytes from a channel of a row to the next

  /** The functions for every shape. */
  static final class Functions {
    private final CodeFunction[] tiles;
    private final int mostRows;

    Functions(Assembler code, Arena arena) {
      this.mostRows = ColumnTile.mostRows(code);
      this.tiles = new CodeFunction[2 * mostRows];
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
    this.mostRows = functions.mostRows;
    this.window = RowWindow.onInputs(shape);
    this.plane = window.planeBytes();
    long gradients = (long) shape.outWidth() * mostRows * LINE; // of a row of places
    this.rows = Math.clamp(GRADIENT_BYTES / gradients, 1, shape.outHeight());
    int sources = (rows - 1) * shape.stride() + shape.kernel();
    long channel = sources * plane + taps() * mostRows * LINE;
    long blocks = (shape.channels() * channel + BLOCK_BYTES - 1) / BLOCK_BYTES;
    this.channels = (int) ((shape.channels() + blocks - 1) / blocks + 1) / 2 * 2; // even
    this.inputs = GRADIENTS + rows * gradients;
    this.picture = ((shape.outHeight() - 1L) * shape.stride() + shape.kernel()) * window.rowBytes();
    this.trees = inputs + picture;
    int floats = shape.kernel() * shape.kernel() * mostRows * channels;
    this.sums = trees + (Panels.count(floats) + 1) * LINE;
  }

  /** Computes filters [{@code fromFilter}, {@code toFilter}) of some panels. */
  void run(
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromPanel,
      int toPanel,
      int fromFilter,
      int toFilter) {
    long bytes = sums + taps() * mostRows * Panels.bytes(channels);
    MemorySegment room = Room.of(bytes + LANES * LINE);
    lines.clear(room.address() + inputs, picture);
    for (int p = fromPanel; p < toPanel; p++) {
      fill(room, x, p);
      for (int channel = 0; channel < shape.channels(); channel += channels) {
        int end = Math.min(channel + channels, shape.channels());
        int groups = Math.ceilDiv(toFilter - fromFilter, mostRows);
        for (int group = 0; group < groups; group++) {
          int from = fromFilter + (toFilter - fromFilter) * group / groups;
          int to = fromFilter + (toFilter - fromFilter) * (group + 1) / groups;
          addGroup(room, dy, p, from, to, channel, end);
          finish(room, dw, p > fromPanel, from, to, channel, end);
        }
      }
    }
  }

  private long taps() {
    return (long) shape.kernel() * shape.kernel();
  }

  /** Copies a panel of inputs; zeros stand around it. */
  private void fill(MemorySegment room, MemorySegment x, int panel) {
    int last = (shape.outHeight() - 1) * shape.stride() + shape.kernel() - shape.padding();
    for (int row = 0; row < Math.min(last, shape.height()); row++) {
      long from = (panel * (long) shape.height() + row) * window.pictureRow();
      long to = inputs + (row + shape.padding()) * window.rowBytes();
      lines.copyRow(room, window, x.address() + from, room.address() + to);
    }
  }

  /** The gradients of some filters by some channels. */
  private void addGroup(
      MemorySegment room,
      MemorySegment dy,
      int panel,
      int fromFilter,
      int toFilter,
      int fromChannel,
      int toChannel) {
    int count = toFilter - fromFilter;
    long pixel = Panels.bytes(shape.filters());
    long tap = count * Panels.bytes(toChannel - fromChannel);
    lines.clear(room.address() + sums, taps() * tap);
    for (int oy = 0; oy < shape.outHeight(); oy += rows) {
      int some = Math.min(rows, shape.outHeight() - oy);
      long first = (panel * (long) shape.outHeight() + oy) * shape.outWidth();
      lines.copy(
          room,
          count,
          some * shape.outWidth(),
          dy.address() + first * pixel + fromFilter * LINE,
          pixel,
          room.address() + GRADIENTS,
          LINE,
          Panels.bytes(count));
      set(room, Argument.GRADIENTS, room.address() + GRADIENTS);
      set(room, Argument.PLACES, shape.outWidth() * LINE);
      set(room, Argument.ROWS, some);
      set(room, Argument.NEXT_ROW, shape.stride() * window.rowBytes() - shape.outWidth() * LINE);
      set(room, Argument.NEXT_CHANNEL, plane);
      long to = room.address() + sums;
      for (int ky = 0; ky < shape.kernel(); ky++) {
        long row = inputs + ((long) oy * shape.stride() + ky) * window.rowBytes();
        for (int kx = 0; kx < shape.kernel(); kx++) {
          long at = room.address() + row + window.offset(fromChannel, kx);
          addTap(room, at, count, toChannel - fromChannel, to);
          to += tap;
        }
      }
    }
  }

  /** Some channels at one tap. */
  private void addTap(MemorySegment room, long source, int count, int some, long sums) {
    int pairs = some / 2;
    set(room, Argument.SOURCE, source);
    set(room, Argument.SUMS, sums);
    if (pairs > 0) {
      set(room, Argument.BLOCKS, pairs);
      functions.tile(count, 2).call(room.address(), 0, 0, 0, 0, 0);
    }
    if (some % 2 == 1) {
      set(room, Argument.SOURCE, source + 2L * pairs * plane);
      set(room, Argument.SUMS, sums + 2L * pairs * count * LINE);
      set(room, Argument.BLOCKS, 1);
      functions.tile(count, 1).call(room.address(), 0, 0, 0, 0, 0);
    }
  }

  private void finish(
      MemorySegment room,
      MemorySegment dw,
      boolean adds,
      int fromFilter,
      int toFilter,
      int fromChannel,
      int toChannel) {
    long found = taps() * (toChannel - fromChannel) * (toFilter - fromFilter);
    lines.trees(room.address() + sums, found, room.address() + trees);
    long from = trees;
    for (int tap = 0; tap < taps(); tap++) {
      for (int c = fromChannel; c < toChannel; c++) {
        long column = 4L * (tap * shape.channels() + c);
        for (int o = fromFilter; o < toFilter; o++) {
          long at = o * shape.rowBytes() + column;
          float sum = room.get(FLOAT, from);
          dw.set(FLOAT, at, adds ? dw.get(FLOAT, at) + sum : sum);
          from += Float.BYTES;
        }
      }
    }
  }

  private static void set(MemorySegment room, Argument argument, long value) {
    room.set(ValueLayout.JAVA_LONG, argument.offset(), value);
  }
}
