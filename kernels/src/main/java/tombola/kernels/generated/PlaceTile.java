package tombola.kernels.generated;

import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.util.List;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Gpr;
import tombola.kernels.x86.Label;

/**
 * Writes a function that computes some filters of a convolution at places which follow one another,
 * or some channels of its input gradient at such pixels: the sums of a place stay in registers
 * while lines of the source stream by, in runs of taps of {@link Argument#DEPTH} lines each. Its
 * one parameter is where its arguments stand, a long each.
 */
final class PlaceTile {
  private static final Gpr ARGUMENTS = Gpr.RDI;
  private static final Gpr SOURCE = Gpr.RSI; // of the place
  private static final Gpr WEIGHTS = Gpr.RDX;
  private static final Gpr RESULT = Gpr.RCX;
  private static final Gpr START = Gpr.R8;
  private static final Gpr GATE = Gpr.R9;
  private static final Gpr PLACES = Gpr.R10;
  private static final Gpr LINES = Gpr.RAX;
  private static final Gpr VALUES = Gpr.R11;
  private static final Gpr TAPS = Gpr.RBX;
  private static final Gpr LIMIT = Gpr.RBP;
  private static final Gpr DEPTH = Gpr.R12;
  private static final Gpr NEXT_TAP = Gpr.R13;
  private static final Gpr NEXT_TAP_VALUES = Gpr.R14;
  private static final Gpr RUNS = Gpr.R15;
  private static final List<Gpr> KEPT =
      List.of(Gpr.RBX, Gpr.RBP, Gpr.R12, Gpr.R13, Gpr.R14, Gpr.R15);

  private final Assembler code;
  private final int rows;
  private final int vectors; // of a line

  /** What the function is told, in the order in which it stands in memory. */
  enum Argument {
    /** The first line of the first place. */
    SOURCE(0),
    /** The weights, by tap, line and row. */
    WEIGHTS(1),
    /** The lines of the first place, a row each. */
    RESULT(2),
    /** The values that sums begin with, a row each. */
    START(3),
    /** The lines of the first place's gate. */
    GATE(4),
    /** How many places, at least 1. */
    PLACES(5),
    /** How many runs; there may be none. */
    RUNS(6),
    /** How many taps in a run, at least 1. */
    TAPS(7),
    /** Bytes of the weights of a tap, at least one line's. */
    DEPTH(8),
    /** Bytes from the end of a tap's lines to the next tap's. */
    NEXT_TAP(9),
    /** Bytes from the end of a tap's weights to the next tap's. */
    NEXT_TAP_WEIGHTS(10),
    /** Bytes from the beginning of the tap after a run to that of the next run. */
    NEXT_RUN(11),
    /** Bytes from the weights of the tap after a run to those of the next run. */
    NEXT_RUN_WEIGHTS(12),
    /** Bytes from a place's first line to the next one's. */
    NEXT_SOURCE(13),
    /** Bytes from a place's results to the next one's; the gate's stand as far apart. */
    NEXT_RESULT(14);

    private final int place;

    Argument(int place) {
      this.place = place;
    }

    int offset() {
      return place * Long.BYTES;
    }
  }

  /** What sums begin with. */
  enum Begin {
    /** The values at {@link Argument#START}. */
    START,
    /** What stands in the result. */
    RESULT
  }

  /** What becomes of sums. */
  enum End {
    /** They are kept as they are: more will be added. */
    OPEN,
    /** They are finished. */
    SUMS,
    /** They are finished and kept where above 0. */
    RECTIFIED,
    /** They are finished and kept where the gate is above 0. */
    GATED
  }

  private PlaceTile(int rows, Assembler code) {
    this.rows = rows;
    this.code = code;
    this.vectors = LANES / code.width();
  }

  /**
   * Returns how many sums of a place a function has at most: enough that none waits for another.
   */
  static int mostRows(Assembler code) {
    return code.width() == LANES ? 24 : 6;
  }

  /** Writes the function for {@code rows} filters or channels; returns where it begins. */
  static int write(int rows, Begin begin, End end, Assembler code) {
    code.align(64);
    int entry = code.size();
    new PlaceTile(rows, code).function(begin, end);
    return entry;
  }

