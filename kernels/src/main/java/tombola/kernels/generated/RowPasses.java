package tombola.kernels.generated;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tombola.kernel.Convolution;
import tombola.kernel.SparsePattern;
import tombola.kernels.RowWindow;
import tombola.kernels.generated.TileLists.Entry;
import tombola.kernels.generated.TileLists.Head;
import tombola.kernels.generated.TileLists.Pass;

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
  private final int stride; // of what is made
  private final int taps; // rows of the filter that a phase has at most
  private final int outputs;
  private final int[] firsts; // entries by phases, output and tap, then their number
  private final Map<Rows, Pass> passes = new HashMap<>();
  private final MemorySegment entries;
  private final long sumBytes; // of an output

  /** Taps [{@code from}, {@code to}) of a phase; {@code all} outputs or those with entries. */
  private record Rows(int across, int down, int from, int to, boolean all) {}

  RowPasses(
      boolean forward,
      Convolution shape,
      SparsePattern pattern,
      RowWindow window,
      long sumBytes,
      Arena arena) {
    this.sumBytes = sumBytes;
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
    this.entries = TileLists.entries(lists.stream().flatMap(List::stream).toList(), arena);
    this.firsts = new int[lists.size() + 1];
    for (int i = 0; i < lists.size(); i++) {
      firsts[i + 1] = firsts[i] + lists.get(i).size();
    }
  }

  private void addInput(
      List<List<Entry>> lists, RowWindow window, int slot, int filter, int column) {
    int tap = column / shape.channels();
    int ky = tap / shape.kernel();
    long line =
        ky * window.rowBytes() + window.offset(column % shape.channels(), tap % shape.kernel());
    lists.get(index(0, 0, filter, ky)).add(new Entry(Math.toIntExact(line), slot * Float.BYTES));
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
        .add(new Entry(Math.toIntExact(line), slot * Float.BYTES));
  }

  private int index(int across, int down, int output, int tap) {
    return ((across * stride + down) * outputs + output) * taps + tap;
  }

  /** Returns the address of the entries. */
  long entries() {
    return entries.address();
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
        boolean ends = tap == from || tap + 1 == to; // where sums begin or become results
        pass(new Rows(across, down, tap, tap + 1, ends), all, arena);
      }
    }
    return all.toArray(Pass[]::new);
  }

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
      Pass made = TileLists.pass(heads, sumBytes, arena);
      passes.put(rows, made);
      all.add(made);
    }
  }
}
