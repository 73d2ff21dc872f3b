package tombola.kernels.generated;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LANES;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernels.Room;
import tombola.kernels.generated.SlotRuns.Chunk;
import tombola.kernels.generated.SlotTile.Argument;
import tombola.kernels.generated.SlotTile.Row;

/**
 * The weight gradient of a sparse convolution around {@link SlotTile}, which reads inputs and
 * gradients where they are: with few live weights they are read so seldom that copying them to
 * where a place's follow one another costs more than it saves. A row of places is parted into
 * stretches that the same taps reach; the sums of live weights wait in the room for the next.
 */
final class DirectSlots {
  private static final long SUMS = LineFunctions.ARGUMENTS; // bytes of the room before them

  private final Convolution shape;
  private final SparsePattern pattern;
  private final LineFunctions lines;
  private final Stretch[] across;
  private final SlotCode.Tile[] tiles; // by stretch
  private final long pixel; // bytes of the inputs
  private final long place; // bytes of the gradients
  private final long trees; // bytes of the room before the finished sums
  private final SlotRuns.Table table; // by row of the filter, stretch and unit

  DirectSlots(
      Convolution shape, SparsePattern pattern, SlotCode code, LineFunctions lines, Arena arena) {
    this.shape = shape;
    this.pattern = pattern;
    this.lines = lines;
    this.across = Stretch.forward(shape, shape.width(), shape.outWidth()).toArray(Stretch[]::new);
    this.pixel = Panels.bytes(shape.channels());
    this.place = Panels.bytes(shape.filters());
    this.trees = SUMS + (pattern.slots() + LANES) * LINE;
    this.tiles = Arrays.stream(across).map(wide -> tile(wide, code)).toArray(SlotCode.Tile[]::new);
    SlotRuns runs = new SlotRuns();
    for (int ky = 0; ky < shape.kernel(); ky++) {
      for (int i = 0; i < across.length; i++) {
        for (int unit = 0; unit < pattern.units(); unit++) {
          runs.add(chunks(ky, across[i], unit), tiles[i]);
        }
      }
    }
    this.table = runs.table(LINE, arena);
  }

  private SlotCode.Tile tile(Stretch wide, SlotCode code) {
    int step = Math.toIntExact(shape.stride() * pixel);
    return code.tile(new Row(wide.pixels(), step, Math.toIntExact(place)));
  }

  private List<Chunk> chunks(int ky, Stretch wide, int unit) {
    List<Chunk> all = new ArrayList<>();
    pattern.forEach(
        unit,
        (slot, filter, column) -> {
          int tap = column / shape.channels();
          int nth = tap % shape.kernel() - wide.tap();
          if (tap / shape.kernel() != ky || nth < 0 || nth >= wide.taps()) {
            return;
          }
          long bytes = nth * pixel + column % shape.channels() * LINE;
          SlotRuns.add(all, filter, slot, bytes);
        });
    return all;
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
      for (int oy = 0; oy < shape.outHeight(); oy++) {
        addRow(room, inputs, gradients + oy * (shape.outWidth() * place), oy, fromUnit, toUnit);
      }
      finish(room, dw, p > fromPanel, first, end);
    }
  }

  private void addRow(
      MemorySegment room, long inputs, long gradients, int oy, int fromUnit, int toUnit) {
    int top = oy * shape.stride() - shape.padding();
    int group = 0;
    for (int ky = 0; ky < shape.kernel(); ky++) {
      int row = top + ky;
      for (int i = 0; i < across.length; i++) {
        Stretch wide = across[i];
        if (row >= 0 && row < shape.height()) {
          long first = (long) row * shape.width() + wide.source();
          SlotRuns.set(room, Argument.SOURCE, inputs + first * pixel);
          SlotRuns.set(room, Argument.GRADIENTS, gradients + wide.pixel() * place);
          table.run(tiles[i], room, group + fromUnit, group + toUnit);
        }
        group += pattern.units();
      }
    }
  }

  private void finish(MemorySegment room, MemorySegment dw, boolean adds, int first, int end) {
    lines.trees(room.address() + SUMS + first * LINE, end - first, room.address() + trees);
    for (int slot = first; slot < end; slot++) {
      float sum = room.get(FLOAT, trees + 4L * (slot - first));
      long at = 4L * slot;
      dw.set(FLOAT, at, adds ? dw.get(FLOAT, at) + sum : sum);
    }
  }
}
