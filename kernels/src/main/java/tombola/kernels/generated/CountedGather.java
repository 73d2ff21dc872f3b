package tombola.kernels.generated;

import static tombola.kernel.Panels.LANES;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tombola.kernel.Gather;
import tombola.kernel.Panels;
import tombola.kernels.generated.GatherRuns.Part;
import tombola.kernels.generated.GatherRuns.Piece;
import tombola.kernels.generated.GatherRuns.Run;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Gpr;
import tombola.kernels.x86.Label;

/**
 * Writes a {@link Gather} as loops over {@link GatherRuns}: the sums of a piece stay in registers,
 * for all samples of some panels, while its entries stream by. Code is small, whatever the pattern;
 * tables say which lines of inputs are meant.
 *
 * <p>The function takes the inputs, the values, the biases or gate, the outputs, each where the
 * first of its panels begins, and {@link #runs} for it.
 */
final class CountedGather {
  private static final Gpr INPUTS = Gpr.RDI;
  private static final Gpr VALUES = Gpr.RSI;
  private static final Gpr EXTRA = Gpr.RDX; // biases, or the gate's panels
  private static final Gpr OUTPUTS = Gpr.RCX;
  private static final Gpr RUN = Gpr.R8;
  private static final Gpr ENTRIES = Gpr.R9;
  private static final Gpr PIECE = Gpr.R10;
  private static final Gpr LEFT = Gpr.R11; // pieces of the run
  private static final Gpr LINE = Gpr.RAX;
  private static final Gpr OTHER = Gpr.RBX;
  private static final Gpr[] ENDS = {Gpr.RBP, Gpr.R12, Gpr.R13, Gpr.R14};
  private static final Gpr[] KEPT = {Gpr.RBX, Gpr.RBP, Gpr.R12, Gpr.R13, Gpr.R14};
  private static final int SUMS = 8; // in registers: so many that none waits for another
  private static final int PIECE_BYTES = 8;
  private static final int RUN_BYTES = 24;
  private static final int HEADER_BYTES = 16;

  private final Gather gather;
  private final StraightGather.End end;
  private final int panels;
  private final Assembler code;
  private final int vectors; // of a line
  private final List<Run> runs;
  private final int longest;
  private final int entryBytes;
  private final Map<Part, Section> alone = new EnumMap<>(Part.class);
  private final Map<Part, Section> together = new EnumMap<>(Part.class);
  private final Label exit = new Label();

  /** The code for one part of lists: where it begins, and where with so many entries to go. */
  private record Section(Label begin, List<Label> entries) {}

  /** For {@code panels} panels at a time. */
  CountedGather(Gather gather, StraightGather.End end, int panels, Assembler code) {
    this.gather = gather;
    this.end = end;
    this.panels = panels;
    this.code = code;
    this.vectors = LANES / code.width();
    int side = Math.clamp(SUMS / (panels * vectors), 1, ENDS.length);
    this.runs = GatherRuns.of(gather, side);
    this.longest = runs.stream().mapToInt(Run::length).max().orElse(0);
    this.entryBytes = gather.consecutive() ? Integer.BYTES : 2 * Integer.BYTES;
  }

  /** Writes the function; returns where it begins. */
  int write() {
    code.align(64);
    int entry = code.size();
    for (Gpr register : KEPT) {
      code.push(register);
    }
    code.loadLong(ENTRIES, RUN, 0);
    code.loadLong(PIECE, RUN, 8);
    code.add(RUN, HEADER_BYTES);
    nextRun();
    for (Run run : runs) {
      section(run);
    }
    code.bind(exit);
    for (Gpr register : List.of(KEPT).reversed()) {
      code.pop(register);
    }
    code.vzeroupper();
    code.ret();
    return entry;
  }

  private Section section(Run run) {
    return (run.side() == 1 ? alone : together)
        .computeIfAbsent(run.part(), part -> write(part, run.side()));
  }

  private void nextRun() {
    code.loadLong(LEFT, RUN, 16);
    code.jumpTo(RUN, 0);
  }

  private Section write(Part part, int side) {
    Label[] entries = new Label[longest + 1];
    code.align(32);
    Label begin = here();
    for (int r = 0; r < side; r++) {
      code.loadInt(ENDS[r], PIECE, r * PIECE_BYTES + 4);
      begin(part, r);
    }
    code.jumpTo(RUN, 8);
    for (int left = longest; left > 0; left--) {
      entries[left] = here();
      for (int r = 0; r < side; r++) {
        entry(r, left);
      }
    }
    entries[0] = here();
    for (int r = 0; r < side; r++) {
      end(part, r);
    }
    code.add(PIECE, side * PIECE_BYTES);
    code.subtract(LEFT, 1);
    code.jumpIfNotZero(begin);
    code.add(RUN, RUN_BYTES);
    nextRun();
    return new Section(begin, List.of(entries));
  }

  private Label here() {
    Label label = new Label();
    code.bind(label);
    return label;
  }

  private interface Sum {
    void write(int register, int bytesFromLine);
  }

  /** Goes through the sums of the r-th piece, whose panels are {@code panelBytes} apart. */
  private void each(int r, long panelBytes, Sum sum) {
    for (int p = 0; p < panels; p++) {
      for (int v = 0; v < vectors; v++) {
        int register = (r * panels + p) * vectors + v;
        sum.write(register, (int) (p * panelBytes) + v * code.width() * Float.BYTES);
      }
    }
  }

