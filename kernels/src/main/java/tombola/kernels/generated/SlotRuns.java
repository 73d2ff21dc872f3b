package tombola.kernels.generated;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import tombola.kernels.generated.SlotTile.Argument;

/** Runs of chunks as {@link SlotTile} reads them, group after group. */
final class SlotRuns {
  private final List<Run> runs = new ArrayList<>();
  private final List<Integer> firsts = new ArrayList<>(List.of(0)); // runs by group, then the end

  /** Live weights of a filter whose sums are the lines from {@code sum} on. */
  static final class Chunk {
    private final int filter;
    private final int sum;
    private final List<Integer> inputs = new ArrayList<>(); // bytes

    private Chunk(int filter, int sum) {
      this.filter = filter;
      this.sum = sum;
    }

    private boolean takes(int ofFilter, int line) {
      int size = inputs.size();
      return ofFilter == filter && line == sum + size && size < SlotTile.MOST_WEIGHTS;
    }
  }

  /**
   * Adds a weight to the last of {@code chunks}, or to a new one where it does not fit.
   *
   * @param sum the line of its sums
   * @param input bytes from the first input of a row to its own
   */
  static void add(List<Chunk> chunks, int filter, int sum, long input) {
    if (chunks.isEmpty() || !chunks.getLast().takes(filter, sum)) {
      chunks.add(new Chunk(filter, sum));
    }
    chunks.getLast().inputs.add(Math.toIntExact(input));
  }

  private record Run(SlotCode.Tile tile, int weights, List<Chunk> chunks) {
    long bytes() {
      return chunks.size() * (long) SlotTile.entryBytes(weights);
    }
  }

  /** Adds a group of chunks for {@code tile}: those of as many weights side by side. */
  void add(List<Chunk> chunks, SlotCode.Tile tile) {
    for (int weights = SlotTile.MOST_WEIGHTS; weights > 0; weights--) {
      int size = weights;
      List<Chunk> alike = chunks.stream().filter(chunk -> chunk.inputs.size() == size).toList();
      if (!alike.isEmpty()) {
        runs.add(new Run(tile, weights, alike));
      }
    }
    firsts.add(runs.size());
  }

  /** The groups that were added, in memory. */
  final class Table {
    private final int[] firsts =
        SlotRuns.this.firsts.stream().mapToInt(Integer::intValue).toArray();
    private final MemorySegment memory;

    private Table(long nextFilter, Arena arena) {
      long at = (long) runs.size() * SlotTile.RUN_BYTES;
      long bytes = at + runs.stream().mapToLong(Run::bytes).sum();
      this.memory = arena.allocate(bytes + 1, LINE);
      long record = 0;
      for (Run run : runs) {
        memory.set(ValueLayout.JAVA_LONG, record, run.tile.loop(run.weights));
        memory.set(ValueLayout.JAVA_LONG, record + 8, run.chunks.size());
        memory.set(ValueLayout.JAVA_LONG, record + 16, memory.address() + at);
        record += SlotTile.RUN_BYTES;
        for (Chunk chunk : run.chunks) {
          write(at, chunk, nextFilter);
          at += SlotTile.entryBytes(run.weights);
        }
      }
    }

    private void write(long at, Chunk chunk, long nextFilter) {
      memory.set(ValueLayout.JAVA_INT, at, Math.toIntExact(chunk.filter * nextFilter));
      memory.set(ValueLayout.JAVA_INT, at + 4, Math.toIntExact(chunk.sum * LINE));
      for (int w = 0; w < chunk.inputs.size(); w++) {
        memory.set(ValueLayout.JAVA_INT, at + 8 + 4L * w, chunk.inputs.get(w));
      }
    }

    /** Runs groups [{@code from}, {@code to}), all for {@code tile}; the room says all else. */
    void run(SlotCode.Tile tile, MemorySegment room, int from, int to) {
      if (firsts[from] < firsts[to]) {
        set(room, Argument.RUNS, memory.address() + (long) firsts[from] * SlotTile.RUN_BYTES);
        set(room, Argument.END, memory.address() + (long) firsts[to] * SlotTile.RUN_BYTES);
        tile.function().call(room.address(), 0, 0, 0, 0, 0);
      }
    }
  }

  /**
   * Writes the groups to memory.
   *
   * @param nextFilter bytes from a filter's gradients to the next one's
   */
  Table table(long nextFilter, Arena arena) {
    return new Table(nextFilter, arena);
  }

  /** Sets an argument of the tile, which stand at the beginning of the room. */
  static void set(MemorySegment room, Argument argument, long value) {
    room.set(ValueLayout.JAVA_LONG, argument.offset(), value);
  }
}
