package tombola.kernels.generated;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernels.Room;
import tombola.kernels.generated.SlotRow.Weight;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.CodeFunction;
import tombola.kernels.x86.CodeMemory;
import tombola.kernels.x86.InstructionSet;

/**
 * The weight gradient of a sparse convolution by {@link SlotRow}, which reads inputs and gradients
 * where they are. A row of places goes through the rows of the filter one after the other, so that
 * the one row of inputs that all weights then meet stays in the first cache; sums wait in the room.
 */
final class StraightSlots {
  private final Convolution shape;
  private final SparsePattern pattern;
  private final LineFunctions functions;
  private final long trees; // bytes of the room before the finished sums, and of all sums
  private final int[] slots; // by line of sums
  private final MemorySegment code;
  private final CodeFunction[][] ofRows; // of the filter, then by unit

  StraightSlots(
      Convolution shape,
      SparsePattern pattern,
      InstructionSet set,
      LineFunctions functions,
      Arena arena) {
    this.shape = shape;
    this.pattern = pattern;
    this.functions = functions;
    this.trees = (pattern.slots() + LANES) * LINE;
    this.slots = IntStream.range(0, pattern.slots()).toArray(); // padding stays where it is
    Assembler assembler = set.assembler();
    int[][] entries = new int[shape.kernel()][];
    int[] sums = IntStream.range(0, pattern.units()).map(pattern::unitStart).toArray();
    for (int row = 0; row < entries.length; row++) {
      List<List<Weight>> units = new ArrayList<>();
      for (int unit = 0; unit < pattern.units(); unit++) {
        units.add(weights(unit, row, sums));
      }
      entries[row] = SlotRow.write(shape, units, assembler);
    }
    this.code = CodeMemory.install(assembler, arena);
    this.ofRows = new CodeFunction[entries.length][pattern.units()];
    for (int row = 0; row < entries.length; row++) {
      for (int unit = 0; unit < pattern.units(); unit++) {
        ofRows[row][unit] = new CodeFunction(code.asSlice(entries[row][unit]));
      }
    }
  }

  /**
   * Returns the weights of a unit that are in a row of their filters.
   *
   * @param sums the line of the next sum of each unit
   */
  private List<Weight> weights(int unit, int row, int[] sums) {
    List<Weight> weights = new ArrayList<>();
    pattern.forEach(
        unit,
        (slot, filter, column) -> {
          int tap = column / shape.channels();
          if (tap / shape.kernel() == row) {
            int sum = sums[unit]++;
            slots[sum] = slot;
            weights.add(new Weight(sum, filter, tap % shape.kernel(), column % shape.channels()));
          }
        });
    return weights;
  }

  /** Computes the slots of units [{@code fromUnit}, {@code toUnit}). */
  void run(
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromPanel,
      int toPanel,
      int fromUnit,
      int toUnit) {
    if (fromUnit == toUnit) {
      return;
    }
    int first = pattern.unitStart(fromUnit);
    int end = pattern.unitEnd(toUnit - 1);
    MemorySegment room = Room.of(trees + Panels.bytes(Panels.count(end - first) + 1));
    for (int p = fromPanel; p < toPanel; p++) {
      functions.fetch(code);
      functions.clear(room.address() + first * LINE, (end - first) * LINE);
      for (int row = 0; row < shape.outHeight(); row++) {
        addRow(room.address(), dy, x, p, row, fromUnit, toUnit);
      }
      finish(room, dw, p > fromPanel, first, end);
    }
  }

  private void addRow(
      long sums, MemorySegment dy, MemorySegment x, int panel, int row, int fromUnit, int toUnit) {
    long places = (panel * (long) shape.outHeight() + row) * shape.outWidth();
    long gradients = dy.address() + places * Panels.bytes(shape.filters());
    int top = row * shape.stride() - shape.padding();
    for (int tap = shape.firstTap(row); tap < shape.endTap(row, shape.height()); tap++) {
      long pixels = (panel * (long) shape.height() + top + tap) * shape.width() - shape.padding();
      long inputs = x.address() + pixels * Panels.bytes(shape.channels());
      ofRows[tap][fromUnit].call(inputs, gradients, sums, toUnit - fromUnit, 0, 0);
    }
  }

  private void finish(MemorySegment room, MemorySegment dw, boolean adds, int first, int end) {
    functions.trees(room.address() + first * LINE, end - first, room.address() + trees);
    for (int line = first; line < end; line++) {
      float sum = room.get(FLOAT, trees + 4L * (line - first));
      long at = 4L * slots[line];
      dw.set(FLOAT, at, adds ? dw.get(FLOAT, at) + sum : sum);
    }
  }
}
