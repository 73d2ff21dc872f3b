package tombola.kernels.generated;

import static tombola.kernel.Panels.LANES;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Gpr;
import tombola.kernels.x86.Label;

/**
 * Writes the weight gradient of a pattern as loops over groups, as many slots as a vector has
 * floats, whose sums {@link LaneSums} brings together. Most groups lie in one row or in two, and
 * have a loop for each place where the second begins, so that the gradients of a row are loaded
 * once; the others, and all where a batch has more panels than registers hold, share one in which
 * each slot loads its own. Code is small, whatever the pattern.
 *
 * <p>The function takes the gradients, the inputs, the result, where the runs of the first unit
 * begin, where those of the last end, and the input line of every slot.
 */
final class GroupedGradient {
  private static final Gpr GRADIENTS = Gpr.RDI;
  private static final Gpr INPUTS = Gpr.RSI;
  private static final Gpr RESULT = Gpr.RDX;
  private static final Gpr RUN = Gpr.RCX;
  private static final Gpr LAST_RUN = Gpr.R8;
  private static final Gpr COLUMNS = Gpr.R9;
  private static final Gpr GROUP = Gpr.R10;
  private static final Gpr LEFT = Gpr.R11; // groups of the run
  private static final Gpr ROW = Gpr.RAX;
  private static final Gpr COLUMN = Gpr.RBX;
  private static final Gpr SLOT = Gpr.RBP; // in bytes
  private static final int LINE = (int) Panels.LINE;
  private static final int WORKING = 8; // registers that the sums of a group need at most
  private static final int RUN_BYTES = 24;

  private final SparsePattern pattern;
  private final int[] rows; // by slot
  private final int panels;
  private final Assembler code;
  private final int width;
  private final boolean keepsRows; // in the first registers, one for each panel
  private final Label next = new Label();
  private final Label[] loops; // by the slots before the second row; 0 if there are more than two
  private final int[] unitRuns; // the first run of each unit, then the number of runs
  private final List<Run> runs = new ArrayList<>();

  /** Groups of one unit, by their first slots, that one loop serves. */
  private record Run(int cut, List<Integer> groups) {}

  GroupedGradient(SparsePattern pattern, int panels, Assembler code) {
    this.pattern = pattern;
    this.rows = pattern.rows();
    this.panels = panels;
    this.code = code;
    this.width = code.width();
    this.keepsRows = panels + WORKING <= code.registers();
    this.loops = new Label[width + 1];
    this.unitRuns = new int[pattern.units() + 1];
    for (int unit = 0; unit < pattern.units(); unit++) {
      addRuns(pattern.unitStart(unit), pattern.unitStart(unit + 1));
      unitRuns[unit + 1] = runs.size();
    }
  }

  private void addRuns(int from, int to) {
    List<List<Integer>> byCut = new ArrayList<>();
    for (int cut = 0; cut <= width; cut++) {
      byCut.add(new ArrayList<>());
    }
    for (int slot = from; slot < to; slot += width) {
      byCut.get(cut(slot)).add(slot);
    }
    for (int cut = width; cut >= 0; cut--) {
      if (!byCut.get(cut).isEmpty()) {
        runs.add(new Run(cut, byCut.get(cut)));
      }
    }
  }

  /** Returns the slots before the group's second row; 0 if each slot has to load its own. */
  private int cut(int first) {
    if (!keepsRows) {
      return 0;
    }
    int cut = 1;
    while (cut < width && rows[first + cut] == rows[first]) {
      cut++;
    }
    for (int slot = cut + 1; slot < width; slot++) {
      if (rows[first + slot] != rows[first + cut]) {
        return 0;
      }
    }
    return cut;
  }

  void write() {
    Label nextRun = new Label();
    code.push(COLUMN);
    code.push(SLOT);
    code.bind(nextRun);
    code.loadLong(GROUP, RUN, 8);
    code.loadLong(LEFT, RUN, 16);
    code.jumpTo(RUN, 0);
    for (int cut = 0; cut <= width; cut++) {
      loop(cut);
    }
    code.bind(next);
    code.add(RUN, RUN_BYTES);
    code.compare(RUN, LAST_RUN);
    code.jumpIfNotZero(nextRun);
    code.pop(SLOT);
    code.pop(COLUMN);
    code.vzeroupper();
    code.ret();
  }

