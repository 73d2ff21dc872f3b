package tombola.kernels;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tombola.kernel.SparsePattern;

/**
 * The slots of a pattern off-heap, as the loops of the weight gradient read them: runs of slots of
 * one row, cut where a chunk of a unit's slots ends, and the column of every slot.
 */
final class GradientLists {
  /** Slots of a chunk; the last of a unit may have fewer. */
  static final int CHUNK = 128;

  /** Bytes of a run: its row and its length, both int. */
  static final int RUN = 8;

  private final SparsePattern pattern;
  private final int[] runs; // before each unit
  private final MemorySegment run;
  private final MemorySegment columns;

  GradientLists(SparsePattern pattern, Arena arena) {
    this.pattern = pattern;
    this.runs = new int[pattern.units() + 1];
    this.columns = arena.allocate(4L * pattern.slots() + 1, LINE);
    for (int slot = 0; slot < pattern.slots(); slot++) {
      columns.set(ValueLayout.JAVA_INT, 4L * slot, pattern.column(slot) * (int) LINE);
    }
    for (int u = 0; u < pattern.units(); u++) {
      int count = 0;
      for (int s = pattern.unitStart(u); s < pattern.unitEnd(u); s = runEnd(u, s)) {
        count++;
      }
      runs[u + 1] = runs[u] + count;
    }
    this.run = arena.allocate((long) RUN * runs[pattern.units()] + 1, LINE);
    for (int u = 0; u < pattern.units(); u++) {
      long at = (long) RUN * runs[u];
      for (int s = pattern.unitStart(u); s < pattern.unitEnd(u); s = runEnd(u, s)) {
        run.set(ValueLayout.JAVA_INT, at, pattern.row(s) * (int) LINE);
        run.set(ValueLayout.JAVA_INT, at + 4, runEnd(u, s) - s);
        at += RUN;
      }
    }
  }

  private int runEnd(int unit, int from) {
    int done = from - pattern.unitStart(unit);
    int most = Math.min(from + CHUNK - done % CHUNK, pattern.unitEnd(unit));
    int end = from + 1;
    while (end < most && pattern.row(end) == pattern.row(from)) {
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

  /** Returns where the line of each slot's column is in a panel, an int each. */
  MemorySegment columns() {
    return columns;
  }
}
