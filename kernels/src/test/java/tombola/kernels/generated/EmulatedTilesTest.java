package tombola.kernels.generated;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tombola.kernels.generated.TileLists.Entry;
import tombola.kernels.generated.TileLists.Head;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.Emulator;
import tombola.kernels.x86.InstructionSet;
import tombola.kernels.x86.Label;

/**
 * The tiles of convolutions, emulated, give the bits of what they are described as on any machine,
 * and reach nothing outside their memory.
 */
@ParameterizedClass
@EnumSource(InstructionSet.class)
class EmulatedTilesTest extends EmulatedLines {
  @Parameter InstructionSet set = InstructionSet.AVX512;

  private final MemorySegment arguments = arena.allocate(16L * Long.BYTES, LINE);

  private void argument(int offset, long value) {
    arguments.set(ValueLayout.JAVA_LONG, offset, value);
  }

  private void run(Assembler code, int entry, MemorySegment... memory) {
    new Emulator(code.bytes(), List.of(memory)).call(entry, memory[0].address(), 0, 0, 0, 0, 0);
  }

  /** Two places three lines apart; two runs of two taps of three lines, with gaps everywhere. */
  @Test
  void places() {
    for (int rows = 1; rows <= PlaceTile.mostRows(set.assembler()); rows++) {
      for (PlaceTile.End end : PlaceTile.End.values()) {
        checkPlaces(rows, PlaceTile.Begin.START, end, 2);
        checkPlaces(rows, PlaceTile.Begin.RESULT, end, 1);
        checkPlaces(rows, PlaceTile.Begin.START, end, 0);
      }
    }
  }

  private void checkPlaces(int rows, PlaceTile.Begin begin, PlaceTile.End end, int runs) {
    Assembler code = set.assembler();
    final int entry = PlaceTile.write(rows, begin, end, code);
    final MemorySegment source = lines(30);
    final MemorySegment weights = lines(30 * rows / LANES + 2);
    final MemorySegment start = lines(2);
    final MemorySegment gate = lines(2 * rows + 1);
    final MemorySegment result = lines(2 * rows + 1);
    float[] expected = result.toArray(FLOAT);
    for (int place = 0; place < 2; place++) {
      for (int i = 0; i < rows * LANES; i++) {
        int row = i / LANES;
        int to = place * (rows + 1) * LANES + i;
        float sum = begin == PlaceTile.Begin.RESULT ? expected[to] : start.getAtIndex(FLOAT, row);
        for (int tap = 0; tap < 2 * runs; tap++) {
          int line = 3 * place + tap * 4 + tap / 2 * 2; // a line between taps, two more at a run
          int weight = (tap * 4 + tap / 2) * rows + row; // likewise a line's weights
          for (int k = 0; k < 3; k++) {
            float x = at(source, line + k, i % LANES);
            sum = Math.fma(x, weights.getAtIndex(FLOAT, weight + (long) k * rows), sum);
          }
        }
        expected[to] = end(end, sum, gate.getAtIndex(FLOAT, to));
      }
    }
    argument(PlaceTile.Argument.SOURCE.offset(), source.address());
    argument(PlaceTile.Argument.WEIGHTS.offset(), weights.address());
    argument(PlaceTile.Argument.RESULT.offset(), result.address());
    argument(PlaceTile.Argument.START.offset(), start.address());
    argument(PlaceTile.Argument.GATE.offset(), gate.address());
    argument(PlaceTile.Argument.PLACES.offset(), 2);
    argument(PlaceTile.Argument.RUNS.offset(), runs);
    argument(PlaceTile.Argument.TAPS.offset(), 2);
    argument(PlaceTile.Argument.DEPTH.offset(), 12L * rows);
    argument(PlaceTile.Argument.NEXT_TAP.offset(), LINE);
    argument(PlaceTile.Argument.NEXT_TAP_WEIGHTS.offset(), 4L * rows);
    argument(PlaceTile.Argument.NEXT_RUN.offset(), 2 * LINE);
    argument(PlaceTile.Argument.NEXT_RUN_WEIGHTS.offset(), 4L * rows);
    argument(PlaceTile.Argument.NEXT_SOURCE.offset(), 3 * LINE);
    argument(PlaceTile.Argument.NEXT_RESULT.offset(), (rows + 1) * LINE);
    run(code, entry, arguments, source, weights, start, gate, result);
    same(result, expected);
  }

