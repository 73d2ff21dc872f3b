package tombola.kernels.generated;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import tombola.kernel.Panels;
import tombola.kernel.PlaneSums;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Gpr;
import tombola.kernels.x86.Label;

/**
 * Writes a convolution for one sample, by {@link PlaneSums}: some vectors of a filter's places stay
 * in registers while its live weights pass, each with a load that need not be aligned; then the
 * next filter's at the same places, so that the inputs around them stay in the first cache; then
 * the next places. Weights are data, so the code is short whatever their number.
 *
 * <p>The function takes inputs, outputs and {@link #constants}.
 */
final class PlaneCode {
  private static final int MOST = 12; // vectors at once: enough that no sum waits for itself
  private static final int PAIR = 2 * Integer.BYTES;

  private static final Gpr INPUTS = Gpr.RDI; // of the places at hand
  private static final Gpr OUTPUTS = Gpr.RSI; // of filter 0 at the places at hand
  private static final Gpr CONSTANTS = Gpr.RDX;
  private static final Gpr KEPT = Gpr.RCX; // masks of the places at hand
  private static final Gpr FILTER = Gpr.R8;
  private static final Gpr WEIGHT = Gpr.R9;
  private static final Gpr OUTPUT = Gpr.R10;
  private static final Gpr LIMIT = Gpr.R11; // after the filter's weights
  private static final Gpr INPUT = Gpr.RAX;
  private static final Gpr LEFT = Gpr.RBX; // times the loop over filters is still to be run
  private static final Gpr WEIGHTS = Gpr.RBP; // of filter 0, after the last filter
  private static final List<Gpr> SAVED = List.of(LEFT, WEIGHTS);

  private final PlaneSums sums;
  private final Assembler code;
  private final int width;
  private final int vectors; // of a stretch

  private PlaneCode(PlaneSums sums, Assembler code) {
    this.sums = sums;
    this.code = code;
    this.width = code.width();
    this.vectors = (sums.places() + width - 1) / width;
  }

  static PlaneCode write(PlaneSums sums, Assembler code) {
    PlaneCode plane = new PlaneCode(sums, code);
    plane.function();
    return plane;
  }

  /**
   * Returns ones where a place is kept, filled up to whole vectors; then bias and bytes of weights,
   * a filter each; then offset in bytes and value, a weight each.
   */
  MemorySegment constants(Arena arena) {
    MemorySegment constants =
        arena.allocate(weightsAt() + (long) PAIR * sums.weight().length, Panels.LINE);
    sums.kept().stream().forEach(place -> setInt(constants, bytes(place), -1));
    for (int o = 0; o < sums.filters(); o++) {
      int at = filtersAt() + PAIR * o;
      constants.set(Panels.FLOAT, at, sums.bias()[o]);
      setInt(constants, at + Integer.BYTES, PAIR * (sums.first()[o + 1] - sums.first()[o]));
    }
    for (int k = 0; k < sums.weight().length; k++) {
      int at = weightsAt() + PAIR * k;
      setInt(constants, at, bytes(sums.offset()[k]));
      constants.set(Panels.FLOAT, at + Integer.BYTES, sums.weight()[k]);
    }
    return constants;
  }

  private static void setInt(MemorySegment constants, long at, int value) {
    constants.set(ValueLayout.JAVA_INT, at, value);
  }

  private int filtersAt() {
    return bytes(vectors * width);
  }

  private int weightsAt() {
    return filtersAt() + PAIR * sums.filters();
  }

  private void function() {
    SAVED.forEach(code::push);
    code.move(KEPT, CONSTANTS);
    code.move(WEIGHTS, CONSTANTS);
    code.add(WEIGHTS, weightsAt());
    code.add(OUTPUTS, bytes(sums.start()));
    int rounds = (vectors + MOST - 1) / MOST;
    int fewer = vectors / rounds;
    places(fewer + 1, vectors - fewer * rounds);
    places(fewer, rounds - (vectors - fewer * rounds));
    SAVED.reversed().forEach(code::pop);
    code.vzeroupper();
    code.ret();
  }

  /** All filters at {@code count} vectors of places, then at the next, {@code rounds} times. */
  private void places(int count, int rounds) {
    if (rounds == 0) {
      return;
    }
    code.moveImmediate(LEFT, rounds);
    Label round = here(16);
    code.move(FILTER, CONSTANTS);
    code.add(FILTER, filtersAt());
    code.move(WEIGHT, WEIGHTS);
    code.move(OUTPUT, OUTPUTS);
    Label filter = here(16);
    filter(count);
    code.add(FILTER, PAIR);
    code.add(OUTPUT, bytes(sums.plane()));
    code.compare(FILTER, WEIGHTS);
    code.jumpIfNotZero(filter);
    int step = bytes(count * width);
    code.add(INPUTS, step);
    code.add(OUTPUTS, step);
    code.add(KEPT, step);
    code.subtract(LEFT, 1);
    code.jumpIfNotZero(round);
  }

  private void filter(int count) {
    Label done = new Label();
    for (int v = 0; v < count; v++) {
      code.broadcast(v, FILTER, 0);
    }
    code.loadInt(LIMIT, FILTER, Integer.BYTES);
    code.add(LIMIT, WEIGHT);
    code.compare(WEIGHT, LIMIT);
    code.jumpIfZero(done);
    Label weight = here(32);
    code.loadInt(INPUT, WEIGHT, 0);
    code.add(INPUT, INPUTS);
    code.broadcast(count, WEIGHT, Integer.BYTES);
    for (int v = 0; v < count; v++) {
      code.fmaMemory(v, count, INPUT, bytes(v * width));
    }
    code.add(WEIGHT, PAIR);
    code.compare(WEIGHT, LIMIT);
    code.jumpIfNotZero(weight);
    code.bind(done);
    finish(count);
  }

  private void finish(int count) {
    int zero = count;
    int kept = count + 1;
    code.zero(zero);
    for (int v = 0; v < count; v++) {
      code.add(v, v, zero);
      if (sums.relu()) {
        code.max(v, zero, v); // a sum that is NaN stays
      }
      code.load(kept, KEPT, bytes(v * width));
      code.and(v, v, kept);
      code.store(OUTPUT, bytes(v * width), v);
    }
  }

  private Label here(int boundary) {
    Label label = new Label();
    code.align(boundary);
    code.bind(label);
    return label;
  }

  private static int bytes(int floats) {
    return Math.multiplyExact(floats, Float.BYTES);
  }
}
