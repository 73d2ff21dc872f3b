package tombola.kernels.generated;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Emulator;
import tombola.kernels.x86.InstructionSet;

/**
 * Straight code of sparse convolutions, emulated, gives the bits of what it is written for on any
 * machine, and reaches nothing outside its memory.
 */
@ParameterizedClass
@EnumSource(InstructionSet.class)
class EmulatedStraightTest extends EmulatedLines {
  @Parameter InstructionSet set = InstructionSet.AVX512;

  /**
   * Pixels of a row: the first meets nothing in the last column of the filter, the others two
   * pixels further to the left; the first row of the filter may be outside the picture.
   */
  @Test
  void straightRows() {
    for (int pixels = 1; pixels <= StraightRow.mostPixels(set.assembler()); pixels++) {
      for (PlaceTile.End end : PlaceTile.End.values()) {
        if (end != PlaceTile.End.OPEN) {
          checkStraightRow(pixels, end, 0b11);
          checkStraightRow(pixels, end, 0b10);
        }
      }
    }
  }

  private void checkStraightRow(int pixels, PlaceTile.End end, int inside) {
    final List<LiveWeight> weights =
        List.of(
            new LiveWeight(0, 0, 0, 1, 3),
            new LiveWeight(0, 0, 1, 2, 0),
            new LiveWeight(0, 1, 0, 0, 7),
            new LiveWeight(2, 0, 1, 1, 2),
            new LiveWeight(2, 1, 1, 2, 5)); // none of output 1
    final int columns = pixels + 2; // pixels of a row of the source, of 3 lines
    List<Integer> first = IntStream.range(0, pixels).mapToObj(i -> i + 2).toList();
    List<Integer> last =
        IntStream.range(0, pixels).mapToObj(i -> i == 0 ? StraightRow.Pixels.NONE : i).toList();
    StraightRow.Pixels row =
        new StraightRow.Pixels(3, 3, List.of(first, last), List.of(0L, columns * 3L * LINE), 0b10);
    Assembler code = set.assembler();
    final int entry = StraightRow.write(row, weights, end, code);
    final MemorySegment source = lines(2 * columns * 3);
    final MemorySegment values = lines(1);
    final MemorySegment extra = lines(pixels * 3); // what sums begin with, or their gate
    final MemorySegment result = lines(pixels * 3);
    final MemorySegment rows = arena.allocate(ValueLayout.JAVA_INT);
    rows.set(ValueLayout.JAVA_INT, 0, inside);
    float[] expected = new float[pixels * 3 * LANES];
    for (int i = 0; i < expected.length; i++) {
      int output = i / LANES % 3;
      int pixel = i / LANES / 3;
      float sum = end == PlaceTile.End.GATED ? 0f : at(extra, 0, output);
      for (LiveWeight weight : weights) {
        int met = row.meets().get(weight.across()).get(pixel);
        boolean meets = met != StraightRow.Pixels.NONE && (inside >> weight.down() & 1) == 1;
        if (weight.output() == output && meets) {
          int line = (weight.down() * columns + met) * 3 + weight.line();
          sum = Math.fma(at(values, 0, weight.slot()), at(source, line, i % LANES), sum);
        }
      }
      expected[i] = end(end, sum, extra.getAtIndex(FLOAT, i));
    }
    MemorySegment[] memory = {source, values, extra, result, rows};
    call(code, entry, memory);
    same(result, expected);
  }

  private static void call(Assembler code, int entry, MemorySegment... memory) {
    long[] at = new long[5];
    for (int i = 0; i < at.length; i++) {
      at[i] = memory[i].address();
    }
    new Emulator(code.bytes(), List.of(memory)).call(entry, at[0], at[1], at[2], at[3], at[4], 0);
  }

  /** Two units, of which the first has more weights than registers; a short row and a long one. */
  @Test
  void straightSlots() {
    checkSlotRow(new Convolution(3, 3, 2, 5, 3, 1, 1));
    checkSlotRow(new Convolution(3, 9, 3, 4, 3, 1, 1));
    checkSlotRow(new Convolution(5, 18, 2, 3, 5, 2, 2));
    checkSlotRow(new Convolution(1, 7, 3, 4, 1, 1, 0));
  }

  private void checkSlotRow(Convolution shape) {
    List<List<SlotRow.Weight>> units = List.of(new ArrayList<>(), new ArrayList<>());
    int count = 0;
    for (int filter = 0; filter < shape.filters(); filter++) {
      for (int column = 0; column < shape.kernel() * shape.channels(); column++) {
        int across = column / shape.channels();
        int unit = filter + 1 < shape.filters() ? 0 : 1;
        SlotRow.Weight weight =
            new SlotRow.Weight(count++, filter, across, column % shape.channels());
        units.get(unit).add(weight);
      }
    }
    Assembler code = set.assembler();
    final int[] entries = SlotRow.write(shape, units, code);
    final MemorySegment inputs = lines(shape.width() * shape.channels());
    final MemorySegment gradients = lines(shape.outWidth() * shape.filters());
    final MemorySegment sums = lines(count);
    float[] before = sums.toArray(FLOAT);
    for (int unit = 0; unit < 2; unit++) {
      for (int end = unit + 1; end <= 2; end++) {
        MemorySegment.copy(before, 0, sums, FLOAT, 0, before.length);
        float[] expected = before.clone();
        for (SlotRow.Weight weight :
            units.subList(unit, end).stream().flatMap(List::stream).toList()) {
          add(shape, weight, inputs, gradients, expected);
        }
        long padding = shape.padding() * Panels.bytes(shape.channels());
        new Emulator(code.bytes(), List.of(inputs, gradients, sums))
            .call(
                entries[unit],
                inputs.address() - padding,
                gradients.address(),
                sums.address(),
                end - unit,
                0,
                0);
        same(sums, expected);
      }
    }
  }

  private static void add(
      Convolution shape,
      SlotRow.Weight weight,
      MemorySegment inputs,
      MemorySegment gradients,
      float[] sums) {
    for (int place = 0; place < shape.outWidth(); place++) {
      int pixel = place * shape.stride() - shape.padding() + weight.across();
      for (int lane = 0; lane < LANES && pixel >= 0 && pixel < shape.width(); lane++) {
        float dy = at(gradients, place * shape.filters() + weight.filter(), lane);
        float x = at(inputs, pixel * shape.channels() + weight.channel(), lane);
        int to = weight.sum() * LANES + lane;
        sums[to] = Math.fma(dy, x, sums[to]);
      }
    }
  }
}