  /** Two blocks of channels seven lines apart; two rows of three places, a line between them. */
  @Test
  void columns() {
    for (int rows = 1; rows <= ColumnTile.mostRows(set.assembler()); rows++) {
      checkColumns(rows, 1);
      checkColumns(rows, 2);
    }
  }

  private void checkColumns(int rows, int channels) {
    Assembler code = set.assembler();
    final int entry = ColumnTile.write(rows, channels, code);
    final MemorySegment source = lines(7 * 2 * channels);
    final MemorySegment gradients = lines(6 * rows);
    final MemorySegment sums = lines(2 * channels * rows);
    float[] expected = sums.toArray(FLOAT);
    for (int i = 0; i < expected.length; i++) {
      int channel = i / LANES / rows;
      for (int place = 0; place < 6; place++) {
        float x = at(source, 7 * channel + place + place / 3, i % LANES);
        float dy = at(gradients, place * rows + i / LANES % rows, i % LANES);
        expected[i] = Math.fma(dy, x, expected[i]);
      }
    }
    argument(ColumnTile.Argument.SOURCE.offset(), source.address());
    argument(ColumnTile.Argument.GRADIENTS.offset(), gradients.address());
    argument(ColumnTile.Argument.SUMS.offset(), sums.address());
    argument(ColumnTile.Argument.BLOCKS.offset(), 2);
    argument(ColumnTile.Argument.PLACES.offset(), 3 * LINE);
    argument(ColumnTile.Argument.ROWS.offset(), 2);
    argument(ColumnTile.Argument.NEXT_ROW.offset(), LINE);
    argument(ColumnTile.Argument.NEXT_CHANNEL.offset(), 7 * LINE);
    run(code, entry, arguments, source, gradients, sums);
    same(sums, expected);
  }

  /** Lists of two entries, of none and of three, for outputs 0, 2 and 3 of four. */
  @Test
  void rows() {
    for (int places = 1; places <= RowTile.mostPlaces(set.assembler()); places++) {
      for (RowTile.Begin begin : RowTile.Begin.values()) {
        for (PlaceTile.End end : PlaceTile.End.values()) {
          checkRows(places, begin, end);
        }
      }
    }
  }

  private void checkRows(int places, RowTile.Begin begin, PlaceTile.End end) {
    final int[] lists = {0, 0, 2, 2, 2};
    final int[] sources = {4, 0, 3, 3, 1};
    final int[] weights = {7, 2, 0, 5, 9};
    Assembler code = set.assembler();
    final int resultLines = 4; // from a place to the next
    final int entry = RowTile.write(places, resultLines * (int) LINE, begin, end, code);
    final int most = RowTile.mostPlaces(code);
    final MemorySegment source = lines(5 + places);
    final MemorySegment values = lines(1);
    final MemorySegment start = lines(1);
    final MemorySegment sums = lines(4 * most);
    final MemorySegment gate = lines(places * resultLines);
    final MemorySegment result = lines(places * resultLines);
    float[] expectedSums = sums.toArray(FLOAT);
    float[] expected = result.toArray(FLOAT);
    for (int list = 0; list < 3; list++) {
      int output = list == 0 ? 0 : list + 1;
      for (int i = 0; i < places * LANES; i++) {
        int waiting = output * most * LANES + i;
        boolean starts = begin == RowTile.Begin.START;
        float sum = starts ? at(start, 0, output) : expectedSums[waiting];
        for (int k = 0; k < lists.length; k++) {
          float x = at(source, sources[k] + i / LANES, i % LANES);
          sum = lists[k] == list ? Math.fma(at(values, 0, weights[k]), x, sum) : sum;
        }
        if (end == PlaceTile.End.OPEN) {
          expectedSums[waiting] = sum;
        } else {
          int to = (i / LANES * resultLines + output) * LANES + i % LANES;
          expected[to] = end(end, sum, gate.getAtIndex(FLOAT, to));
        }
      }
    }
    MemorySegment memory = arena.allocate(16 * LINE, LINE);
    SegmentAllocator slab = SegmentAllocator.slicingAllocator(memory);
    MemorySegment entries =
        TileLists.entries(
            IntStream.range(0, lists.length)
                .mapToObj(k -> new Entry(sources[k] * (int) LINE, weights[k] * Float.BYTES))
                .toList(),
            slab);
    TileLists.Pass pass =
        TileLists.pass(
            List.of(new Head(0, 0, 2), new Head(2, 2, 0), new Head(3, 2, 3)),
            RowTile.sumBytes(code),
            slab);
    argument(RowTile.Argument.RUNS.offset(), pass.runs());
    argument(RowTile.Argument.END.offset(), pass.end());
    argument(RowTile.Argument.HEADS.offset(), pass.heads());
    argument(RowTile.Argument.ENTRIES.offset(), entries.address());
    argument(RowTile.Argument.SOURCE.offset(), source.address());
    argument(RowTile.Argument.WEIGHTS.offset(), values.address());
    argument(RowTile.Argument.SUMS.offset(), sums.address());
    argument(RowTile.Argument.START.offset(), start.address());
    argument(RowTile.Argument.RESULTS.offset(), result.address());
    argument(RowTile.Argument.GATE.offset(), gate.address());
    run(code, entry, arguments, memory, source, values, start, sums, gate, result);
    same(sums, expectedSums);
    same(result, expected);
  }

