package tombola.kernels.generated;

import static tombola.kernel.Panels.LANES;

import java.util.ArrayDeque;
import java.util.Deque;
import tombola.kernel.Panels;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Gpr;
import tombola.kernels.x86.Label;

/**
 * Writes functions that turn sixteen rows into a panel or back, a square of registers at a time,
 * without touching memory in between. They take the first row, the panel, the bytes from row to row
 * and the number of squares.
 */
final class TransposeCode {
  private static final Gpr ROW_0 = Gpr.RDI;
  private static final Gpr PANEL = Gpr.RSI;
  private static final Gpr STRIDE = Gpr.RDX;
  private static final Gpr SQUARES = Gpr.RCX;
  private static final Gpr THREE_STRIDES = Gpr.R9;
  private static final Gpr[] FOURTH_ROWS = {ROW_0, Gpr.R8, Gpr.R10, Gpr.R11};
  private static final int LINE = (int) Panels.LINE;

  private final Assembler code;
  private final int width;

  private TransposeCode(Assembler code) {
    this.code = code;
    this.width = code.width();
  }

  /** Writes the function that turns rows into a panel. */
  static void rowsToPanel(Assembler code) {
    new TransposeCode(code).function(true);
  }

  /** Writes the function that turns a panel into rows. */
  static void panelToRows(Assembler code) {
    new TransposeCode(code).function(false);
  }

  /**
   * Writes the function that turns rows of bytes into a panel of floats. A square is of ints, four
   * features each: transposed, each of their bytes becomes a float of its own. In the panel's first
   * two places it finds what to multiply by, and the int 255.
   */
  static void bytesToPanel(Assembler code) {
    new TransposeCode(code).bytes();
  }

  private void bytes() {
    int scale = width + 1;
    int lowest = width + 2;
    int value = width + 3;
    code.broadcast(scale, PANEL, 0);
    code.broadcast(lowest, PANEL, Float.BYTES);
    rowAddresses();
    Label next = begin();
    for (int part = 0; part < LANES / width; part++) {
      int[] square = new int[width];
      for (int i = 0; i < width; i++) {
        square[i] = i;
        loadRow(i, part * width + i);
      }
      transpose(square);
      for (int i = 0; i < 4 * width; i++) {
        int four = square[i / 4];
        int at = i % 4;
        if (at > 0) {
          code.shiftRight(value, four, Byte.SIZE * at);
        }
        if (at < 3) {
          code.and(value, at == 0 ? four : value, lowest);
        }
        code.intsToFloats(value, value);
        code.multiply(value, value, scale);
        code.store(PANEL, i * LINE + part * width * Float.BYTES, value);
      }
    }
    end(next, 4 * width);
  }

  private void rowAddresses() {
    code.leaIndexed(THREE_STRIDES, STRIDE, STRIDE, 2, 0);
    code.leaIndexed(Gpr.R8, ROW_0, STRIDE, 4, 0);
    code.leaIndexed(Gpr.R10, ROW_0, STRIDE, 8, 0);
    code.leaIndexed(Gpr.R11, Gpr.R10, STRIDE, 4, 0);
  }

  private Label begin() {
    Label next = new Label();
    code.align(32);
    code.bind(next);
    return next;
  }

  /** Goes on to the next square, of {@code features}. */
  private void end(Label next, int features) {
    for (Gpr row : FOURTH_ROWS) {
      code.add(row, width * Float.BYTES);
    }
    code.add(PANEL, features * LINE);
    code.subtract(SQUARES, 1);
    code.jumpIfNotZero(next);
    code.vzeroupper();
    code.ret();
  }

  private void function(boolean toPanel) {
    rowAddresses();
    Label next = begin();
    for (int part = 0; part < LANES / width; part++) {
      int[] square = new int[width];
      for (int i = 0; i < width; i++) {
        square[i] = i;
        if (toPanel) {
          loadRow(i, part * width + i);
        } else {
          code.load(i, PANEL, i * LINE + part * width * Float.BYTES);
        }
      }
      transpose(square);
      for (int i = 0; i < width; i++) {
        if (toPanel) {
          code.store(PANEL, i * LINE + part * width * Float.BYTES, square[i]);
        } else {
          storeRow(part * width + i, square[i]);
        }
      }
    }
    end(next, width);
  }

  private void loadRow(int register, int row) {
    Gpr base = FOURTH_ROWS[row / 4];
    switch (row % 4) {
      case 0 -> code.load(register, base, 0);
      case 3 -> code.loadIndexed(register, base, THREE_STRIDES, 1, 0);
      default -> code.loadIndexed(register, base, STRIDE, row % 4, 0);
    }
  }

  private void storeRow(int row, int register) {
    Gpr base = FOURTH_ROWS[row / 4];
    switch (row % 4) {
      case 0 -> code.store(base, 0, register);
      case 3 -> code.storeIndexed(base, THREE_STRIDES, 1, 0, register);
      default -> code.storeIndexed(base, STRIDE, row % 4, 0, register);
    }
  }

  /** Transposes; {@code square[i]} is the register of line i, before and after. */
  private void transpose(int[] square) {
    Deque<Integer> free = new ArrayDeque<>();
    free.push(width);
    for (int i = 0; i < width; i += 4) { // four lines: in every quarter their own square
      pair(square, i, i + 1, free, code::unpackLow, code::unpackHigh);
      pair(square, i + 2, i + 3, free, code::unpackLow, code::unpackHigh);
      pair(square, i, i + 2, free, code::unpackLowPairs, code::unpackHighPairs);
      pair(square, i + 1, i + 3, free, code::unpackLowPairs, code::unpackHighPairs);
      int second = square[i + 1]; // lines 0, 2, 1, 3 now
      square[i + 1] = square[i + 2];
      square[i + 2] = second;
    }
    for (int distance = 4; distance < width; distance *= 2) {
      for (int i = 0; i < width; i++) {
        if ((i & distance) == 0) {
          pair(square, i, i + distance, free, code::evenQuarters, code::oddQuarters);
        }
      }
    }
  }

  private interface Shuffle {
    void emit(int destination, int a, int b);
  }

  private static void pair(
      int[] square, int i, int j, Deque<Integer> free, Shuffle first, Shuffle second) {
    int scratch = free.pop();
    first.emit(scratch, square[i], square[j]);
    second.emit(square[j], square[i], square[j]);
    free.push(square[i]);
    square[i] = scratch;
  }
}
