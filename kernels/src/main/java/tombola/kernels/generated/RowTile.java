package tombola.kernels.generated;

import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.util.List;
import tombola.kernels.generated.PlaceTile.End;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Gpr;
import tombola.kernels.x86.Label;

/**
 * Writes a function that adds to the sums of a sparse convolution, at places side by side, what
 * rows of the source bring: list after list, each the live weights of an output, whose sums stay in
 * registers meanwhile. Then they wait for more or become results. Its one parameter is where its
 * arguments stand, a long each.
 *
 * <p>A run is two ints: how many lists, and the bytes of the entries of each. A list's head is
 * four: the bytes to where its sums wait, to the value that they begin with, to its entries and to
 * its results. An entry is two: the bytes to a line of the source and to a weight. Heads stand as
 * the runs do.
 */
final class RowTile {
  /** Bytes of a run. */
  static final int RUN = 2 * Integer.BYTES;

  /** Bytes of a list's head. */
  static final int HEAD = 4 * Integer.BYTES;

  /** Bytes of an entry. */
  static final int ENTRY = 2 * Integer.BYTES;

  private static final Gpr ARGUMENTS = Gpr.RDI;
  private static final Gpr RUNS = Gpr.RSI;
  private static final Gpr ENTRIES = Gpr.RDX;
  private static final Gpr SOURCE = Gpr.RCX;
  private static final Gpr WEIGHTS = Gpr.R8;
  private static final Gpr HEADS = Gpr.R9;
  private static final Gpr LEFT = Gpr.R10; // lists of the run
  private static final Gpr START = Gpr.R11;
  private static final Gpr LINES = Gpr.RAX;
  private static final Gpr AT = Gpr.RBX; // bytes of entries before this one
  private static final Gpr LENGTH = Gpr.RBP;
  private static final Gpr TO = Gpr.R12; // sums or results of the list
  private static final Gpr GATE = Gpr.R13;
  private static final Gpr LAST_RUN = Gpr.R14;
  private static final Gpr WEIGHT = Gpr.R15;
  private static final List<Gpr> KEPT =
      List.of(Gpr.RBX, Gpr.RBP, Gpr.R12, Gpr.R13, Gpr.R14, Gpr.R15);

  private final Assembler code;
  private final int places;
  private final int step; // bytes from the results of a place to those of the next
  private final int vectors; // of a line
  private final int weight; // a register, free at the end of a list
  private final int zero; // likewise, of zeros

  /** What the function is told, in the order in which it stands in memory. */
  enum Argument {
    /** The first run. */
    RUNS(0),
    /** What is after the last, of which there is one at least. */
    END(1),
    /** The heads of their lists. */
    HEADS(2),
    /** The entries. */
    ENTRIES(3),
    /** The first line of the first place. */
    SOURCE(4),
    /** The weights. */
    WEIGHTS(5),
    /** Where sums wait, {@link #sumBytes} an output. */
    SUMS(6),
    /** The values that sums begin with. */
    START(7),
    /** The first place's results, a line an output. */
    RESULTS(8),
    /** The gate of these. */
    GATE(9);

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
    /** What waits. */
    WAITING
  }

  private RowTile(int places, int step, Assembler code) {
    this.places = places;
    this.step = step;
    this.code = code;
    this.vectors = LANES / code.width();
    this.weight = places * vectors;
    this.zero = weight + 1;
  }

  /** Returns how many places a function has at most. */
  static int mostPlaces(Assembler code) {
    return code.width() == LANES ? 14 : 7;
  }

  /** Returns the bytes of the sums of an output. */
  static long sumBytes(Assembler code) {
    return mostPlaces(code) * LINE;
  }

  /**
   * Writes the function for {@code places} places; returns where it begins.
   *
   * @param step bytes from the results of a place to those of the next
   * @param end what becomes of sums, which wait if it is open
   */
  static int write(int places, int step, Begin begin, End end, Assembler code) {
    code.align(64);
    int entry = code.size();
    new RowTile(places, step, code).function(begin, end);
    return entry;
  }