  private void function(Begin begin, End end) {
    KEPT.forEach(code::push);
    load(SOURCE, Argument.SOURCE);
    load(RESULT, Argument.RESULT);
    load(START, Argument.START);
    load(GATE, Argument.GATE);
    load(PLACES, Argument.PLACES);
    load(DEPTH, Argument.DEPTH);
    load(NEXT_TAP, Argument.NEXT_TAP);
    load(NEXT_TAP_VALUES, Argument.NEXT_TAP_WEIGHTS);
    load(WEIGHTS, Argument.WEIGHTS);
    Label place = here(32);
    each((sum, r, offset) -> {
      switch (begin) {
        case START -> code.broadcast(sum, START, r * Float.BYTES);
        case RESULT -> code.load(sum, RESULT, offset);
      }
    });
    runs();
    end(end);
    step(SOURCE, Argument.NEXT_SOURCE);
    step(RESULT, Argument.NEXT_RESULT);
    step(GATE, Argument.NEXT_RESULT);
    code.subtract(PLACES, 1);
    code.jumpIfNotZero(place);
    KEPT.reversed().forEach(code::pop);
    code.vzeroupper();
    code.ret();
  }

  private void load(Gpr register, Argument argument) {
    code.loadLong(register, ARGUMENTS, argument.offset());
  }

  private void step(Gpr register, Argument argument) {
    load(LIMIT, argument);
    code.add(register, LIMIT);
  }

  private Label here(int boundary) {
    Label label = new Label();
    code.align(boundary);
    code.bind(label);
    return label;
  }

  private interface Sum {
    void write(int register, int row, int offset);
  }

  private void each(Sum sum) {
    for (int r = 0; r < rows; r++) {
      for (int v = 0; v < vectors; v++) {
        int offset = r * (int) LINE + v * code.width() * Float.BYTES;
        sum.write(r * vectors + v, r, offset);
      }
    }
  }

  private void runs() {
    Label done = new Label();
    load(RUNS, Argument.RUNS);
    code.test(RUNS, RUNS);
    code.jumpIfZero(done);
    code.move(LINES, SOURCE);
    code.move(VALUES, WEIGHTS);
    Label run = here(16);
    load(TAPS, Argument.TAPS);
    Label tap = here(16);
    code.leaIndexed(LIMIT, VALUES, DEPTH, 1, 0);
    Label line = here(32);
    line();
    code.compare(VALUES, LIMIT);
    code.jumpIfNotZero(line);
    code.add(LINES, NEXT_TAP);
    code.add(VALUES, NEXT_TAP_VALUES);
    code.subtract(TAPS, 1);
    code.jumpIfNotZero(tap);
    step(LINES, Argument.NEXT_RUN);
    step(VALUES, Argument.NEXT_RUN_WEIGHTS);
    code.subtract(RUNS, 1);
    code.jumpIfNotZero(run);
    code.bind(done);
  }

  /** One line of the source times a weight of each row. */
  private void line() {
    int lines = rows * vectors;
    int weight = lines + vectors;
    for (int v = 0; v < vectors; v++) {
      code.load(lines + v, LINES, v * code.width() * Float.BYTES);
    }
    for (int r = 0; r < rows; r++) {
      if (vectors == 1) {
        code.fmaBroadcast(r, lines, VALUES, r * Float.BYTES);
        continue;
      }
      code.broadcast(weight, VALUES, r * Float.BYTES);
      for (int v = 0; v < vectors; v++) {
        code.fma(r * vectors + v, lines + v, weight);
      }
    }
    code.add(LINES, (int) LINE);
    code.add(VALUES, rows * Float.BYTES);
  }

  private void end(End end) {
    int zero = rows * vectors;
    code.zero(zero);
    each((sum, _, offset) -> {
      if (end != End.OPEN) {
        code.add(sum, sum, zero);
      }
      switch (end) {
        case OPEN, SUMS -> {}
        case RECTIFIED -> code.max(sum, zero, sum); // a sum that is NaN stays
        case GATED -> code.clearUnlessAbove(sum, zero, GATE, offset, zero + 1);
      }
      code.store(RESULT, offset, sum);
    });
  }
}
