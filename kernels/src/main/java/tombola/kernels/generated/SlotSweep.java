package tombola.kernels.generated;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernels.Room;
import tombola.kernels.RowWindow;
import tombola.kernels.generated.SlotTile.Argument;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.CodeFunction;
import tombola.kernels.x86.CodeMemory;
import tombola.kernels.x86.Label;

/**
 * The weight gradient of a sparse convolution around {@link SlotTile}, a row of places at a time.
 * The rows of inputs that meet it stand in a thread's room, as in a {@link RowWindow}, and so does
 * the row of gradients, filter by filter, unless so few weights are live that it is read where it
 * is; the sums of live weights wait in the room for the next row.
 */
final class SlotSweep {
  private static final long SUMS = LineFunctions.ARGUMENTS; // bytes of the room before them
  private static final int BLOCK_BYTES = 16 << 10; // of the inputs of a block: half a first cache
  private static final double DENSE_ENOUGH = 0.08; // else a block has too few weights of a filter

  private final Convolution shape;
  private final SparsePattern pattern;
  private final Functions functions;
  private final LineFunctions lines;
  private final RowWindow window;
  private final boolean copies; // gradients
  private final long trees; // bytes of the room before the finished sums
  private final long gradients; // bytes of the room before them
  private final long nextFilter; // bytes from a filter's gradients to the next one's
  private final long nextPlace;
  private final int[] rows; // the filter of each slot
  private final int[] slots; // of each line of sums
  private final int blocks; // of channels, times rows of the filter
  private final int[] unitRuns; // the first run of each block and unit, then the end
  private final int[] unitLines; // as many: the first line of sums
  private final MemorySegment runs;

  /** The function for every shape and pattern. */
  static final class Functions {
    private final CodeFunction tile;
    private final long[] loops; // by weights of a chunk less 1

    Functions(Assembler code, Arena arena) {
      Label[] labels = SlotTile.write(code);
      MemorySegment memory = CodeMemory.install(code, arena);
      this.tile = new CodeFunction(memory);
      this.loops = new long[labels.length];
      for (int i = 0; i < loops.length; i++) {
        loops[i] = memory.address() + labels[i].position();
      }
    }
  }

  /** Live weights of a filter and where their inputs are. */
  private record Chunk(int filter, List<Integer> slots, List<Integer> lines) {}

  private record Run(int weights, List<Chunk> chunks) {
    /** Bytes of its table. */
    long bytes() {
      return chunks.size() * (1L + weights) * Integer.BYTES;
    }
  }

