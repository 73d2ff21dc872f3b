package tombola.kernels.generated;

import java.util.ArrayList;
import java.util.List;
import tombola.kernel.Convolution;
import tombola.kernel.SparsePattern;

/**
 * A live weight of a convolution, as a product forward or to its inputs takes it.
 *
 * @param output what it adds to: a filter, or a channel
 * @param down the row of its filter
 * @param across the column of its filter
 * @param line what it takes of a pixel of the source: a channel, or a filter
 */
record LiveWeight(int output, int down, int across, int line, int slot) {

  /** Returns all live weights by output, and those of an output in the order of its sum. */
  static List<LiveWeight> all(boolean forward, Convolution shape, SparsePattern pattern) {
    List<LiveWeight> all = new ArrayList<>();
    if (forward) {
      pattern.forEach((slot, filter, column) ->
          all.add(of(shape, filter, column, column % shape.channels(), slot)));
      return all;
    }
    SparsePattern.Columns columns = pattern.columns();
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int column = channel; column < shape.columns(); column += shape.channels()) {
        for (int k = columns.first(column); k < columns.first(column + 1); k++) {
          all.add(of(shape, channel, column, columns.row(k), columns.slot(k)));
        }
      }
    }
    return all;
  }

  private static LiveWeight of(Convolution shape, int output, int column, int line, int slot) {
    int tap = column / shape.channels();
    return new LiveWeight(output, tap / shape.kernel(), tap % shape.kernel(), line, slot);
  }
}
