package tombola.kernels.generated;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Gpr;
import tombola.kernels.x86.Label;

/**
 * Writes a layer for one sample, by columns: an input is multiplied with the live weights of its
 * column and added to the sums of all outputs, a vector of them at a time. As many vectors of sums
 * as there are registers stay in them, others in the place of the outputs.
 *
 * <p>Inputs are tested for zero one after the other, in code short enough for the first cache, from
 * which columns of other inputs are jumped to, and back. Columns that take less time than a wrong
 * guess are not tested.
 *
 * <p>A vector whose weights are not all live leaves the lanes of the others alone, whatever they
 * load. So vectors overlap in memory: where one has dead lanes, another's weights may stand.
 *
 * <p>The function takes inputs, outputs and {@link #constants}.
 */
final class SampleCode {
  private static final Gpr INPUTS = Gpr.RDI;
  private static final Gpr OUTPUTS = Gpr.RSI;
  private static final Gpr CONSTANTS = Gpr.RDX;
  private static final Gpr SCRATCH = Gpr.RCX;
  private static final Gpr WEIGHTS = Gpr.RAX; // middle of a column's
  private static final Gpr[] SUMS = {Gpr.R8, Gpr.R9, Gpr.R10, Gpr.R11}; // those in memory
  private static final int REACH = 128; // bytes from a pointer that a short displacement reaches
  private static final int NOT_SIGN = 0x7FFF_FFFF;
  private static final int WORTH_A_TEST = 24; // vectors of a column, measured with AVX2
  private static final int WINDOW = 32; // floats before the end in which a vector finds its place

  private final SparsePattern pattern;
  private final SparsePattern.Columns columns;
  private final boolean relu;
  private final boolean hidden;
  private final Assembler code;
  private final int width;
  private final int vectors; // of outputs
  private final int kept; // of them in registers
  private final int input; // register of an input in all lanes
  private final int loaded; // register of sums from memory
  private final int[] places; // of the live weights by column, in floats
  private final BitSet taken = new BitSet(); // places

  /** The live weights of a column in one vector of outputs. */
  private record Part(int vector, int lanes, int place) {}

  /** A column out of the way. */
  private record Aside(int column, List<Part> parts, Label there, Label back) {}

  private SampleCode(SparsePattern pattern, boolean relu, boolean hidden, Assembler code) {
    this.pattern = pattern;
    this.columns = pattern.columns();
    this.relu = relu;
    this.hidden = hidden;
    this.code = code;
    this.width = code.width();
    this.vectors = (pattern.shape().out() + width - 1) / width;
    this.input = code.registers() - 1;
    this.loaded = code.registers() - 2;
    this.kept = Math.min(vectors, loaded);
    this.places = new int[pattern.live()];
  }

  static SampleCode write(SparsePattern pattern, boolean relu, boolean hidden, Assembler code) {
    SampleCode sample = new SampleCode(pattern, relu, hidden, code);
    sample.function();
    return sample;
  }

  /** Returns the biases, filled up to whole vectors, then the weights in their places. */
  MemorySegment constants(MemorySegment values, MemorySegment bias, Arena arena) {
    long weights = (long) vectors * width;
    long floats = weights + taken.length() + width; // a vector may end after the last
    MemorySegment constants = arena.allocate(floats * Float.BYTES, Panels.LINE);
    MemorySegment.copy(bias, 0, constants, 0, (long) pattern.shape().out() * Float.BYTES);
    for (int k = 0; k < places.length; k++) {
      float weight = values.getAtIndex(Panels.FLOAT, columns.slot(k));
      constants.setAtIndex(Panels.FLOAT, weights + places[k], weight);
    }
    return constants;
  }

