package tombola.kernels.generated;

import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.util.List;
import tombola.kernel.Panels;
import tombola.kernels.generated.PlaceTile.End;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Gpr;
import tombola.kernels.x86.Label;

/**
 * Writes a function that makes some pixels of a row of what a sparse convolution gives, or of its
 * input gradient, as straight-line code: output after output, whose sums at these pixels stay in
 * registers while each of its live weights passes. Where a weight's lines are is part of the code:
 * a place that has to be read from a list first costs the processor a third of its loads.
 *
 * <p>The function takes where the row's source begins, the weights, what sums begin with (or, if
 * they are gated, where the gate of the first pixel is), where its results are, and the address of
 * an int whose bits say which rows of the filter stand inside the picture.
 */
final class StraightRow {
  private static final Gpr SOURCE = Gpr.RDI;
  private static final Gpr WEIGHTS = Gpr.RSI;
  private static final Gpr EXTRA = Gpr.RDX; // what sums begin with, or the gate
  private static final Gpr RESULTS = Gpr.RCX;
  private static final Gpr INSIDE = Gpr.R8;
  private static final Gpr LINES = Gpr.RAX;

  private final Pixels pixels;
  private final End end;
  private final Assembler code;
  private final int vectors; // of a line
  private final int weight; // a register
  private final int zero; // likewise, of zeros

  /**
   * What the function makes, and from what.
   *
   * @param outputs of a pixel
   * @param lines of a pixel of the source
   * @param meets by column of the filter and pixel, which pixel of the source they have in common,
   *     from the one on where the source begins, or {@link #NONE}
   * @param below by row of the filter, bytes from the source to the row that it meets
   * @param always which rows of the filter stand inside the picture whatever the row, a bit each
   */
  record Pixels(int outputs, int lines, List<List<Integer>> meets, List<Long> below, int always) {
    /** No pixel of the picture. */
    static final int NONE = Integer.MIN_VALUE;

    int count() {
      return meets.getFirst().size();
    }
  }

  private StraightRow(Pixels pixels, End end, Assembler code) {
    this.pixels = pixels;
    this.end = end;
    this.code = code;
    this.vectors = LANES / code.width();
    this.zero = code.registers() - 1;
    this.weight = zero - 1;
  }

  /** Returns how many pixels a function makes at most. */
  static int mostPixels(Assembler code) {
    return (code.registers() - 2) * code.width() / LANES;
  }

  /**
   * Writes the function; returns where it begins.
   *
   * @param weights by output, and those of an output in the order of its sum
   */
  static int write(Pixels pixels, List<LiveWeight> weights, End end, Assembler code) {
    code.align(64);
    int entry = code.size();
    new StraightRow(pixels, end, code).function(weights);
    return entry;
  }

  private void function(List<LiveWeight> weights) {
    code.zero(zero);
    int next = 0;
    for (int output = 0; output < pixels.outputs; output++) {
      int first = next;
      while (next < weights.size() && weights.get(next).output() == output) {
        next++;
      }
      begin(output);
      sum(weights.subList(first, next));
      end(output, next > first);
    }
    code.vzeroupper();
    code.ret();
  }

  private interface Sum {
    void write(int register, int offset);
  }

  private void each(int apart, Sum sum) {
    for (int pixel = 0; pixel < pixels.count(); pixel++) {
      each(pixel, pixel * apart, sum);
    }
  }

  private void each(int pixel, int offset, Sum sum) {
    for (int v = 0; v < vectors; v++) {
      sum.write(pixel * vectors + v, offset + v * code.width() * Float.BYTES);
    }
  }

  private void begin(int output) {
    if (end == End.GATED) {
      each(0, (sum, _) -> code.zero(sum));
      return;
    }
    code.broadcast(weight, EXTRA, output * Float.BYTES);
    each(0, (sum, _) -> code.and(sum, weight, weight));
  }

  /** Adds what the weights of an output bring. */
  private void sum(List<LiveWeight> weights) {
    int row = -1;
    long at = 0; // bytes from the source to LINES
    Label skip = new Label();
    for (LiveWeight live : weights) {
      if (live.down() != row) {
        code.bind(skip);
        skip = new Label();
        row = live.down();
        at = 0;
        beginRow(row, skip);
      }
      List<Integer> meets = pixels.meets.get(live.across());
      int[] met = meets.stream().mapToInt(p -> p).filter(p -> p != Pixels.NONE).toArray();
      if (met.length > 0) {
        int middle = met[met.length / 2]; // so that most displacements are short
        long to = pixels.below.get(row) + ((long) middle * pixels.lines + live.line()) * LINE;
        code.add(LINES, Math.toIntExact(to - at));
        at = to;
        code.broadcast(weight, WEIGHTS, live.slot() * Float.BYTES);
        for (int pixel = 0; pixel < meets.size(); pixel++) {
          if (meets.get(pixel) != Pixels.NONE) {
            int offset = (meets.get(pixel) - middle) * pixels.lines * (int) LINE;
            each(pixel, offset, (sum, line) -> code.fmaMemory(sum, weight, LINES, line));
          }
        }
      }
    }
    code.bind(skip);
  }

  /** Begins what a row of the filter brings, which {@code skip} ends. */
  private void beginRow(int row, Label skip) {
    if ((pixels.always >> row & 1) == 0) {
      code.testInt(INSIDE, 0, 1 << row);
      code.jumpIfZero(skip);
    }
    code.move(LINES, SOURCE);
  }

  /** Ends the sums of an output; without a live weight they are 0 whatever the gate. */
  private void end(int output, boolean live) {
    int line = output * (int) LINE;
    each(
        Math.toIntExact(Panels.bytes(pixels.outputs)),
        (sum, offset) -> {
          code.add(sum, sum, zero);
          if (end == End.RECTIFIED) {
            code.max(sum, zero, sum); // a sum that is NaN stays
          } else if (end == End.GATED && live) {
            code.clearUnlessAbove(sum, zero, EXTRA, line + offset, weight);
          }
          code.store(RESULTS, line + offset, sum);
        });
  }
}
