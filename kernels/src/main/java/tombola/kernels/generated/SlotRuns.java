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
  private final SlotCode.Tile tile;
  private final List<Run> runs = new ArrayList<>();
  private final List<Integer> firsts = new ArrayList<>(List.of(0)); // runs by group, then the end

  /**
   * Live weights of a filter.
   *
   * @param gradients bytes from the first gradients of a row to those of the filter
   * @param sum the line of the sums of the first, which those of the others follow
   * @param inputs bytes from the first input of a row, for each weight, to what it meets there
   */
  private record Chunk(int gradients, int sum, List<Integer> inputs) {}

  SlotRuns(SlotCode.Tile tile) {
    this.tile = tile;
  }

  /** Chunks that one run after the other goes through. */
  static final class Group {
    private final List<Chunk> chunks = new ArrayList<>();

    /**
     * Adds a weight to the last chunk, or to a new one where it does not fit.
     *
     * @param gradients bytes from the first gradients of a row to those of its filter
     * @param sum the line of its sums, which follows the last weight's
     * @param input bytes from the first input of a row to its own
     */
    void add(long gradients, int sum, long input) {
      boolean fits =
          !chunks.isEmpty()
              && chunks.getLast().gradients == gradients
              && chunks.getLast().inputs.size() < SlotTile.MOST_WEIGHTS;
      if (!fits) {
        chunks.add(new Chunk(Math.toIntExact(gradients), sum, new ArrayList<>()));
      }
      chunks.getLast().inputs.add(Math.toIntExact(input));
    }
  }

  private record Run(int weights, List<Chunk> chunks) {
    long bytes() {
      return chunks.size() * (long) SlotTile.entryBytes(weights);
    }
  }

  /** Adds a group: its chunks of as many weights are a run. */
  void add(Group group) {
    for (int weights = SlotTile.MOST_WEIGHTS; weights > 0; weights--) {
      int size = weights;
      List<Chunk> alike =
          group.chunks.stream().filter(chunk -> chunk.inputs.size() == size).toList();
      if (!alike.isEmpty()) {
        runs.add(new Run(weights, alike));
      }
    }
    firsts.add(runs.size());
  }

  /** The groups that were added, in memory. */
  final class Table {
    private final int[] firsts =
        SlotRuns.this.firsts.stream().mapToInt(Integer::intValue).toArray();
    private final MemorySegment memory;

    private Table(Arena arena) {
      long at = (long) runs.size() * SlotTile.RUN_BYTES;
      long bytes = at + runs.stream().mapToLong(Run::bytes).sum();
      this.memory = arena.allocate(bytes + 1, LINE);
      long record = 0;
      for (Run run : runs) {
        memory.set(ValueLayout.JAVA_LONG, record, tile.loop(run.weights));
        memory.set(ValueLayout.JAVA_LONG, record + 8, run.chunks.size());
        memory.set(ValueLayout.JAVA_LONG, record + 16, memory.address() + at);
        record += SlotTile.RUN_BYTES;
        for (Chunk chunk : run.chunks) {
          write(at, chunk);
          at += SlotTile.entryBytes(run.weights);
        }
      }
    }

    private void write(long at, Chunk chunk) {
      memory.set(ValueLayout.JAVA_INT, at, chunk.gradients);
      memory.set(ValueLayout.JAVA_INT, at + 4, Math.toIntExact(chunk.sum * LINE));
      for (int w = 0; w < chunk.inputs.size(); w++) {
        memory.set(ValueLayout.JAVA_INT, at + 8 + 4L * w, chunk.inputs.get(w));
      }
    }

    /** Runs groups [{@code from}, {@code to}) on a row; the room says all else. */
    void run(MemorySegment room, int from, int to) {
      if (firsts[from] < firsts[to]) {
        set(room, Argument.RUNS, memory.address() + (long) firsts[from] * SlotTile.RUN_BYTES);
        set(room, Argument.END, memory.address() + (long) firsts[to] * SlotTile.RUN_BYTES);
        tile.function().call(room.address(), 0, 0, 0, 0, 0);
      }
    }
  }

  /** Writes the groups to memory. */
  Table table(Arena arena) {
    return new Table(arena);
  }

  /** Sets an argument of the tile, which stand at the beginning of the room. */
  static void set(MemorySegment room, Argument argument, long value) {
    room.set(ValueLayout.JAVA_LONG, argument.offset(), value);
  }
}