  SlotSweep(
      Convolution shape,
      SparsePattern pattern,
      Functions functions,
      LineFunctions lines,
      Arena arena) {
    this.shape = shape;
    this.pattern = pattern;
    this.functions = functions;
    this.lines = lines;
    this.window = RowWindow.onInputs(shape);
    this.copies = pattern.live() >= 2 * shape.filters();
    this.nextFilter = copies ? shape.outWidth() * LINE : LINE;
    this.nextPlace = copies ? LINE : Panels.bytes(shape.filters());
    this.rows = pattern.rows();
    int cut = cut();
    this.blocks = shape.kernel() * cut;
    this.unitRuns = new int[blocks * pattern.units() + 1];
    this.unitLines = new int[unitRuns.length];
    this.slots = new int[pattern.live()];
    this.trees = SUMS + (slots.length + LANES) * LINE;
    this.gradients = trees + (Panels.count(slots.length) + 1) * LINE;
    List<Run> all = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      for (int unit = 0; unit < pattern.units(); unit++) {
        int group = block * pattern.units() + unit;
        all.addAll(runs(chunks(unit, block, cut)));
        unitRuns[group + 1] = all.size();
        unitLines[group + 1] = lines(all.subList(unitRuns[group], all.size()), unitLines[group]);
      }
    }
    this.runs = table(all, arena);
  }

  /** Returns into how many blocks channels are cut. */
  private int cut() {
    double all = (double) shape.columns() * shape.filters();
    long bytes = window.rowBytes();
    return pattern.live() < DENSE_ENOUGH * all
        ? 1
        : (int) Math.min(shape.channels(), 1 + bytes / BLOCK_BYTES);
  }

  /** Returns the chunks of a unit's weights in a block. */
  private List<Chunk> chunks(int unit, int block, int cut) {
    List<Chunk> all = new ArrayList<>();
    pattern.forEach(
        unit,
        (slot, filter, column) -> {
          int tap = column / shape.channels();
          int channel = column % shape.channels();
          if (tap / shape.kernel() * cut + channel * cut / shape.channels() != block) {
            return;
          }
          long line = window.offset(channel, tap % shape.kernel());
          boolean goesOn = !all.isEmpty() && all.getLast().filter == filter;
          if (!goesOn || all.getLast().lines.size() == SlotTile.MOST_WEIGHTS) {
            all.add(new Chunk(filter, new ArrayList<>(), new ArrayList<>()));
          }
          all.getLast().slots.add(slot);
          all.getLast().lines.add(Math.toIntExact(line));
        });
    return all;
  }

  private static List<Run> runs(List<Chunk> chunks) {
    List<Run> all = new ArrayList<>();
    for (int weights = SlotTile.MOST_WEIGHTS; weights > 0; weights--) {
      int size = weights;
      List<Chunk> alike = chunks.stream().filter(chunk -> chunk.lines.size() == size).toList();
      if (!alike.isEmpty()) {
        all.add(new Run(weights, alike));
      }
    }
    return all;
  }

  /** Says which slots the sums of some runs are for; returns the next line. */
  private int lines(List<Run> runs, int first) {
    int line = first;
    for (Run run : runs) {
      for (Chunk chunk : run.chunks) {
        for (int slot : chunk.slots) {
          slots[line++] = slot;
        }
      }
    }
    return line;
  }

  /** Returns the records of all runs, then their tables. */
  private MemorySegment table(List<Run> all, Arena arena) {
    long at = (long) all.size() * SlotTile.RUN_BYTES;
    long bytes = at + all.stream().mapToLong(Run::bytes).sum();
    MemorySegment table = arena.allocate(bytes + 1, LINE);
    long record = 0;
    long line = 0;
    for (Run run : all) {
      long[] fields = {
        functions.loops[run.weights - 1], run.chunks.size(), table.address() + at, line
      };
      for (long field : fields) {
        table.set(ValueLayout.JAVA_LONG, record, field);
        record += Long.BYTES;
      }
      for (Chunk chunk : run.chunks) {
        int gradients = Math.toIntExact(chunk.filter * nextFilter);
        table.set(ValueLayout.JAVA_INT, at, gradients);
        for (int w = 0; w < run.weights; w++) {
          table.set(ValueLayout.JAVA_INT, at + 4L * (w + 1), chunk.lines.get(w));
        }
        at += (1L + run.weights) * Integer.BYTES;
        line += run.weights * LINE;
      }
    }
    return table;
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
    long inputs = gradients + (copies ? (to - from) * nextFilter : 0);
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
    if (!copies) {
      return first;
    }
    long result = room.address() + gradients;
    lines.copy(
        room,
        to - from,
        shape.outWidth(),
        first + from * LINE,
        pixel,
        result,
        nextFilter,
        nextPlace);
    return result - from * nextFilter;
  }

  private void addRow(
      MemorySegment room, long source, long factors, int block, int fromUnit, int toUnit) {
    int first = unitRuns[block * pattern.units() + fromUnit];
    int last = unitRuns[block * pattern.units() + toUnit];
    if (first == last) {
      return;
    }
    set(room, Argument.RUNS, runs.address() + (long) first * SlotTile.RUN_BYTES);
    set(room, Argument.END, runs.address() + (long) last * SlotTile.RUN_BYTES);
    set(room, Argument.SOURCE, source);
    set(room, Argument.GRADIENTS, factors);
    set(room, Argument.NEXT_PLACE, nextPlace);
    set(room, Argument.PLACES, shape.outWidth() * nextPlace);
    set(room, Argument.SUMS, room.address() + SUMS);
    functions.tile.call(room.address(), 0, 0, 0, 0, 0);
  }

  private static void set(MemorySegment room, Argument argument, long value) {
    room.set(ValueLayout.JAVA_LONG, argument.offset(), value);
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
