package tombola.kernels.generated;

import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Gpr;
import tombola.kernels.x86.Label;

/** Writes functions that move or read lines of sixteen floats. */
final class LineCode {
  private static final Gpr ARGUMENTS = Gpr.RDI;
  private static final Gpr SOURCE = Gpr.RSI; // of the pixel
  private static final Gpr RESULT = Gpr.RDX;
  private static final Gpr NEXT_LINE = Gpr.RCX;
  private static final Gpr PIXELS = Gpr.R8;
  private static final Gpr NEXT_SOURCE = Gpr.R9;
  private static final Gpr NEXT_RESULT = Gpr.R10;
  private static final Gpr FROM = Gpr.R11;
  private static final Gpr TO = Gpr.RAX;
  private static final Gpr LEFT = Gpr.RBX; // lines

  private LineCode() {}

  /** What the function that {@link #copy} writes is told, in the order in which it stands. */
  enum Argument {
    /** The first line of the first pixel. */
    SOURCE(0),
    /** Where it goes. */
    RESULT(1),
    /** How many lines of a pixel, which follow one another; at least 1. */
    LINES(2),
    /** Bytes from one to the next where they go. */
    NEXT_LINE(3),
    /** How many pixels, at least 1. */
    PIXELS(4),
    /** Bytes from a pixel to the next. */
    NEXT_SOURCE(5),
    /** Bytes from a pixel to the next where they go. */
    NEXT_RESULT(6);

    private final int place;

    Argument(int place) {
      this.place = place;
    }

    int offset() {
      return place * Long.BYTES;
    }
  }

  /**
   * Writes the function that copies the lines of some pixels; its one parameter is where its
   * arguments stand, a long each. Returns where it begins.
   */
  static int copy(Assembler code) {
    final int entry = begin(code);
    code.push(LEFT);
    load(code, SOURCE, Argument.SOURCE);
    load(code, RESULT, Argument.RESULT);
    load(code, NEXT_LINE, Argument.NEXT_LINE);
    load(code, PIXELS, Argument.PIXELS);
    load(code, NEXT_SOURCE, Argument.NEXT_SOURCE);
    load(code, NEXT_RESULT, Argument.NEXT_RESULT);
    Label pixel = new Label();
    code.bind(pixel);
    code.move(FROM, SOURCE);
    code.move(TO, RESULT);
    load(code, LEFT, Argument.LINES);
    Label line = new Label();
    code.bind(line);
    for (int v = 0; v < LANES / code.width(); v++) {
      code.load(v, FROM, v * code.width() * Float.BYTES);
      code.store(TO, v * code.width() * Float.BYTES, v);
    }
    code.add(FROM, (int) LINE);
    code.add(TO, NEXT_LINE);
    code.subtract(LEFT, 1);
    code.jumpIfNotZero(line);
    code.add(SOURCE, NEXT_SOURCE);
    code.add(RESULT, NEXT_RESULT);
    code.subtract(PIXELS, 1);
    code.jumpIfNotZero(pixel);
    code.pop(LEFT);
    code.vzeroupper();
    code.ret();
    return entry;
  }

  /**
   * Writes the function that makes lines zeros; it takes the first and how many, at least 1.
   * Returns where it begins.
   */
  static int clear(Assembler code) {
    final int entry = begin(code);
    code.zero(0);
    Label next = new Label();
    code.bind(next);
    for (int v = 0; v < LANES / code.width(); v++) {
      code.store(Gpr.RDI, v * code.width() * Float.BYTES, 0);
    }
    code.add(Gpr.RDI, (int) LINE);
    code.subtract(Gpr.RSI, 1);
    code.jumpIfNotZero(next);
    code.vzeroupper();
    code.ret();
    return entry;
  }

  /**
   * Writes the function that reads lines and does nothing with them; it takes the first and how
   * many, at least 1. Returns where it begins.
   */
  static int fetch(Assembler code) {
    final int entry = begin(code);
    Label next = new Label();
    code.bind(next);
    code.loadInt(Gpr.RAX, Gpr.RDI, 0);
    code.add(Gpr.RDI, (int) LINE);
    code.subtract(Gpr.RSI, 1);
    code.jumpIfNotZero(next);
    code.ret();
    return entry;
  }

  /**
   * Writes the function that brings lines of lanes together in the order of {@link
   * tombola.math.Tree}, as many at a time as a vector has lanes; it takes the first line, where the
   * sums go, and how many times, at least 1. Returns where it begins.
   */
  static int trees(Assembler code) {
    final int entry = begin(code);
    Label next = new Label();
    code.bind(next);
    LaneSums sums = new LaneSums(code, 0);
    int result = -1;
    for (int v = 0; v < LANES / code.width(); v++) {
      int part = -1;
      for (int line = 0; line < code.width(); line++) {
        int lanes = sums.take();
        code.load(lanes, Gpr.RDI, line * (int) LINE + v * code.width() * Float.BYTES);
        part = sums.add(lanes);
      }
      result = sums.join(result, part);
    }
    int zero = sums.take();
    code.zero(zero);
    code.add(result, result, zero);
    code.store(Gpr.RSI, 0, result);
    code.add(Gpr.RDI, code.width() * (int) LINE);
    code.add(Gpr.RSI, code.width() * Float.BYTES);
    code.subtract(Gpr.RDX, 1);
    code.jumpIfNotZero(next);
    code.vzeroupper();
    code.ret();
    return entry;
  }

  private static int begin(Assembler code) {
    code.align(64);
    return code.size();
  }

  private static void load(Assembler code, Gpr register, Argument argument) {
    code.loadLong(register, ARGUMENTS, argument.offset());
  }
}
