package tombola.kernels;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tombola.kernel.SparsePattern;

/**
 * The slots of a pattern off-heap, as the loops of the weight gradient read them: runs of slots of
 * one row, cut where a chunk of a unit's slots ends, and the column of every slot within its block.
 */
final class GradientLists {
  /** Slots of a chunk; the last of a unit may have fewer. */
  static final int CHUNK = 128;

  /** Bytes of a run: its row and its length, both int. */
  static final int RUN = 8;

  /** Bytes of a column: where its line is in a panel, from the first of its block, a char. */
  static final int COLUMN = Character.BYTES;

  private final SparsePattern pattern;
  private final int[] runs; // before each unit
  private final MemorySegment run;
  private final MemorySegment columns;

  GradientLists(SparsePattern pattern, Arena arena) {
    this.pattern = pattern;
    this.runs = new int[pattern.units() + 1];
    this.columns = arena.allocate((long) COLUMN * pattern.slots() + 1, LINE);
    for (int u = 0; u < pattern.units(); u++) {
      int first = pattern.firstColumn(pattern.unitBlock(u));
      pattern.forEach(
          u,
          (slot, _, column) ->
              columns.setAtIndex(
                  ValueLayout.JAVA_CHAR, slot, (char) ((column - first) * (int) LINE)));
    }
    int[] rows = pattern.rows();
    for (int u = 0; u < pattern.units(); u++) {
      int count = 0;
      for (int s = pattern.unitStart(u); s < pattern.unitEnd(u); s = runEnd(rows, u, s)) {
        count++;
      }
      runs[u + 1] = runs[u] + count;
    }
    this.run = arena.allocate((long) RUN * runs[pattern.units()] + 1, LINE);
    for (int u = 0; u < pattern.units(); u++) {
      long at = (long) RUN * runs[u];
      for (int s = pattern.unitStart(u); s < pattern.unitEnd(u); s = runEnd(rows, u, s)) {
        run.set(ValueLayout.JAVA_INT, at, rows[s] * (int) LINE);
        run.set(ValueLayout.JAVA_INT, at + 4, runEnd(rows, u, s) - s);
        at += RUN;
      }
    }
  }

  private int runEnd(int[] rows, int unit, int from) {
    int done = from - pattern.unitStart(unit);
    int most = Math.min(from + CHUNK - done % CHUNK, pattern.unitEnd(unit));
    int end = from + 1;
    while (end < most && rows[end] == rows[from]) {
      end++;
    }
    return end;
  }

  /** Returns the pattern. */
  SparsePattern pattern() {
    return pattern;
  }

  /** Returns the first run of unit {@code unit}; that of the next unit ends it. */
  int first(int unit) {
    return runs[unit];
  }

  /** Returns the runs, {@link #RUN} bytes each: where the row's line is in a panel, the length. */
  MemorySegment runs() {
    return run;
  }

  /** Returns the columns by slot, {@link #COLUMN} bytes each. */
  MemorySegment columns() {
    return columns;
  }
}