  private void function(Begin begin, End end) {
    KEPT.forEach(code::push);
    load(RUNS, Argument.RUNS);
    load(LAST_RUN, Argument.END);
    load(HEADS, Argument.HEADS);
    load(SOURCE, Argument.SOURCE);
    load(START, Argument.START);
    load(WEIGHTS, Argument.WEIGHTS);
    code.zero(zero);
    Label run = here(16);
    code.loadInt(LEFT, RUNS, 0);
    code.loadInt(LENGTH, RUNS, Integer.BYTES);
    Label list = here(32);
    begin(begin);
    entries();
    end(end);
    code.add(HEADS, HEAD);
    code.subtract(LEFT, 1);
    code.jumpIfNotZero(list);
    code.add(RUNS, RUN);
    code.compare(RUNS, LAST_RUN);
    code.jumpIfNotZero(run);
    KEPT.reversed().forEach(code::pop);
    code.vzeroupper();
    code.ret();
  }

  private void load(Gpr register, Argument argument) {
    code.loadLong(register, ARGUMENTS, argument.offset());
  }

  private Label here(int boundary) {
    Label label = new Label();
    code.align(boundary);
    code.bind(label);
    return label;
  }

  private interface Sum {
    void write(int register, int offset);
  }

  private void each(int apart, Sum sum) {
    for (int place = 0; place < places; place++) {
      for (int v = 0; v < vectors; v++) {
        sum.write(place * vectors + v, place * apart + lane(v));
      }
    }
  }

  private int lane(int vector) {
    return vector * code.width() * Float.BYTES;
  }

  private void begin(Begin begin) {
    switch (begin) {
      case START -> {
        code.loadInt(AT, HEADS, Integer.BYTES);
        each(0, (sum, _) -> code.broadcastIndexed(sum, START, AT, 1, 0));
      }
      case WAITING -> {
        ofList(TO, Argument.SUMS, 0);
        each((int) LINE, (sum, offset) -> code.load(sum, TO, offset));
      }
    }
  }

  /** Adds to what is at {@code base} the bytes that the list's head says. */
  private void ofList(Gpr register, Argument base, int inHead) {
    code.loadInt(AT, HEADS, inHead);
    load(register, base);
    code.add(register, AT);
  }

  private void entries() {
    Label none = new Label();
    code.test(LENGTH, LENGTH);
    code.jumpIfZero(none);
    code.loadInt(AT, HEADS, 2 * Integer.BYTES);
    load(ENTRIES, Argument.ENTRIES);
    code.add(ENTRIES, AT);
    code.moveImmediate(AT, 0);
    Label entry = here(32);
    code.loadIntIndexed(LINES, ENTRIES, AT, 1, 0);
    code.loadIntIndexed(WEIGHT, ENTRIES, AT, 1, Integer.BYTES);
    code.broadcastIndexed(weight, WEIGHTS, WEIGHT, 1, 0);
    code.add(LINES, SOURCE);
    code.add(AT, ENTRY);
    each((int) LINE, (sum, offset) -> code.fmaMemory(sum, weight, LINES, offset));
    code.compare(AT, LENGTH);
    code.jumpIfNotZero(entry);
    code.bind(none);
  }

  private void end(End end) {
    if (end == End.OPEN) {
      ofList(TO, Argument.SUMS, 0);
      each((int) LINE, (sum, offset) -> code.store(TO, offset, sum));
      return;
    }
    ofList(TO, Argument.RESULTS, 3 * Integer.BYTES);
    if (end == End.GATED) {
      ofList(GATE, Argument.GATE, 3 * Integer.BYTES);
    }
    each(
        step,
        (sum, offset) -> {
          code.add(sum, sum, zero);
          if (end == End.RECTIFIED) {
            code.max(sum, zero, sum); // a sum that is NaN stays
          } else if (end == End.GATED) {
            code.clearUnlessAbove(sum, zero, GATE, offset, weight);
          }
          code.store(TO, offset, sum);
        });
  }
}
