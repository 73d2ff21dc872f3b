package tombola.kernels.generated;

import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.util.List;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Gpr;
import tombola.kernels.x86.Label;

/**
 * Writes a function that adds to a convolution's weight gradients, of some filters and many
 * channels at one tap, what some rows of places bring. Its one parameter is where its arguments
 * stand, a long each.
 *
 * <p>Two channels at a time, a vector of their lanes after the other; a channel alone with all its
 * lanes at once. Either way twelve sums or more stay in registers along the rows.
 */
final class ColumnTile {
  private static final Gpr ARGUMENTS = Gpr.RDI;
  private static final Gpr SOURCE = Gpr.RSI; // of the first channel
  private static final Gpr GRADIENTS = Gpr.RDX;
  private static final Gpr SUMS = Gpr.RCX;
  private static final Gpr BLOCKS = Gpr.R8;
  private static final Gpr PLACES = Gpr.R9;
  private static final Gpr NEXT_ROW = Gpr.R10;
  private static final Gpr NEXT_CHANNEL = Gpr.R11;
  private static final Gpr LINES = Gpr.RAX;
  private static final Gpr FACTORS = Gpr.RBX;
  private static final Gpr LIMIT = Gpr.RBP;
  private static final Gpr ROWS = Gpr.R12;
  private static final List<Gpr> KEPT = List.of(Gpr.RBX, Gpr.RBP, Gpr.R12);

  private final Assembler code;
  private final int rows;
  private final int channels;
  private final int lanes; // bytes of a vector
  private final int vectors; // of a line

  /** What the function is told, in the order in which it stands in memory. */
  enum Argument {
    /** The line of the first channel at the first place. */
    SOURCE(0),
    /** The gradients, by place and filter. */
    GRADIENTS(1),
    /** The sums, by channel and filter, a line each. */
    SUMS(2),
    /** How often the channels of the function, at least 1. */
    BLOCKS(3),
    /** Bytes of the lines of a row, at least one line's. */
    PLACES(4),
    /** How many rows, at least 1. */
    ROWS(5),
    /** Bytes from the end of a row to the next. */
    NEXT_ROW(6),
    /** Bytes from a channel to the next. */
    NEXT_CHANNEL(7);

    private final int place;

    Argument(int place) {
      this.place = place;
    }

    int offset() {
      return place * Long.BYTES;
    }
  }

  private ColumnTile(int rows, int channels, Assembler code) {
    this.rows = rows;
    this.channels = channels;
    this.code = code;
    this.lanes = code.width() * Float.BYTES;
    this.vectors = LANES / code.width();
  }

  /** Returns how many filters a function has at most. */
  static int mostRows(Assembler code) {
    return code.width() == LANES ? 12 : 6;
  }

  /**
   * Writes the function for {@code rows} filters; returns where it begins.
   *
   * @param channels at a time, 1 or 2
   */
  static int write(int rows, int channels, Assembler code) {
    code.align(64);
    int entry = code.size();
    new ColumnTile(rows, channels, code).function();
    return entry;
  }

  private void function() {
    KEPT.forEach(code::push);
    load(SOURCE, Argument.SOURCE);
    load(GRADIENTS, Argument.GRADIENTS);
    load(SUMS, Argument.SUMS);
    load(BLOCKS, Argument.BLOCKS);
    load(PLACES, Argument.PLACES);
    load(NEXT_ROW, Argument.NEXT_ROW);
    load(NEXT_CHANNEL, Argument.NEXT_CHANNEL);
    Label block = here(32);
    if (channels == 1) {
      strip(0, vectors);
    } else {
      for (int v = 0; v < vectors; v++) {
        strip(v * lanes, 1);
      }
      code.add(SOURCE, NEXT_CHANNEL);
    }
    code.add(SOURCE, NEXT_CHANNEL);
    code.add(SUMS, channels * rows * (int) LINE);
    code.subtract(BLOCKS, 1);
    code.jumpIfNotZero(block);
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

  private void each(int first, int count, Sum sum) {
    for (int c = 0; c < channels; c++) {
      for (int r = 0; r < rows; r++) {
        for (int v = 0; v < count; v++) {
          int offset = (c * rows + r) * (int) LINE + first + v * lanes;
          sum.write((r * channels + c) * count + v, offset);
        }
      }
    }
  }

  /** The sums of {@code count} vectors of a line, from byte {@code first} of it on. */
  private void strip(int first, int count) {
    each(first, count, (sum, offset) -> code.load(sum, SUMS, offset));
    code.move(LINES, SOURCE);
    code.move(FACTORS, GRADIENTS);
    load(ROWS, Argument.ROWS);
    Label row = here(16);
    code.leaIndexed(LIMIT, LINES, PLACES, 1, 0);
    Label place = here(32);
    place(first, count);
    code.compare(LINES, LIMIT);
    code.jumpIfNotZero(place);
    code.add(LINES, NEXT_ROW);
    code.subtract(ROWS, 1);
    code.jumpIfNotZero(row);
    each(first, count, (sum, offset) -> code.store(SUMS, offset, sum));
  }

  private void place(int first, int count) {
    int lines = rows * channels * count;
    int factor = lines + channels * count;
    for (int v = 0; v < count; v++) {
      code.load(lines + v, LINES, first + v * lanes);
    }
    if (channels == 2) {
      code.loadIndexed(lines + 1, LINES, NEXT_CHANNEL, 1, first);
    }
    for (int r = 0; r < rows; r++) {
      int offset = r * (int) LINE + first;
      if (channels == 2) {
        code.load(factor, FACTORS, offset);
        code.fma(2 * r, lines, factor);
        code.fma(2 * r + 1, lines + 1, factor);
      } else {
        for (int v = 0; v < count; v++) {
          code.fmaMemory(r * count + v, lines + v, FACTORS, offset + v * lanes);
        }
      }
    }
    code.add(LINES, (int) LINE);
    code.add(FACTORS, rows * (int) LINE);
  }
}
