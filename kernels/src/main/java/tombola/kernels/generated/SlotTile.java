package tombola.kernels.generated;

import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.util.List;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Gpr;
import tombola.kernels.x86.Label;

/**
 * Writes a function that adds to the gradients of a convolution's live weights what a row of places
 * brings: runs of chunks, each the weights of a filter, one to {@link #MOST_WEIGHTS} of them, whose
 * sums stay in registers along the row. Its one parameter is where its arguments stand, a long
 * each.
 *
 * <p>A run is a record of three longs: where the code for its chunks is, how many chunks, where
 * their table is. A chunk's entry in the table is the bytes to its filter's gradients, those to its
 * sums, then for each weight those to its inputs, an int each.
 */
final class SlotTile {
  /** Weights of a chunk at most. */
  static final int MOST_WEIGHTS = 6;

  /** Bytes of a run. */
  static final int RUN_BYTES = 3 * Long.BYTES;

  private static final Gpr ARGUMENTS = Gpr.RDI;
  private static final Gpr RUN = Gpr.RSI;
  private static final Gpr TABLE = Gpr.RDX;
  private static final Gpr SUMS = Gpr.RCX;
  private static final Gpr LEFT = Gpr.R8; // chunks of the run
  private static final Gpr LAST_RUN = Gpr.R9;
  private static final Gpr BASE = Gpr.R10;
  private static final Gpr FACTORS = Gpr.R11;
  private static final Gpr ROUNDS = Gpr.R15;
  private static final Gpr[] LINES = {Gpr.RAX, Gpr.RBX, Gpr.RBP, Gpr.R12, Gpr.R13, Gpr.R14};
  private static final List<Gpr> KEPT =
      List.of(Gpr.RBX, Gpr.RBP, Gpr.R12, Gpr.R13, Gpr.R14, Gpr.R15);
  private static final int MOST_PLACES = 28; // of a row that is written without a loop
  private static final int ROUND = 14; // places of a round of a longer one

  private final int places; // of a row
  private final Assembler code;
  private final int vectors; // of a line
  private final Label next = new Label();
  private final Label[] loops = new Label[MOST_WEIGHTS];

  /** What the function is told, in the order in which it stands in memory. */
  enum Argument {
    /** The first run. */
    RUNS(0),
    /** What is after the last. */
    END(1),
    /** Where the inputs of a row of the filter are. */
    SOURCE(2),
    /** Where the gradients of the first place are. */
    GRADIENTS(3),
    /** Where the first sums are. */
    SUMS(4);

    private final int place;

    Argument(int place) {
      this.place = place;
    }

    int offset() {
      return place * Long.BYTES;
    }
  }

  private SlotTile(int places, Assembler code) {
    this.places = places;
    this.code = code;
    this.vectors = LANES / code.width();
  }

  /**
   * Writes the function for rows of {@code places} places at the beginning of {@code code}; returns
   * the loops by weights less 1.
   */
  static Label[] write(int places, Assembler code) {
    SlotTile tile = new SlotTile(places, code);
    tile.function();
    return tile.loops;
  }

  private void function() {
    Label nextRun = new Label();
    KEPT.forEach(code::push);
    load(RUN, Argument.RUNS);
    load(LAST_RUN, Argument.END);
    code.bind(nextRun);
    code.loadLong(LEFT, RUN, Long.BYTES);
    code.loadLong(TABLE, RUN, 2 * Long.BYTES);
    code.jumpTo(RUN, 0);
    for (int weights = 1; weights <= MOST_WEIGHTS; weights++) {
      loops[weights - 1] = here();
      chunk(weights);
      code.subtract(LEFT, 1);
      code.jumpIfNotZero(loops[weights - 1]);
      code.jump(next);
    }
    code.bind(next);
    code.add(RUN, RUN_BYTES);
    code.compare(RUN, LAST_RUN);
    code.jumpIfNotZero(nextRun);
    KEPT.reversed().forEach(code::pop);
    code.vzeroupper();
    code.ret();
  }

  /** Returns the bytes of the entry of a chunk of {@code weights}. */
  static int entryBytes(int weights) {
    return (2 + weights) * Integer.BYTES;
  }

  private void load(Gpr register, Argument argument) {
    code.loadLong(register, ARGUMENTS, argument.offset());
  }

  private Label here() {
    Label label = new Label();
    code.align(32);
    code.bind(label);
    return label;
  }

  private interface Sum {
    void write(int register, int offset);
  }

  private void each(int weights, Sum sum) {
    for (int w = 0; w < weights; w++) {
      for (int v = 0; v < vectors; v++) {
        sum.write(w * vectors + v, w * (int) LINE + lane(v));
      }
    }
  }

  private int lane(int vector) {
    return vector * code.width() * Float.BYTES;
  }

  private void chunk(int weights) {
    load(BASE, Argument.GRADIENTS);
    code.loadInt(FACTORS, TABLE, 0);
    code.add(FACTORS, BASE);
    load(BASE, Argument.SUMS);
    code.loadInt(SUMS, TABLE, Integer.BYTES);
    code.add(SUMS, BASE);
    load(BASE, Argument.SOURCE);
    for (int w = 0; w < weights; w++) {
      code.loadInt(LINES[w], TABLE, (w + 2) * Integer.BYTES);
      code.add(LINES[w], BASE);
    }
    each(weights, (sum, offset) -> code.load(sum, SUMS, offset));
    int rounds = places > MOST_PLACES ? places / ROUND : 0;
    if (rounds > 0) {
      code.moveImmediate(ROUNDS, rounds);
      Label round = here();
      places(weights, ROUND);
      for (int w = 0; w < weights; w++) {
        code.add(LINES[w], ROUND * (int) LINE);
      }
      code.add(FACTORS, ROUND * (int) LINE);
      code.subtract(ROUNDS, 1);
      code.jumpIfNotZero(round);
    }
    places(weights, places - rounds * ROUND);
    each(weights, (sum, offset) -> code.store(SUMS, offset, sum));
    code.add(TABLE, entryBytes(weights));
  }

  /** Adds what {@code count} places bring, one after the other. */
  private void places(int weights, int count) {
    int factor = weights * vectors;
    for (int place = 0; place < count; place++) {
      for (int v = 0; v < vectors; v++) {
        code.load(factor + v, FACTORS, place * (int) LINE + lane(v));
      }
      for (int w = 0; w < weights; w++) {
        for (int v = 0; v < vectors; v++) {
          code.fmaMemory(w * vectors + v, factor + v, LINES[w], place * (int) LINE + lane(v));
        }
      }
    }
  }
}
