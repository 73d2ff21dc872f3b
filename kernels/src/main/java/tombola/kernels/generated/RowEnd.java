package tombola.kernels.generated;

import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Gpr;
import tombola.kernels.x86.Label;

/**
 * Writes the function that takes sums of {@link RowTile} which wait to where gated results stand,
 * place after place: all outputs of a place follow one another there, so that gates are read and
 * results written as they lie. Parameters are the sums, the results of the first place, its gate,
 * how many outputs, how many places, and the bytes from a place's results to the next one's.
 */
final class RowEnd {
  private static final Gpr SUMS = Gpr.RDI;
  private static final Gpr RESULT = Gpr.RSI;
  private static final Gpr GATE = Gpr.RDX;
  private static final Gpr OUTPUTS = Gpr.RCX;
  private static final Gpr PLACES = Gpr.R8;
  private static final Gpr NEXT_PLACE = Gpr.R9;
  private static final Gpr FROM = Gpr.RAX;
  private static final Gpr TO = Gpr.R10;
  private static final Gpr GATE_AT = Gpr.R11;
  private static final Gpr LEFT = Gpr.RBX; // outputs
  private static final int ZERO = 0;

  private RowEnd() {}

  /**
   * Writes the function; returns where it begins.
   *
   * @param sumBytes from the sums of an output to those of the next
   */
  static int write(long sumBytes, Assembler code) {
    code.align(64);
    int entry = code.size();
    code.push(LEFT);
    code.zero(ZERO);
    Label place = new Label();
    code.bind(place);
    code.move(FROM, SUMS);
    code.move(TO, RESULT);
    code.move(GATE_AT, GATE);
    code.move(LEFT, OUTPUTS);
    Label output = new Label();
    code.align(32);
    code.bind(output);
    line(code);
    code.add(FROM, (int) sumBytes);
    code.add(TO, (int) LINE);
    code.add(GATE_AT, (int) LINE);
    code.subtract(LEFT, 1);
    code.jumpIfNotZero(output);
    code.add(SUMS, (int) LINE);
    code.add(RESULT, NEXT_PLACE);
    code.add(GATE, NEXT_PLACE);
    code.subtract(PLACES, 1);
    code.jumpIfNotZero(place);
    code.pop(LEFT);
    code.vzeroupper();
    code.ret();
    return entry;
  }

  private static void line(Assembler code) {
    int vectors = LANES / code.width();
    for (int v = 0; v < vectors; v++) {
      int sum = 1 + v;
      int lane = v * code.width() * Float.BYTES;
      code.addMemory(sum, ZERO, FROM, lane);
      code.clearUnlessAbove(sum, ZERO, GATE_AT, lane, sum + vectors);
      code.store(TO, lane, sum);
    }
  }
}
