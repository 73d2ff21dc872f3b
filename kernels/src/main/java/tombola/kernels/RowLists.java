package tombola.kernels;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tombola.kernel.Convolution;
import tombola.kernel.SparsePattern;

/**
 * A sparse convolution as lists: what one row of the source adds to an output is the sum over a
 * list's entries, in order, of the value in a slot times a line of a {@link RowWindow}. A block
 * holds the lists of one row of the filter, those of a length side by side, so that the end of a
 * list is foreseen; an output without entries has none.
 */
final class RowLists {
  /** Bytes of a list's head: its output and its length, both int. */
  static final int HEAD = 8;

  /** Bytes of an entry: where its line is in a row, where its value is, both int. */
  static final int ENTRY = 8;

  private final int[] heads; // before each block
  private final int[] entries; // before each block
  private final MemorySegment head;
  private final MemorySegment entry;

  private record Entry(int line, int value) {}

  private record Lists(List<List<List<Entry>>> blocks) {
    static Lists empty(int blocks, int outputs) {
      List<List<List<Entry>>> all = new ArrayList<>();
      for (int b = 0; b < blocks; b++) {
        List<List<Entry>> lists = new ArrayList<>();
        for (int o = 0; o < outputs; o++) {
          lists.add(new ArrayList<>());
        }
        all.add(lists);
      }
      return new Lists(all);
    }

    void add(int block, int output, long line, int slot) {
      blocks.get(block).get(output).add(new Entry((int) line, slot * Float.BYTES));
    }
  }

  /** Returns the lists of the forward product, a block for each row of the filter. */
  static RowLists forward(Convolution shape, SparsePattern pattern, RowWindow window, Arena arena) {
    Lists lists = Lists.empty(shape.kernel(), shape.filters());
    pattern.forEach((slot, filter, column) -> {
      int tap = column / shape.channels();
      long line = window.offset(column % shape.channels(), tap % shape.kernel());
      lists.add(tap / shape.kernel(), filter, line, slot);
    });
    return new RowLists(lists, arena);
  }

  /**
   * Returns the lists of the input gradient, a block for each phase of a pixel to the stride and
   * row of the filter, {@code phase * kernel + ky}.
   */
  static RowLists inputGradient(
      Convolution shape, SparsePattern pattern, RowWindow window, Arena arena) {
    Lists lists = Lists.empty(shape.stride() * shape.kernel(), shape.channels());
    SparsePattern.Columns columns = pattern.columns();
    for (int column = 0; column < shape.columns(); column++) { // so by ky, kx, then filter
      int tap = column / shape.channels();
      int past = shape.padding() - tap % shape.kernel();
      int phase = Math.floorMod(-past, shape.stride());
      int block = phase * shape.kernel() + tap / shape.kernel();
      int pixel = (phase + past) / shape.stride() + window.left();
      for (int k = columns.first(column); k < columns.first(column + 1); k++) {
        long line = window.offset(columns.row(k), pixel);
        lists.add(block, column % shape.channels(), line, columns.slot(k));
      }
    }
    return new RowLists(lists, arena);
  }

  private RowLists(Lists lists, Arena arena) {
    int blocks = lists.blocks.size();
    this.heads = new int[blocks + 1];
    this.entries = new int[blocks + 1];
    for (int b = 0; b < blocks; b++) {
      for (List<Entry> list : lists.blocks.get(b)) {
        heads[b + 1] += list.isEmpty() ? 0 : 1;
        entries[b + 1] += list.size();
      }
      heads[b + 1] += heads[b];
      entries[b + 1] += entries[b];
    }
    this.head = arena.allocate((long) HEAD * heads[blocks] + 1, LINE);
    this.entry = arena.allocate((long) ENTRY * entries[blocks] + 1, LINE);
    for (int b = 0; b < blocks; b++) {
      add(b, lists.blocks.get(b));
    }
  }

  private record Output(int number, List<Entry> list) {}

  private void add(int block, List<List<Entry>> lists) {
    List<Output> outputs = new ArrayList<>();
    for (int o = 0; o < lists.size(); o++) {
      if (!lists.get(o).isEmpty()) {
        outputs.add(new Output(o, lists.get(o)));
      }
    }
    outputs.sort(Comparator.comparingInt(output -> output.list.size())); // stable: outputs ascend
    int at = heads[block];
    int end = entries[block];
    for (Output output : outputs) {
      put(head, (long) HEAD * at++, output.number, output.list.size());
      for (Entry e : output.list) {
        put(entry, (long) ENTRY * end++, e.line, e.value);
      }
    }
  }

  private static void put(MemorySegment segment, long at, int first, int second) {
    segment.set(ValueLayout.JAVA_INT, at, first);
    segment.set(ValueLayout.JAVA_INT, at + Integer.BYTES, second);
  }

  /** Returns the first list of block {@code block}; that of the next block ends it. */
  int first(int block) {
    return heads[block];
  }

  /** Returns the first entry of block {@code block}. */
  int firstEntry(int block) {
    return entries[block];
  }

  /** Returns the heads, {@link #HEAD} bytes each. */
  MemorySegment heads() {
    return head;
  }

  /** Returns the entries, {@link #ENTRY} bytes each, as the lists stand. */
  MemorySegment entries() {
    return entry;
  }
}