  /** Two chunks of as many weights, then one of a single weight; a short row, two long ones. */
  @Test
  void slots() {
    for (int weights = 1; weights <= SlotTile.MOST_WEIGHTS; weights++) {
      checkSlots(weights, 3);
      checkSlots(weights, 28);
      checkSlots(weights, 33);
    }
  }

  private void checkSlots(int weights, int places) {
    Assembler code = set.assembler();
    final Label[] loops = SlotTile.write(places, code);
    final MemorySegment inputs = lines(9 + places);
    final MemorySegment gradients = lines(places + 1);
    final MemorySegment sums = lines(2 * weights + 3);
    final MemorySegment table = arena.allocate(4 * LINE, LINE);
    float[] expected = sums.toArray(FLOAT);
    long at = 2L * SlotTile.RUN_BYTES;
    for (int chunk = 0; chunk < 3; chunk++) {
      int count = chunk < 2 ? weights : 1;
      int filter = chunk % 2;
      int first = chunk * weights + 1;
      if (chunk != 1) { // a run begins
        long run = chunk / 2 * (long) SlotTile.RUN_BYTES;
        table.set(ValueLayout.JAVA_LONG, run, loops[count - 1].position());
        table.set(ValueLayout.JAVA_LONG, run + 8, chunk == 0 ? 2 : 1);
        table.set(ValueLayout.JAVA_LONG, run + 16, table.address() + at);
      }
      table.set(ValueLayout.JAVA_INT, at, filter * (int) LINE);
      table.set(ValueLayout.JAVA_INT, at + 4, first * (int) LINE);
      for (int w = 0; w < count; w++) {
        int input = (3 * w + chunk) % 9;
        table.set(ValueLayout.JAVA_INT, at + 8 + 4L * w, input * (int) LINE);
        for (int i = 0; i < places * LANES; i++) {
          int place = i / LANES;
          int to = (first + w) * LANES + i % LANES;
          float dy = at(gradients, place + filter, i % LANES);
          expected[to] = Math.fma(dy, at(inputs, input + place, i % LANES), expected[to]);
        }
      }
      at += SlotTile.entryBytes(count);
    }
    argument(SlotTile.Argument.RUNS.offset(), table.address());
    argument(SlotTile.Argument.END.offset(), table.address() + 2L * SlotTile.RUN_BYTES);
    argument(SlotTile.Argument.SOURCE.offset(), inputs.address());
    argument(SlotTile.Argument.GRADIENTS.offset(), gradients.address());
    argument(SlotTile.Argument.SUMS.offset(), sums.address());
    run(code, 0, arguments, table, inputs, gradients, sums);
    same(sums, expected);
  }
}
