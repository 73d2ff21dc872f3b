package tombola.kernels.generated;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists of live weights as {@link RowTile} reads them. */
final class TileLists {
  private TileLists() {}

  /** A line of the source, and where among values its weight is: bytes. */
  record Entry(int line, int weight) {}

  /** The list of an output: {@code length} entries from {@code first} on. */
  record Head(int output, int first, int length) {}

  /**
   * What one call of a tile does.
   *
   * @param runs where its runs are
   * @param end where these end
   * @param heads where the heads of their lists are
   */
  record Pass(long runs, long end, long heads) {}

  /** Returns {@code entries} as they stand in memory. */
  static MemorySegment entries(List<Entry> entries, SegmentAllocator arena) {
    MemorySegment memory = arena.allocate((long) RowTile.ENTRY * entries.size() + 1, LINE);
    long at = 0;
    for (Entry entry : entries) {
      memory.set(ValueLayout.JAVA_INT, at, entry.line);
      memory.set(ValueLayout.JAVA_INT, at + Integer.BYTES, entry.weight);
      at += RowTile.ENTRY;
    }
    return memory;
  }

  /**
   * Returns the pass through the lists of {@code heads}, at least one: those with as many entries
   * side by side, so that the end of a list is foreseen.
   *
   * @param sumBytes bytes of the sums of an output
   */
  static Pass pass(List<Head> heads, long sumBytes, SegmentAllocator arena) {
    List<Head> sorted = new ArrayList<>(heads);
    sorted.sort(Comparator.comparingInt(Head::length)); // stable: outputs ascend
    int runs = (int) sorted.stream().mapToInt(Head::length).distinct().count();
    long bytes = (long) runs * RowTile.RUN;
    MemorySegment memory = arena.allocate(bytes + sorted.size() * (long) RowTile.HEAD, LINE);
    long run = -RowTile.RUN;
    long to = bytes;
    int before = -1;
    for (Head head : sorted) {
      if (head.length != before) {
        run += RowTile.RUN;
        memory.set(ValueLayout.JAVA_INT, run + Integer.BYTES, head.length * RowTile.ENTRY);
        before = head.length;
      }
      memory.set(ValueLayout.JAVA_INT, run, memory.get(ValueLayout.JAVA_INT, run) + 1);
      memory.set(ValueLayout.JAVA_INT, to, Math.toIntExact(head.output * sumBytes));
      memory.set(ValueLayout.JAVA_INT, to + 4, head.output * Float.BYTES);
      memory.set(ValueLayout.JAVA_INT, to + 8, head.first * RowTile.ENTRY);
      memory.set(ValueLayout.JAVA_INT, to + 12, Math.toIntExact(head.output * LINE));
      to += RowTile.HEAD;
    }
    long address = memory.address();
    return new Pass(address, address + bytes, address + bytes);
  }
}
