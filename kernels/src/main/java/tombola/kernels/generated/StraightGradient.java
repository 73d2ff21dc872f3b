package tombola.kernels.generated;

import static tombola.kernel.Panels.LANES;

import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Gpr;

/**
 * Writes the weight gradient of a pattern: for each live weight a vector of lanes over the panels,
 * brought together by {@link LaneSums} without leaving the registers, and stored in the order of
 * the slots.
 *
 * <p>The code is straight: every address is in it, and the gradients of a row stay in registers for
 * its weights of a block.
 */
final class StraightGradient {
  private static final Gpr GRADIENTS = Gpr.RDI;
  private static final Gpr INPUTS = Gpr.RSI;
  private static final Gpr RESULT = Gpr.RDX;
  private static final Gpr[] POINTERS = {Gpr.R8, Gpr.R9, Gpr.R10, Gpr.R11, Gpr.RAX, Gpr.RCX};
  private static final int LINE = (int) Panels.LINE;
  private static final int WORKING = 8; // registers that the sums of a group need at most

  private final SparsePattern pattern;
  private final int[] rows; // by slot
  private final int[] columns; // by slot
  private final int panels;
  private final Assembler code;
  private final int width;
  private final int gradientPanel; // bytes
  private final int inputPanel;
  private boolean pointed;
  private int middle; // column that the pointers point to
  private int row = -1; // whose gradients are in the first registers
  private int rowPart;

  StraightGradient(SparsePattern pattern, int panels, Assembler code) {
    this.pattern = pattern;
    this.rows = new int[pattern.slots()];
    this.columns = new int[pattern.slots()];
    pattern.forEach((slot, row, column) -> {
      rows[slot] = row;
      columns[slot] = column;
    });
    this.panels = panels;
    this.code = code;
    this.width = code.width();
    this.gradientPanel = (int) Panels.bytes(pattern.shape().out());
    this.inputPanel = (int) Panels.bytes(pattern.shape().in());
  }

  /**
   * Writes a function for each unit, of gradients, inputs and result; returns where each begins.
   */
  int[] straight() {
    int[] entries = new int[pattern.units()];
    boolean keepsRows = panels + WORKING <= code.registers();
    for (int unit = 0; unit < entries.length; unit++) {
      code.align(64);
      entries[unit] = code.size();
      row = -1;
      point(unit);
      for (int slot = pattern.unitStart(unit); slot < pattern.unitStart(unit + 1); slot += width) {
        group(slot, pattern.unitEnd(unit), keepsRows);
      }
      code.vzeroupper();
      code.ret();
    }
    return entries;
  }

  /**
   * Lets a register for each panel point to the middle of the unit's inputs, from where short
   * displacements reach them all.
   */
  private void point(int unit) {
    pointed = panels <= POINTERS.length;
    middle = 0;
    if (!pointed) {
      return;
    }
    int least = pattern.shape().in();
    int most = 0;
    for (int slot = pattern.unitStart(unit); slot < pattern.unitEnd(unit); slot++) {
      least = Math.min(least, columns[slot]);
      most = Math.max(most, columns[slot]);
    }
    middle = (least + most) / 2;
    for (int p = 0; p < panels; p++) {
      code.move(POINTERS[p], INPUTS);
      code.add(POINTERS[p], p * inputPanel + middle * LINE);
    }
  }

  private void group(int first, int end, boolean keepsRows) {
    LaneSums sums = new LaneSums(code, keepsRows ? panels : 0);
    int result = -1;
    for (int part = 0; part < LANES / width; part++) {
      int offset = part * width * Float.BYTES;
      int partSums = -1;
      for (int slot = first; slot < first + width; slot++) {
        int lanes = sums.take();
        if (slot >= end) {
          code.zero(lanes);
        } else if (keepsRows) {
          loadRow(rows[slot], part, offset);
          int column = (columns[slot] - middle) * LINE + offset;
          for (int p = 0; p < panels; p++) {
            Gpr inputs = pointed ? POINTERS[p] : INPUTS;
            int line = pointed ? column : p * inputPanel + column;
            if (p == 0) {
              code.multiplyMemory(lanes, p, inputs, line);
            } else {
              code.fmaMemory(lanes, p, inputs, line);
            }
          }
        } else {
          int rowLine = rows[slot] * LINE + offset;
          overPanels(lanes, sums, rowLine, columns[slot] * LINE + offset);
        }
        partSums = sums.add(lanes);
      }
      result = sums.join(result, partSums);
    }
    int zero = sums.take();
    code.zero(zero);
    code.add(result, result, zero);
    code.store(RESULT, first * Float.BYTES, result);
  }

  private void loadRow(int wanted, int part, int offset) {
    if (row == wanted && rowPart == part) {
      return;
    }
    for (int p = 0; p < panels; p++) {
      code.load(p, GRADIENTS, p * gradientPanel + wanted * LINE + offset);
    }
    row = wanted;
    rowPart = part;
  }

  private void overPanels(int lanes, LaneSums sums, int rowLine, int columnLine) {
    int gradient = sums.take();
    for (int p = 0; p < panels; p++) {
      code.load(gradient, GRADIENTS, p * gradientPanel + rowLine);
      if (p == 0) {
        code.multiplyMemory(lanes, gradient, INPUTS, columnLine);
      } else {
        code.fmaMemory(lanes, gradient, INPUTS, p * inputPanel + columnLine);
      }
    }
    sums.release(gradient);
  }
}