  private void begin(Part part, int r) {
    if (!part.begins()) {
      outputLine(r);
      each(r, outputPanel(), (sum, offset) -> code.load(sum, OTHER, offset));
    } else if (end == StraightGather.End.GATE) {
      each(r, 0, (sum, _) -> code.zero(sum));
    } else {
      code.loadInt(LINE, PIECE, r * PIECE_BYTES);
      each(r, 0, (sum, _) -> code.broadcastIndexed(sum, EXTRA, LINE, 1, 0));
    }
  }

  /** Lets OTHER point to the output line of the r-th piece, and LINE to that of the gate. */
  private void outputLine(int r) {
    code.loadInt(LINE, PIECE, r * PIECE_BYTES); // four bytes for each line of 64
    code.leaIndexed(OTHER, LINE, LINE, 1, 0);
    if (end == StraightGather.End.GATE) {
      code.leaIndexed(LINE, EXTRA, OTHER, 8, 0);
    }
    code.leaIndexed(OTHER, OUTPUTS, OTHER, 8, 0);
  }

  private void entry(int r, int left) {
    int value = code.registers() - 1;
    int at = -left * entryBytes;
    code.loadIntIndexed(LINE, ENTRIES, ENDS[r], 1, at);
    if (gather.consecutive()) {
      code.broadcastIndexed(value, VALUES, ENDS[r], 1, at);
    } else {
      code.loadIntIndexed(OTHER, ENTRIES, ENDS[r], 1, at + Integer.BYTES);
      code.broadcastIndexed(value, VALUES, OTHER, 1, 0);
    }
    code.add(LINE, INPUTS);
    each(
        r,
        Panels.bytes(gather.inputs()),
        (sum, offset) -> code.fmaMemory(sum, value, LINE, offset));
  }

  private void end(Part part, int r) {
    int zero = code.registers() - 1;
    int scratch = zero - 1;
    outputLine(r);
    if (part.ends()) {
      code.zero(zero);
    }
    each(
        r,
        outputPanel(),
        (sum, offset) -> {
          if (part.ends()) {
            code.add(sum, sum, zero);
            if (end == StraightGather.End.BIAS_RELU) {
              code.max(sum, zero, sum); // a sum that is NaN stays
            } else if (end == StraightGather.End.GATE) {
              code.clearUnlessAbove(sum, zero, LINE, offset, scratch);
            }
          }
          code.store(OTHER, offset, sum);
        });
  }

  private long outputPanel() {
    return Panels.bytes(gather.outputs());
  }

  /**
   * Returns what the function is told about the runs.
   *
   * @param codeAddress where the code was put
   * @param entries {@link #entries}
   */
  MemorySegment runs(long codeAddress, MemorySegment entries, Arena arena) {
    long pieces = runs.stream().mapToLong(run -> run.pieces().size()).sum();
    long at = HEADER_BYTES + (runs.size() + 1L) * RUN_BYTES;
    MemorySegment table = arena.allocate(at + pieces * PIECE_BYTES, Panels.LINE);
    table.set(
        ValueLayout.JAVA_LONG, 0, entries.address() - (long) Integer.BYTES * firstPlace(gather));
    table.set(ValueLayout.JAVA_LONG, 8, table.address() + at);
    long record = HEADER_BYTES;
    for (Run run : runs) {
      Section section = section(run);
      table.set(ValueLayout.JAVA_LONG, record, codeAddress + section.begin.position());
      table.set(
          ValueLayout.JAVA_LONG,
          record + 8,
          codeAddress + section.entries.get(run.length()).position());
      table.set(ValueLayout.JAVA_LONG, record + 16, run.pieces().size() / run.side());
      record += RUN_BYTES;
      for (Piece piece : run.pieces()) {
        table.set(ValueLayout.JAVA_INT, at, piece.output() * Float.BYTES);
        table.set(ValueLayout.JAVA_INT, at + 4, place(piece) * entryBytes);
        at += PIECE_BYTES;
      }
    }
    table.set(ValueLayout.JAVA_LONG, record, codeAddress + exit.position());
    return table;
  }

  private int place(Piece piece) {
    boolean bySlot = gather.consecutive() && piece.end() > 0;
    return bySlot ? gather.slot(piece.end() - 1) + 1 : piece.end();
  }

  /**
   * Returns the input line of every entry in bytes: by slot from the first on where a list's slots
   * are consecutive, otherwise by entry and followed by the bytes to its value.
   */
  static MemorySegment entries(Gather gather, Arena arena) {
    int count = gather.entries();
    boolean bySlot = gather.consecutive();
    int first = firstPlace(gather);
    int places = bySlot && count > 0 ? gather.slot(count - 1) + 1 - first : 2 * count;
    MemorySegment table = arena.allocate(Math.max(4L * places, 4), Panels.LINE);
    for (int entry = 0; entry < count; entry++) {
      int line = gather.input(entry) * (int) Panels.LINE;
      if (bySlot) {
        table.setAtIndex(ValueLayout.JAVA_INT, gather.slot(entry) - first, line);
      } else {
        table.setAtIndex(ValueLayout.JAVA_INT, 2L * entry, line);
        table.setAtIndex(ValueLayout.JAVA_INT, 2L * entry + 1, gather.slot(entry) * Float.BYTES);
      }
    }
    return table;
  }

  private static int firstPlace(Gather gather) {
    return gather.consecutive() && gather.entries() > 0 ? gather.slot(0) : 0;
  }
}
