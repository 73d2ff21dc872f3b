package tombola.kernels.generated;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tombola.kernel.Convolution;
import tombola.kernel.SparsePattern;
import tombola.kernels.RowWindow;

/**
 * The live weights of a convolution as {@link RowTile} reads them: output by output, and of each by
 * row of the filter, so that what some rows of it bring to an output is a run of entries. A pass is
 * that for all outputs, those with as many entries side by side, so that the end of a list is
 * foreseen. Outputs fall into phases, pixels of a stride across and down, which other weights
 * reach.
 */
final class RowPasses {
  private final boolean forward;
  private final Convolution shape;
  private final SparsePattern pattern;
  private final int stride; // of what is made
  private final int taps; // rows of the filter that a phase has at most
  private final int outputs;
  private final int[] firsts; // entries by phases, output and tap, then their number
  private final Map<Rows, Pass> passes = new HashMap<>();
  private final MemorySegment entries;
  private final int[] slots; // of entries, where weights are copied

  /** Taps [{@code from}, {@code to}) of a phase; {@code all} outputs or those with entries. */
  private record Rows(int across, int down, int from, int to, boolean all) {}

  private record Entry(int line, int slot) {}

  /**
   * One call of a tile.
   *
   * @param runs where its runs are
   * @param end where these end
   * @param heads where the heads of their lists are
   */
  record Pass(long runs, long end, long heads) {}

  RowPasses(
      boolean forward, Convolution shape, SparsePattern pattern, RowWindow window, Arena arena) {
    this.forward = forward;
    this.shape = shape;
    this.stride = forward ? 1 : shape.stride();
    this.taps = (shape.kernel() + stride - 1) / stride;
    this.outputs = forward ? shape.filters() : shape.channels();
    List<List<Entry>> lists = new ArrayList<>();
    IntStream.range(0, stride * stride * outputs * taps).forEach(_ -> lists.add(new ArrayList<>()));
    if (forward) {
      pattern.forEach((slot, filter, column) -> addInput(lists, window, slot, filter, column));
    } else {
      SparsePattern.Columns columns = pattern.columns();
      for (int column = 0; column < shape.columns(); column++) { // so by ky, kx, then filter
        for (int k = columns.first(column); k < columns.first(column + 1); k++) {
          addGradient(lists, window, columns.slot(k), columns.row(k), column);
        }
      }
    }
    this.pattern = pattern;
    this.entries = arena.allocate((long) RowTile.ENTRY * pattern.live() + 1, LINE);
    this.slots = new int[forward ? 0 : pattern.live()];
    this.firsts = new int[lists.size() + 1];
    int at = 0;
    for (int i = 0; i < lists.size(); i++) {
      for (Entry entry : lists.get(i)) {
        entries.setAtIndex(ValueLayout.JAVA_INT, at, entry.line);
        if (!forward) {
          slots[at] = entry.slot;
        }
        at++;
      }
      firsts[i + 1] = at;
    }
  }

  private void addInput(
      List<List<Entry>> lists, RowWindow window, int slot, int filter, int column) {
    int tap = column / shape.channels();
    int ky = tap / shape.kernel();
    long line =
        ky * window.rowBytes() + window.offset(column % shape.channels(), tap % shape.kernel());
    lists.get(index(0, 0, filter, ky)).add(new Entry(Math.toIntExact(line), slot));
  }

  private void addGradient(
      List<List<Entry>> lists, RowWindow window, int slot, int filter, int column) {
    int tap = column / shape.channels();
    int ky = tap / shape.kernel();
    int past = shape.padding() - tap % shape.kernel();
    int across = Math.floorMod(-past, stride);
    int pixel = (across + past) / stride + window.left();
    int nth = ky / stride;
    long line = (taps - 1 - nth) * window.rowBytes() + window.offset(filter, pixel);
    lists
        .get(index(across, ky % stride, column % shape.channels(), nth))
        .add(new Entry(Math.toIntExact(line), slot));
  }

  private int index(int across, int down, int output, int tap) {
    return ((across * stride + down) * outputs + output) * taps + tap;
  }

  /** Returns the address of the entries. */
  long entries() {
    return entries.address();
  }

