package tombola.kernels.generated;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import tombola.kernels.x86.Assembler;

/**
 * Brings vectors of lanes together in the order of {@link tombola.math.Tree} while they are made:
 * two of equal height become one that holds sums of both, so that few are held at a time. As many
 * vectors as there are lanes become one vector of their sums, in their order.
 */
final class LaneSums {
  private record Held(int register, int height) {}

  private final Assembler code;
  private final BitSet free = new BitSet();
  private final Deque<Held> held = new ArrayDeque<>();
  private final int heights;

  /** Creates sums that use registers from {@code firstRegister} on. */
  LaneSums(Assembler code, int firstRegister) {
    this.code = code;
    this.heights = Integer.numberOfTrailingZeros(code.width());
    free.set(firstRegister, code.registers());
  }

  /** Takes a register that is not in use. */
  int take() {
    int register = free.nextSetBit(0);
    free.clear(register);
    return register;
  }

  /** Gives a register back. */
  void release(int register) {
    free.set(register);
  }

  /** Adds the vector in {@code register}; returns the register of the sums, or -1 before. */
  int add(int register) {
    int height = 0;
    while (!held.isEmpty() && held.peek().height == height) {
      merge(held.pop().register, register, height++);
    }
    if (height == heights) {
      return register;
    }
    held.push(new Held(register, height));
    return -1;
  }

  /** Adds the sums of another part of the lanes to {@code whole}, which is -1 before the first. */
  int join(int whole, int part) {
    if (whole < 0) {
      return part;
    }
    code.add(whole, whole, part);
    release(part);
    return whole;
  }

  private void merge(int older, int newer, int height) {
    int scratch = take();
    switch (height) {
      case 0 -> {
        code.unpackLow(scratch, older, newer);
        code.unpackHigh(newer, older, newer);
      }
      case 1 -> {
        code.unpackLowPairs(scratch, older, newer);
        code.unpackHighPairs(newer, older, newer);
      }
      default -> {
        code.evenQuarters(scratch, older, newer);
        code.oddQuarters(newer, older, newer);
      }
    }
    code.add(newer, scratch, newer);
    release(scratch);
    release(older);
  }
}
