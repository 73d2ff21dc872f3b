package tombola.kernels.generated;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernels.Room;
import tombola.kernels.RowWindow;
import tombola.kernels.generated.SlotTile.Argument;

/**
 * The weight gradient of a sparse convolution around {@link SlotTile}, a row of places at a time.
 * The rows of inputs that meet it stand in a thread's room, as in a {@link RowWindow}, and so does
 * the row of gradients, filter by filter; the sums of live weights wait in the room for the next
 * row.
 */
final class SlotSweep {
  private static final long SUMS = LineFunctions.ARGUMENTS; // bytes of the room before them
  private static final int BLOCK_BYTES = 16 << 10; // of the inputs of a block: half a first cache
  private static final double DENSE_ENOUGH = 0.08; // else a block has too few weights of a filter

  private final Convolution shape;
  private final SparsePattern pattern;
  private final LineFunctions lines;
  private final RowWindow window;
  private final long trees; // bytes of the room before the finished sums
  private final long gradients; // bytes of the room before them
  private final long nextFilter; // bytes from a filter's gradients to the next one's
  private final int[] rows; // the filter of each slot
  private final int[] slots; // of each line of sums
  private final int blocks; // of channels, times rows of the filter
  private final int[] unitLines; // the first line of sums of each block and unit, then the end
  private final SlotRuns.Table table; // by block and unit

  SlotSweep(
      Convolution shape, SparsePattern pattern, SlotCode code, LineFunctions lines, Arena arena) {
    this.shape = shape;
    this.pattern = pattern;
    this.lines = lines;
    this.window = RowWindow.onInputs(shape);
    this.nextFilter = shape.outWidth() * LINE;
    this.rows = pattern.rows();
    int cut = cut();
    this.blocks = shape.kernel() * cut;
    this.unitLines = new int[blocks * pattern.units() + 1];
    this.slots = new int[pattern.live()];
    this.trees = SUMS + (slots.length + LANES) * LINE;
    this.gradients = trees + (Panels.count(slots.length) + 1) * LINE;
    SlotRuns runs = new SlotRuns(code.tile(shape.outWidth()));
    int line = 0;
    for (int block = 0; block < blocks; block++) {
      for (int unit = 0; unit < pattern.units(); unit++) {
        line = addChunks(runs, unit, block, cut, line);
        unitLines[block * pattern.units() + unit + 1] = line;
      }
    }
    this.table = runs.table(arena);
  }

  /** Returns into how many blocks channels are cut. */
  private int cut() {
    double all = (double) shape.columns() * shape.filters();
    long bytes = window.rowBytes();
    return pattern.live() < DENSE_ENOUGH * all
        ? 1
        : (int) Math.min(shape.channels(), 1 + bytes / BLOCK_BYTES);
  }

  /** Adds the chunks of a unit's weights in a block, with sums from a line on; returns the next. */
  private int addChunks(SlotRuns runs, int unit, int block, int cut, int line) {
    SlotRuns.Group group = new SlotRuns.Group();
    int[] next = {line};
    pattern.forEach(
        unit,
        (slot, filter, column) -> {
          int tap = column / shape.channels();
          int channel = column % shape.channels();
          if (tap / shape.kernel() * cut + channel * cut / shape.channels() == block) {
            long input = window.offset(channel, tap % shape.kernel());
            group.add(filter * nextFilter, next[0], input);
            slots[next[0]++] = slot;
          }
        });
    runs.add(group);
    return next[0];
  }

  /** Computes the slots of units [{@code fromUnit}, {@code toUnit}). */
  void run(
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromPanel,
      int toPanel,
      int fromUnit,
      int toUnit) {
    if (fromUnit == toUnit) {
      return;
    }
    int from = rows[pattern.unitStart(fromUnit)];
    int to = rows[pattern.unitEnd(toUnit - 1) - 1] + 1;
    long inputs = gradients + (to - from) * nextFilter;
    MemorySegment room = Room.of(inputs + window.bytes());
    lines.clear(room.address() + inputs, window.bytes());
    for (int p = fromPanel; p < toPanel; p++) {
      for (int block = 0; block < blocks; block++) {
        long first = unitLines[block * pattern.units() + fromUnit];
        long last = unitLines[block * pattern.units() + toUnit];
        lines.clear(room.address() + SUMS + first * LINE, (last - first) * LINE);
      }
      addPanel(room, inputs, dy, x, p, fromUnit, toUnit, from, to);
      finish(room, dw, p > fromPanel, fromUnit, toUnit);
    }
  }

  private void addPanel(
      MemorySegment room,
      long inputs,
      MemorySegment dy,
      MemorySegment x,
      int panel,
      int fromUnit,
      int toUnit,
      int fromFilter,
      int toFilter) {
    long source = room.address() + inputs;
    int next = 0;
    for (int oy = 0; oy < shape.outHeight(); oy++) {
      int top = oy * shape.stride() - shape.padding();
      for (int end = Math.min(top + shape.kernel(), shape.height()); next < end; next++) {
        long row = (panel * (long) shape.height() + next) * window.pictureRow();
        lines.copyRow(room, window, x.address() + row, source + ring(next));
      }
      int places = panel * shape.outHeight() + oy;
      long factors = gradients(room, dy, places, fromFilter, toFilter);
      for (int block = 0; block < blocks; block++) {
        int row = top + block / (blocks / shape.kernel());
        if (row >= 0 && row < shape.height()) {
          addRow(room, source + ring(row), factors, block, fromUnit, toUnit);
        }
      }
    }
  }

  private long ring(int row) {
    return row % window.rows() * window.rowBytes();
  }

  /**
   * Returns where the gradients of filter 0 in a row are; those of filters [{@code from}, {@code
   * to}) are there.
   */
  private long gradients(MemorySegment room, MemorySegment dy, long row, int from, int to) {
    long pixel = Panels.bytes(shape.filters());
    long first = dy.address() + row * (shape.outWidth() * pixel);
    long result = room.address() + gradients;
    lines.copy(
        room, to - from, shape.outWidth(), first + from * LINE, pixel, result, nextFilter, LINE);
    return result - from * nextFilter;
  }

  private void addRow(
      MemorySegment room, long source, long factors, int block, int fromUnit, int toUnit) {
    SlotRuns.set(room, Argument.SOURCE, source);
    SlotRuns.set(room, Argument.GRADIENTS, factors);
    SlotRuns.set(room, Argument.SUMS, room.address() + SUMS);
    int first = block * pattern.units();
    table.run(room, first + fromUnit, first + toUnit);
  }

  private void finish(
      MemorySegment room, MemorySegment dw, boolean adds, int fromUnit, int toUnit) {
    for (int block = 0; block < blocks; block++) {
      int first = unitLines[block * pattern.units() + fromUnit];
      int last = unitLines[block * pattern.units() + toUnit];
      if (first < last) {
        long from = room.address() + SUMS + first * LINE;
        lines.trees(from, last - first, room.address() + trees);
      }
      for (int line = first; line < last; line++) {
        float sum = room.get(FLOAT, trees + 4L * (line - first));
        long at = 4L * slots[line];
        dw.set(FLOAT, at, adds ? dw.get(FLOAT, at) + sum : sum);
      }
    }
  }
}