  /** Returns the bytes of the weights if they do not stand among values as the entries do. */
  long weightBytes() {
    return forward ? 0 : (long) RowTile.ENTRY * slots.length;
  }

  /** Returns the address of the weights: among values, or at byte {@code at} of room. */
  long weights(MemorySegment values, MemorySegment room, long at) {
    if (forward) {
      return values.address();
    }
    for (int i = 0; i < slots.length; i++) {
      room.set(FLOAT, at + 4L * i, values.get(FLOAT, 4L * slots[i]));
    }
    return room.address() + at;
  }

  /**
   * Returns the row of the source which the first tap, of all there are, has for row {@code row}.
   */
  int source(int row) {
    return forward
        ? row * shape.stride() - shape.padding()
        : (row + shape.padding()) / stride - (taps - 1);
  }

  /**
   * Returns the passes for row {@code row} of what is made, at pixels of phase {@code across}.
   *
   * @param whole whether all rows of the filter are one pass instead of one each
   */
  Pass[] passes(int row, int across, boolean whole, Arena arena) {
    int first = forward ? shape.firstTap(row) : shape.firstTapOver(row, shape.outHeight());
    int end = forward ? shape.endTap(row, shape.height()) : shape.endTapOver(row);
    int down = forward ? 0 : (row + shape.padding()) % stride;
    int from = Math.min(taps, first / stride);
    int to = Math.max(from, (end - down + stride - 1) / stride);
    List<Pass> all = new ArrayList<>();
    if (whole || from == to) {
      pass(new Rows(across, down, from, to, true), all, arena);
    } else {
      for (int tap = from; tap < to; tap++) {
        pass(new Rows(across, down, tap, tap + 1, tap == from), all, arena);
      }
    }
    return all.toArray(Pass[]::new);
  }

  private record Head(int output, int first, int length) {}

  /** Adds a pass unless it has nothing to do. */
  private void pass(Rows rows, List<Pass> all, Arena arena) {
    Pass known = passes.get(rows);
    if (known != null) {
      all.add(known);
      return;
    }
    List<Head> heads = new ArrayList<>();
    for (int o = 0; o < outputs; o++) {
      int list = index(rows.across, rows.down, o, rows.from);
      int length = firsts[list + rows.to - rows.from] - firsts[list];
      if (rows.all || length > 0) {
        heads.add(new Head(o, firsts[list], length));
      }
    }
    if (!heads.isEmpty()) {
      heads.sort(Comparator.comparingInt(Head::length)); // stable: outputs ascend
      Pass made = write(heads, arena);
      passes.put(rows, made);
      all.add(made);
    }
  }

  private Pass write(List<Head> heads, Arena arena) {
    int runs = (int) heads.stream().mapToInt(Head::length).distinct().count();
    long bytes = (long) runs * RowTile.RUN;
    MemorySegment memory = arena.allocate(bytes + heads.size() * (long) RowTile.HEAD + 1, LINE);
    long run = -RowTile.RUN;
    long to = bytes;
    int before = -1;
    for (Head head : heads) {
      if (head.length != before) {
        run += RowTile.RUN;
        memory.set(ValueLayout.JAVA_INT, run + Integer.BYTES, head.length * RowTile.ENTRY);
        before = head.length;
      }
      memory.set(ValueLayout.JAVA_INT, run, memory.get(ValueLayout.JAVA_INT, run) + 1);
      memory.set(ValueLayout.JAVA_INT, to, head.output * (int) RowTile.SUMS);
      memory.set(ValueLayout.JAVA_INT, to + 4, head.output * Float.BYTES);
      memory.set(ValueLayout.JAVA_INT, to + 8, head.first * RowTile.ENTRY);
      memory.set(ValueLayout.JAVA_INT, to + 12, weight(head) * Float.BYTES);
      to += RowTile.HEAD;
    }
    long address = memory.address();
    return new Pass(address, address + bytes, address + bytes);
  }

  /** Returns which of the weights the first of a list has. */
  private int weight(Head head) {
    return forward
        ? pattern.start(0, head.output) + head.first - firsts[index(0, 0, head.output, 0)]
        : head.first;
  }
}