  private void loop(int cut) {
    Label again = new Label();
    code.align(32);
    code.bind(again);
    loops[cut] = again;
    code.loadInt(SLOT, GROUP, 0);
    LaneSums sums = new LaneSums(code, keepsRows ? panels : 0);
    int result = -1;
    for (int part = 0; part < LANES / width; part++) {
      int offset = part * width * Float.BYTES;
      int partSums = -1;
      for (int slot = 0; slot < width; slot++) {
        if (cut == 0 || slot == 0 || slot == cut) {
          loadRow(cut == 0 ? slot : slot == 0 ? 0 : 1, offset);
        }
        int lanes = sums.take();
        lanes(lanes, sums, slot, offset);
        partSums = sums.add(lanes);
      }
      result = sums.join(result, partSums);
    }
    int zero = sums.take();
    code.zero(zero);
    code.add(result, result, zero);
    code.storeIndexed(RESULT, SLOT, 1, 0, result);
    code.add(GROUP, groupBytes(cut));
    code.subtract(LEFT, 1);
    code.jumpIfNotZero(again);
    code.jump(next);
  }

  /** A group's first slot and its rows. */
  private int groupBytes(int cut) {
    int rows = cut == 0 ? width : 2;
    return (1 + rows) * Integer.BYTES;
  }

  private void loadRow(int place, int offset) {
    code.loadInt(ROW, GROUP, (1 + place) * Integer.BYTES);
    code.add(ROW, GRADIENTS);
    for (int p = 0; p < panels && keepsRows; p++) {
      loadGradient(p, p, offset);
    }
  }

  private void loadGradient(int register, int panel, int offset) {
    code.load(register, ROW, (int) (panel * Panels.bytes(pattern.shape().out())) + offset);
  }

  private void lanes(int lanes, LaneSums sums, int slot, int offset) {
    code.loadIntIndexed(COLUMN, COLUMNS, SLOT, 1, slot * Integer.BYTES);
    code.add(COLUMN, INPUTS);
    int scratch = keepsRows ? -1 : sums.take();
    for (int p = 0; p < panels; p++) {
      int gradient = keepsRows ? p : scratch;
      if (!keepsRows) {
        loadGradient(scratch, p, offset);
      }
      int line = (int) (p * Panels.bytes(pattern.shape().in())) + offset;
      if (p == 0) {
        code.multiplyMemory(lanes, gradient, COLUMN, line);
      } else {
        code.fmaMemory(lanes, gradient, COLUMN, line);
      }
    }
    if (!keepsRows) {
      sums.release(scratch);
    }
  }

  /** Returns the table of runs; {@link #bytesTo} says where a unit's are. */
  MemorySegment runs(long codeAddress, Arena arena) {
    long groups =
        runs.stream().mapToLong(run -> (long) run.groups.size() * groupBytes(run.cut)).sum();
    long at = (long) runs.size() * RUN_BYTES;
    MemorySegment table = arena.allocate(Math.max(at + groups, 8), Panels.LINE);
    for (int r = 0; r < runs.size(); r++) {
      Run run = runs.get(r);
      long record = (long) r * RUN_BYTES;
      table.set(ValueLayout.JAVA_LONG, record, codeAddress + loops[run.cut].position());
      table.set(ValueLayout.JAVA_LONG, record + 8, table.address() + at);
      table.set(ValueLayout.JAVA_LONG, record + 16, run.groups.size());
      for (int first : run.groups) {
        table.set(ValueLayout.JAVA_INT, at, first * Float.BYTES);
        int places = groupBytes(run.cut) / Integer.BYTES - 1;
        for (int place = 0; place < places; place++) {
          int slot = run.cut == 0 ? place : place * run.cut % width;
          table.set(ValueLayout.JAVA_INT, at + 4L * (1 + place), rows[first + slot] * LINE);
        }
        at += groupBytes(run.cut);
      }
    }
    return table;
  }

  /** Returns the input line of every slot, in bytes. */
  static MemorySegment columns(SparsePattern pattern, Arena arena) {
    MemorySegment table = arena.allocate(4L * pattern.slots(), Panels.LINE);
    pattern.forEach(
        (slot, _, column) -> table.setAtIndex(ValueLayout.JAVA_INT, slot, column * LINE));
    return table;
  }

  /** Returns the bytes from the beginning of the table to the runs of {@code unit}. */
  long bytesTo(int unit) {
    return (long) unitRuns[unit] * RUN_BYTES;
  }
}
