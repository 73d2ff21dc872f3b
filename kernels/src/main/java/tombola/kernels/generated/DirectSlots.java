package tombola.kernels.generated;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernels.Room;
import tombola.kernels.generated.SlotTile.Argument;
import tombola.kernels.generated.SlotTile.Row;

/**
 * The weight gradient of a sparse convolution around {@link SlotTile}, which reads inputs and
 * gradients where they are: with few live weights they are read so seldom that copying them to
 * where a place's follow one another costs more than it saves. In a row each weight takes the
 * places that its tap reaches; its sums wait in the room for the next row.
 */
final class DirectSlots {
  private static final long SUMS = LineFunctions.ARGUMENTS; // bytes of the room before them

  private final Convolution shape;
  private final SparsePattern pattern;
  private final LineFunctions lines;
  private final Stretch[] down;
  private final long pixel; // bytes of the inputs
  private final long place; // bytes of the gradients
  private final long trees; // bytes of the room before the finished sums
  private final int[] slots; // by line of sums
  private final SlotRuns.Table table; // by stretch of rows and unit

  DirectSlots(
      Convolution shape, SparsePattern pattern, SlotCode code, LineFunctions lines, Arena arena) {
    this.shape = shape;
    this.pattern = pattern;
    this.lines = lines;
    this.down = Stretch.forward(shape, shape.height(), shape.outHeight()).toArray(Stretch[]::new);
    this.pixel = Panels.bytes(shape.channels());
    this.place = Panels.bytes(shape.filters());
    this.trees = SUMS + (pattern.slots() + LANES) * LINE;
    this.slots = IntStream.range(0, pattern.slots()).toArray();
    this.table = table(code, arena);
  }

  /** A live weight: its slot, its filter's row and column, its channel. */
  private record Weight(int slot, int filter, int down, int across, int channel) {}

  private SlotRuns.Table table(SlotCode code, Arena arena) {
    List<List<Weight>> units = IntStream.range(0, pattern.units()).mapToObj(this::weights).toList();
    SlotRuns runs = new SlotRuns();
    for (Stretch high : down) {
      for (int unit = 0; unit < pattern.units(); unit++) {
        runs.add(group(units.get(unit), pattern.unitStart(unit), high, code));
      }
    }
    return runs.table(arena);
  }

  /**
   * Returns the weights of a unit in the order of their sums: those of a filter that meet the same
   * places follow one another.
   */
  private List<Weight> weights(int unit) {
    List<Weight> sorted = new ArrayList<>();
    pattern.forEach(
        unit,
        (slot, filter, column) -> {
          int tap = column / shape.channels();
          int across = tap % shape.kernel();
          int channel = column % shape.channels();
          sorted.add(new Weight(slot, filter, tap / shape.kernel(), across, channel));
        });
    sorted.sort(Comparator.comparingInt(Weight::filter).thenComparingInt(Weight::across));
    int first = pattern.unitStart(unit);
    for (int i = 0; i < sorted.size(); i++) {
      slots[first + i] = sorted.get(i).slot;
    }
    return sorted;
  }

  /**
   * Returns what the weights of a unit, whose sums are the lines from {@code start} on, do in the
   * rows of {@code high}.
   */
  private SlotRuns.Group group(List<Weight> weights, int start, Stretch high, SlotCode code) {
    SlotRuns.Group group = new SlotRuns.Group();
    int step = Math.toIntExact(shape.stride() * pixel);
    int line = start;
    for (Weight weight : weights) {
      int row = weight.down - high.tap();
      int first = shape.firstPlace(weight.across);
      int places = shape.endPlace(weight.across, shape.width()) - first;
      if (row >= 0 && row < high.taps() && places > 0) {
        int column = first * shape.stride() + weight.across - shape.padding();
        group.add(
            code.tile(new Row(places, step, Math.toIntExact(place))),
            first * place + weight.filter * LINE,
            line,
            (row * (long) shape.width() + column) * pixel + weight.channel * LINE);
      }
      line++;
    }
    return group;
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
    SlotRuns.set(room, Argument.SUMS, room.address() + SUMS);
    for (int p = fromPanel; p < toPanel; p++) {
      lines.clear(room.address() + SUMS + first * LINE, (end - first) * LINE);
      long inputs = x.address() + p * (shape.in() * LINE);
      long gradients = dy.address() + p * (shape.out() * LINE);
      addPanel(room, inputs, gradients, fromUnit, toUnit);
      finish(room, dw, p > fromPanel, first, end);
    }
  }

  private void addPanel(MemorySegment room, long inputs, long gradients, int fromUnit, int toUnit) {
    long row = shape.width() * pixel;
    for (int i = 0; i < down.length; i++) {
      Stretch high = down[i];
      int group = i * pattern.units();
      for (int nth = 0; nth < high.pixels(); nth++) {
        long places = (high.pixel() + nth) * (shape.outWidth() * place);
        SlotRuns.set(room, Argument.SOURCE, inputs + (high.source() + nth * shape.stride()) * row);
        SlotRuns.set(room, Argument.GRADIENTS, gradients + places);
        table.run(room, group + fromUnit, group + toUnit);
      }
    }
  }

  private void finish(MemorySegment room, MemorySegment dw, boolean adds, int first, int end) {
    lines.trees(room.address() + SUMS + first * LINE, end - first, room.address() + trees);
    for (int line = first; line < end; line++) {
      float sum = room.get(FLOAT, trees + 4L * (line - first));
      long at = 4L * slots[line];
      dw.set(FLOAT, at, adds ? dw.get(FLOAT, at) + sum : sum);
    }
  }
}
