package tombola.kernels;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tombola.kernel.Gather;

/**
 * The lists of a {@link Gather} off-heap, in the order in which loops visit them: those of a block
 * by their length, so that the end of a list is foreseen. A list of no entries is there in the
 * first and the last block alone, which begin and finish the sums.
 */
final class GatherLists {
  /** Bytes of a list's head: its output and its length, both int. */
  static final int HEAD = 8;

  /** Bytes of an entry: where its line of inputs is in a panel, where its value, both int. */
  static final int ENTRY = 8;

  private final int outputs;
  private final int firstOutput;
  private final int lastOutput;
  private final int inputs;
  private final int[] heads; // before each block
  private final int[] entries; // before each block
  private final MemorySegment head;
  private final MemorySegment entry;

  GatherLists(Gather gather, Arena arena) {
    this.outputs = gather.outputs();
    this.firstOutput = gather.firstOutput();
    this.lastOutput = gather.lastOutput();
    this.inputs = gather.inputs();
    int blocks = gather.blocks();
    this.heads = new int[blocks + 1];
    this.entries = new int[blocks + 1];
    List<long[]> lists = new ArrayList<>();
    for (int b = 0; b < blocks; b++) {
      boolean whole = b == 0 || b == blocks - 1;
      lists.add(byLength(gather, b, whole ? 0 : 1));
      heads[b + 1] = heads[b] + lists.get(b).length;
    }
    this.head = arena.allocate((long) HEAD * heads[blocks] + 1, LINE);
    this.entry = arena.allocate((long) ENTRY * gather.entries() + 1, LINE);
    for (int b = 0; b < blocks; b++) {
      add(gather, b, lists.get(b));
    }
  }

  private void add(Gather gather, int block, long[] lists) {
    int at = heads[block];
    int end = entries[block];
    for (long list : lists) {
      int output = (int) list;
      int length = (int) (list >> 32);
      put(head, HEAD, at++, output, length);
      for (int k = 0; k < length; k++) {
        int from = gather.first(block, output) + k;
        put(entry, ENTRY, end++, gather.input(from) * (int) LINE, gather.slot(from) * Float.BYTES);
      }
    }
    entries[block + 1] = end;
  }

  /** Returns the lists of a block with at least {@code least} entries: length and output. */
  private static long[] byLength(Gather gather, int block, int least) {
    return IntStream.range(gather.firstOutput(), gather.lastOutput())
        .mapToLong(o -> (long) (gather.first(block, o + 1) - gather.first(block, o)) << 32 | o)
        .filter(list -> list >> 32 >= least)
        .sorted()
        .toArray();
  }

  private static void put(MemorySegment segment, long bytes, int index, int first, int second) {
    segment.set(ValueLayout.JAVA_INT, bytes * index, first);
    segment.set(ValueLayout.JAVA_INT, bytes * index + Integer.BYTES, second);
  }

  /** Returns the number of output lines in a panel. */
  int outputs() {
    return outputs;
  }

  /** Returns the first output line that has a list. */
  int firstOutput() {
    return firstOutput;
  }

  /** Returns the output line after the last that has a list. */
  int lastOutput() {
    return lastOutput;
  }

  /** Returns the number of input lines. */
  int inputs() {
    return inputs;
  }

  /** Returns the number of blocks. */
  int blocks() {
    return heads.length - 1;
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
