package tombola.kernels.generated;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Norm;
import tombola.kernel.Norms;
import tombola.kernel.Panels;
import tombola.kernels.Room;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.CodeFunction;
import tombola.kernels.x86.CodeMemory;
import tombola.kernels.x86.InstructionSet;

/**
 * Batch normalisation around machine code that goes through a panel's lines. A panel with padding
 * samples is left to other kernels.
 */
final class GeneratedNorms implements Norms {
  private final Norms base;
  private final CodeFunction sums;
  private final CodeFunction squares;
  private final CodeFunction gradientSums;
  private final CodeFunction[] normalise = new CodeFunction[2]; // without a rectifier and with it
  private final CodeFunction[] normaliseAndAdd = new CodeFunction[2]; // likewise
  private final CodeFunction[] inputGradient = new CodeFunction[2]; // without a gate and with it
  private final LineFunctions lines;

  GeneratedNorms(InstructionSet set, Norms base) {
    this.base = base;
    Assembler code = set.assembler();
    NormCode norms = new NormCode(code);
    int[] starts = {
      norms.sums(),
      norms.squares(),
      norms.gradientSums(),
      norms.normalise(false, false),
      norms.normalise(false, true),
      norms.normalise(true, false),
      norms.normalise(true, true),
      norms.inputGradient(false),
      norms.inputGradient(true)
    };
    MemorySegment memory = CodeMemory.install(code, Arena.global());
    CodeFunction[] made = new CodeFunction[starts.length];
    for (int i = 0; i < starts.length; i++) {
      made[i] = new CodeFunction(memory.asSlice(starts[i]));
    }
    this.sums = made[0];
    this.squares = made[1];
    this.gradientSums = made[2];
    System.arraycopy(made, 3, normalise, 0, 2);
    System.arraycopy(made, 5, normaliseAndAdd, 0, 2);
    System.arraycopy(made, 7, inputGradient, 0, 2);
    this.lines = new LineFunctions(set.assembler(), Arena.global());
  }

  /** Returns a thread's room for sums and products, their trees, and what belongs to channels. */
  private static MemorySegment room(Norm shape) {
    return Room.of(4 * Panels.bytes(shape.stride()));
  }

  private static long trees(MemorySegment room, Norm shape) {
    return room.address() + 2 * Panels.bytes(shape.stride());
  }

  private static long constantsAt(Norm shape) {
    return 3 * Panels.bytes(shape.stride());
  }

  private static void set(
      MemorySegment room, Norm shape, int which, MemorySegment values, long from, boolean negated) {
    long at = constantsAt(shape) + 4L * which;
    for (int c = 0; c < shape.channels(); c++, at += NormCode.CONSTANTS) {
      float value = values.get(FLOAT, from + 4L * c);
      room.set(FLOAT, at, negated ? -value : value);
    }
  }

  private static long at(MemorySegment values, Norm shape, int panel) {
    return values.address() + panel * Panels.bytes(shape.features());
  }

  @Override
  public void moments(
      Norm shape,
      MemorySegment x,
      MemorySegment mean,
      MemorySegment squared,
      int fromPanel,
      int toPanel) {
    MemorySegment room = room(shape);
    for (int p = fromPanel; p < toPanel; p++) {
      if (shape.lanes(p) < LANES) {
        base.moments(shape, x, mean, squared, p, p + 1);
        continue;
      }
      long values = at(x, shape, p);
      long constants = room.address() + constantsAt(shape);
      lines.clear(room.address(), shape.channels() * LINE);
      sums.call(values, room.address(), shape.pixels(), shape.channels(), 0, 0);
      finish(room, shape, 0, shape.count(p), mean, p);
      set(room, shape, 0, mean, 4L * p * shape.stride(), true);
      lines.clear(room.address(), shape.channels() * LINE);
      squares.call(values, room.address(), shape.pixels(), shape.channels(), constants, 0);
      finish(room, shape, 0, 1, squared, p);
    }
  }

  /** Writes the trees of the channels' sums from line {@code first} on, by {@code count}. */
  private void finish(
      MemorySegment room, Norm shape, int first, int count, MemorySegment to, int panel) {
    long trees = trees(room, shape);
    lines.trees(room.address() + first * LINE, shape.channels(), trees);
    for (int c = 0; c < shape.channels(); c++) {
      float sum = room.get(FLOAT, trees - room.address() + 4L * c);
      to.set(FLOAT, 4L * (panel * shape.stride() + c), sum / count);
    }
  }

  @Override
  public void normalise(
      Norm shape,
      MemorySegment mean,
      MemorySegment scale,
      MemorySegment shift,
      MemorySegment x,
      MemorySegment other,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel) {
    if (fromPanel == toPanel) {
      return;
    }
    MemorySegment room = room(shape);
    set(room, shape, 0, mean, 0, true);
    set(room, shape, 1, scale, 0, false);
    set(room, shape, 2, shift, 0, false);
    CodeFunction[] codes = other.equals(MemorySegment.NULL) ? normalise : normaliseAndAdd;
    codes[relu ? 1 : 0].call(
        at(x, shape, fromPanel),
        at(y, shape, fromPanel),
        (long) (toPanel - fromPanel) * shape.pixels(),
        shape.channels(),
        room.address() + constantsAt(shape),
        at(other, shape, fromPanel));
  }

  @Override
  public void gradientSums(
      Norm shape,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment mean,
      MemorySegment sum,
      MemorySegment product,
      int fromPanel,
      int toPanel) {
    MemorySegment room = room(shape);
    set(room, shape, 0, mean, 0, true);
    for (int p = fromPanel; p < toPanel; p++) {
      if (shape.lanes(p) < LANES) {
        base.gradientSums(shape, dy, x, mean, sum, product, p, p + 1);
        continue;
      }
      lines.clear(room.address(), 2L * shape.channels() * LINE);
      gradientSums.call(
          at(x, shape, p),
          at(dy, shape, p),
          room.address(),
          shape.pixels(),
          shape.channels(),
          room.address() + constantsAt(shape));
      finish(room, shape, 0, 1, sum, p);
      finish(room, shape, shape.channels(), 1, product, p);
    }
  }

  @Override
  public void inputGradient(
      Norm shape,
      MemorySegment mean,
      MemorySegment scale,
      MemorySegment offset,
      MemorySegment slope,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      boolean gated,
      int fromPanel,
      int toPanel) {
    int whole = toPanel;
    if (toPanel > fromPanel && shape.lanes(toPanel - 1) < LANES) {
      whole = toPanel - 1;
      base.inputGradient(shape, mean, scale, offset, slope, dy, x, dx, gated, whole, toPanel);
    }
    if (fromPanel == whole) {
      return;
    }
    MemorySegment room = room(shape);
    set(room, shape, 0, mean, 0, true);
    set(room, shape, 1, offset, 0, true);
    set(room, shape, 2, slope, 0, false);
    set(room, shape, 3, scale, 0, false);
    inputGradient[gated ? 1 : 0].call(
        at(x, shape, fromPanel),
        at(dy, shape, fromPanel),
        at(dx, shape, fromPanel),
        (long) (whole - fromPanel) * shape.pixels(),
        shape.channels(),
        room.address() + constantsAt(shape));
  }
}