  private void function() {
    for (int p = 0; p < SUMS.length && kept < vectors; p++) {
      code.move(SUMS[p], OUTPUTS);
      code.add(SUMS[p], bytes(kept * width) + (2 * p + 1) * REACH);
    }
    for (int v = 0; v < vectors; v++) {
      code.load(register(v), CONSTANTS, bytes(v * width));
      store(v);
    }
    List<Aside> asides = new ArrayList<>();
    for (int i = 0; i < pattern.shape().in(); i++) {
      List<Part> parts = parts(i);
      if (hidden && parts.size() < WORTH_A_TEST) {
        add(i, parts);
      } else if (!parts.isEmpty()) {
        Aside aside = new Aside(i, parts, new Label(), new Label());
        code.testInt(INPUTS, bytes(i), NOT_SIGN);
        code.jumpIfNotZero(aside.there);
        code.bind(aside.back);
        asides.add(aside);
      }
    }
    finish();
    for (Aside aside : asides) {
      code.bind(aside.there);
      add(aside.column, aside.parts);
      code.jump(aside.back);
    }
  }

  private List<Part> parts(int column) {
    List<Part> parts = new ArrayList<>();
    int end = columns.first(column + 1);
    for (int from = columns.first(column), to = from; from < end; from = to) {
      int vector = row(from) / width;
      int lanes = 0;
      while (to < end && row(to) / width == vector) {
        lanes |= 1 << row(to++) % width;
      }
      int place = place(lanes);
      for (int k = from; k < to; k++) {
        places[k] = place + row(k) % width;
        taken.set(places[k]);
      }
      parts.add(new Part(vector, lanes, place));
    }
    return parts;
  }

  private int row(int k) {
    return columns.row(k);
  }

  /** Returns the first place near the end where no other weight is in the way. */
  private int place(int lanes) {
    int place = Math.max(0, taken.length() - WINDOW);
    while (!free(place, lanes)) {
      place++;
    }
    return place;
  }

  private boolean free(int place, int lanes) {
    for (int l = 0; l < width; l++) {
      if ((lanes >> l & 1) == 1 && taken.get(place + l)) {
        return false;
      }
    }
    return true;
  }

  private void add(int column, List<Part> parts) {
    if (parts.isEmpty()) {
      return;
    }
    int middle = (parts.getFirst().place + parts.getLast().place) / 2;
    code.broadcast(input, INPUTS, bytes(column));
    code.move(WEIGHTS, CONSTANTS);
    code.add(WEIGHTS, bytes(vectors * width + middle));
    for (Part part : parts) {
      load(part.vector);
      int sum = register(part.vector);
      int weights = bytes(part.place - middle);
      if (part.lanes == (1 << width) - 1) {
        code.fmaMemory(sum, input, WEIGHTS, weights);
      } else {
        code.fmaLanes(sum, input, WEIGHTS, weights, part.lanes, SCRATCH);
      }
      store(part.vector);
    }
  }

  private void finish() {
    int zero = input;
    code.zero(zero);
    for (int v = 0; v < vectors; v++) {
      load(v);
      int sum = register(v);
      code.add(sum, sum, zero);
      if (relu) {
        code.max(sum, zero, sum); // a sum that is NaN stays
      }
      code.store(OUTPUTS, bytes(v * width), sum);
    }
    code.vzeroupper();
    code.ret();
  }

  private int register(int vector) {
    return vector < kept ? vector : loaded;
  }

  /** Loads sums that do not stay in registers. */
  private void load(int vector) {
    if (vector >= kept) {
      code.load(loaded, SUMS[pointer(vector)], fromPointer(vector));
    }
  }

  /** Stores sums that do not stay in registers. */
  private void store(int vector) {
    if (vector >= kept) {
      code.store(SUMS[pointer(vector)], fromPointer(vector), loaded);
    }
  }

  /** Returns which pointer is nearest. */
  private int pointer(int vector) {
    return Math.min(bytes((vector - kept) * width) / (2 * REACH), SUMS.length - 1);
  }

  private int fromPointer(int vector) {
    return bytes((vector - kept) * width) - (2 * pointer(vector) + 1) * REACH;
  }

  private static int bytes(int floats) {
    return Math.multiplyExact(floats, Float.BYTES);
  }
}
