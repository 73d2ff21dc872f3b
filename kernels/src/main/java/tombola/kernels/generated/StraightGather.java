package tombola.kernels.generated;

import static tombola.kernel.Panels.LANES;

import tombola.kernel.Gather;
import tombola.kernel.Panels;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Gpr;
import tombola.kernels.x86.Label;

/**
 * Writes a {@link Gather} as straight-line code: a tile of outputs stays in registers while each
 * line of inputs that any of them needs is loaded once; a live weight costs one multiply-add a
 * vector of samples.
 *
 * <p>The function takes the inputs, the values, the biases or gate, the outputs and the number of
 * panels, each where the first panel begins.
 */
final class StraightGather {
  /** What becomes of a finished sum. */
  enum End {
    /** It began at its bias, and is kept. */
    BIAS,
    /** It began at its bias, and is kept where above 0. */
    BIAS_RELU,
    /** It began at +0.0, and is kept where the gate's value is above 0. */
    GATE
  }

  private static final Gpr INPUTS = Gpr.RDI;
  private static final Gpr VALUES = Gpr.RSI;
  private static final Gpr EXTRA = Gpr.RDX; // biases, or the gate's panels
  private static final Gpr OUTPUTS = Gpr.RCX;
  private static final Gpr PANELS = Gpr.R8;
  private static final Gpr X = Gpr.R9; // the moving ones
  private static final Gpr Y = Gpr.R10;
  private static final Gpr GATE = Gpr.R11;
  private static final Gpr PANEL = Gpr.RAX;
  private static final Gpr VECTOR = Gpr.RBX;
  private static final int LINE = (int) Panels.LINE;
  private static final int LOADS = 2; // registers that take turns in holding inputs

  private final Gather gather;
  private final End end;
  private final Assembler code;
  private final int bytes; // of a vector

  private StraightGather(Gather gather, End end, Assembler code) {
    this.gather = gather;
    this.end = end;
    this.code = code;
    this.bytes = code.width() * Float.BYTES;
  }

  static void write(Gather gather, End end, Assembler code) {
    new StraightGather(gather, end, code).function();
  }

  private void function() {
    int most = code.registers() - LOADS;
    int first = gather.firstOutput();
    int outputs = gather.lastOutput() - first;
    int tiles = (outputs + most - 1) / most;
    code.push(VECTOR);
    for (int tile = 0; tile < tiles; tile++) {
      int from = (int) ((long) outputs * tile / tiles);
      int to = (int) ((long) outputs * (tile + 1) / tiles);
      overPanels(first + from, first + to);
    }
    code.pop(VECTOR);
    code.vzeroupper();
    code.ret();
  }

  private void overPanels(int from, int to) {
    code.move(X, INPUTS);
    code.move(Y, OUTPUTS);
    if (end == End.GATE) {
      code.move(GATE, EXTRA);
    }
    code.move(PANEL, PANELS);
    Label nextPanel = new Label();
    Label nextVector = new Label();
    int vectors = LANES / code.width();
    code.align(32);
    code.bind(nextPanel);
    code.moveImmediate(VECTOR, vectors);
    code.bind(nextVector);
    tile(from, to);
    advance(bytes, bytes);
    if (vectors > 1) { // the same code again, while it is cached
      code.subtract(VECTOR, 1);
      code.jumpIfNotZero(nextVector);
    }
    advance(gather.inputs() * LINE - LINE, gather.outputs() * LINE - LINE);
    code.subtract(PANEL, 1);
    code.jumpIfNotZero(nextPanel);
  }

  private void advance(int inputBytes, int outputBytes) {
    code.add(X, inputBytes);
    code.add(Y, outputBytes);
    if (end == End.GATE) {
      code.add(GATE, outputBytes);
    }
  }

  /** The sums of outputs [{@code from}, {@code to}) of one vector. */
  private void tile(int from, int to) {
    int[] next = new int[to - from]; // entry of each output
    for (int r = 0; r < next.length; r++) {
      next[r] = gather.first(0, from + r);
      if (end == End.GATE) {
        code.zero(r);
      } else {
        code.broadcast(r, EXTRA, (from + r) * Float.BYTES);
      }
    }
    int loads = 0;
    for (int input = 0; input < gather.inputs(); input++) {
      int users = 0;
      for (int r = 0; r < next.length; r++) {
        users += uses(from, r, next, input) ? 1 : 0;
      }
      int x = code.registers() - 1 - loads % LOADS;
      int line = input * LINE;
      if (users > 1) {
        code.load(x, X, line);
      }
      for (int r = 0; r < next.length && users > 0; r++) {
        if (uses(from, r, next, input)) {
          int value = gather.slot(next[r]++) * Float.BYTES;
          if (users > 1) {
            code.fmaBroadcast(r, x, VALUES, value);
          } else {
            code.broadcast(x, VALUES, value);
            code.fmaMemory(r, x, X, line);
          }
        }
      }
      loads += users > 0 ? 1 : 0;
    }
    finish(from, to);
  }

  private boolean uses(int from, int r, int[] next, int input) {
    return next[r] < gather.first(0, from + r + 1) && gather.input(next[r]) == input;
  }

  private void finish(int from, int to) {
    int zero = code.registers() - 1;
    int scratch = zero - 1;
    code.zero(zero);
    for (int r = 0; r < to - from; r++) {
      int line = (from + r) * LINE;
      code.add(r, r, zero);
      if (end == End.BIAS_RELU) {
        code.max(r, zero, r); // a sum that is NaN stays
      } else if (end == End.GATE) {
        code.clearUnlessAbove(r, zero, GATE, line, scratch);
      }
      code.store(Y, line, r);
    }
  }
}
