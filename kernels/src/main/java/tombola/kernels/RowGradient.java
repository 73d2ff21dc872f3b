package tombola.kernels;

import static tombola.kernel.Panels.LINE;
import static tombola.kernels.RowLoops.CHUNK;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.math.Tree;

/**
 * The weight gradient of a sparse convolution: some weights of a filter at once, whose sums stay in
 * registers along a row of places and wait in memory for the next. The rows of inputs that meet a
 * row of places stand in a thread's room ({@link RowWindow}), and so does the row of gradients:
 * both are copied as they lie in memory, which is read once.
 */
final class RowGradient {
  private static final int ENTRY = 8; // bytes of a weight in the table
  private static final long SUMS = CHUNK * LINE; // bytes of a chunk
  private static final int ROW = 16; // bytes of a row of the filter in room

  private final Convolution shape;
  private final SparsePattern pattern;
  private final RowWindow window;
  private final RowWindow gradients;
  private final RowLoops loops;
  private final int[] units; // first chunk of each, then the number of chunks
  private final int[] planes; // of each chunk: its filter's, of those in gradients
  private final int[] slots; // first of each chunk, then what is after the last
  private final int[] counts; // weights of each chunk
  private final MemorySegment table; // of CHUNK entries a chunk
  private final long zeros; // bytes of room before a row of zeros
  private final long lines; // bytes of room before a row of gradients
  private final long sums; // bytes of room before those of the chunks, CHUNK lines each
  private final long rows; // bytes of room before the table of a filter's rows

  RowGradient(Convolution shape, SparsePattern pattern, RowLoops loops, Arena arena) {
    this.shape = shape;
    this.pattern = pattern;
    this.loops = loops;
    this.window = RowWindow.onInputs(shape, pattern);
    this.gradients = RowWindow.onPlaces(shape, pattern);
    this.units = new int[pattern.units() + 1];
    int most = pattern.live() / CHUNK + shape.filters();
    int[] plane = new int[most];
    int[] slot = new int[most];
    int[] count = new int[most];
    int[] ofSlots = pattern.rows();
    int chunk = 0;
    for (int unit = 0; unit < pattern.units(); unit++) {
      int end = pattern.unitEnd(unit);
      for (int s = pattern.unitStart(unit); s < end; s += count[chunk++]) {
        plane[chunk] = gradients.plane(ofSlots[s]);
        slot[chunk] = s;
        while (count[chunk] < CHUNK
            && s + count[chunk] < end
            && ofSlots[s + count[chunk]] == ofSlots[s]) {
          count[chunk]++;
        }
      }
      units[unit + 1] = chunk;
    }
    this.planes = Arrays.copyOf(plane, chunk);
    this.slots = Arrays.copyOf(slot, chunk);
    this.counts = Arrays.copyOf(count, chunk);
    this.table = arena.allocate((long) chunk * CHUNK * ENTRY + 1, LINE);
    fill();
    this.zeros = window.bytes();
    this.lines = zeros + shape.outWidth() * LINE;
    this.sums = lines + gradients.bytes();
    this.rows = sums + chunk * SUMS;
  }

  /** Writes for each weight the row of its filter and where its inputs are in a row of pixels. */
  private void fill() {
    long[] inputs = new long[pattern.slots()];
    pattern.forEach((slot, _, column) -> {
      int tap = column / shape.channels();
      long line = window.offset(column % shape.channels(), tap % shape.kernel());
      inputs[slot] = line << 32 | tap / shape.kernel();
    });
    for (int chunk = 0; chunk < counts.length; chunk++) {
      for (int i = 0; i < CHUNK; i++) {
        long none = shape.kernel(); // a row of zeros
        long input = i < counts[chunk] ? inputs[slots[chunk] + i] : none;
        table.set(ValueLayout.JAVA_LONG, ((long) chunk * CHUNK + i) * ENTRY, input);
      }
    }
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
    int from = units[fromUnit];
    int to = units[toUnit];
    if (from == to) {
      return;
    }
    MemorySegment room = Room.of(rows + (shape.kernel() + 1L) * ROW);
    loops.clear(room, 0, lines);
    row(room, shape.kernel(), zeros, 0);
    for (int p = fromPanel; p < toPanel; p++) {
      loops.clear(room, sums + from * SUMS, sums + to * SUMS);
      addPanel(dy, x, room, p, from, to);
      finish(room, dw, p > fromPanel, from, to);
    }
  }

  private void addPanel(
      MemorySegment dy, MemorySegment x, MemorySegment room, int panel, int from, int to) {
    int next = 0;
    for (int oy = 0; oy < shape.outHeight(); oy++) {
      int top = oy * shape.stride() - shape.padding();
      for (int last = Math.min(top + shape.kernel(), shape.height()); next < last; next++) {
        long at = (panel * (long) shape.height() + next) * window.pictureRow();
        loops.copy(window, x, at, room, ring(next));
      }
      for (int ky = 0; ky < shape.kernel(); ky++) {
        boolean inside = top + ky >= 0 && top + ky < shape.height();
        row(room, ky, inside ? ring(top + ky) : zeros, inside ? -1 : 0);
      }
      addRow(dy, room, panel, oy, from, to);
    }
  }

  private long ring(int source) {
    return source % window.rows() * window.rowBytes();
  }

  private void row(MemorySegment room, int ky, long at, long bits) {
    room.set(ValueLayout.JAVA_LONG, rows + (long) ky * ROW, at);
    room.set(ValueLayout.JAVA_LONG, rows + (long) ky * ROW + 8, bits);
  }

  private void addRow(MemorySegment dy, MemorySegment room, int panel, int oy, int from, int to) {
    long row = ((long) panel * shape.outHeight() + oy) * gradients.pictureRow();
    loops.copy(gradients, planes[from], planes[to - 1] + 1, dy, row, room, lines);
    for (int chunk = from; chunk < to; chunk++) {
      long at = (long) chunk * CHUNK * ENTRY;
      long filter = lines + planes[chunk] * gradients.planeBytes();
      long sum = sums + chunk * SUMS;
      loops.addChunk(shape.outWidth(), table, at, room, rows, filter, room, sum);
    }
  }

  private void finish(MemorySegment room, MemorySegment dw, boolean adds, int from, int to) {
    for (int chunk = from; chunk < to; chunk++) {
      for (int i = 0; i < counts[chunk]; i++) {
        float sum = Tree.sum(room, sums + chunk * SUMS + i * LINE);
        long at = 4L * (slots[chunk] + i);
        dw.set(Panels.FLOAT, at, adds ? dw.get(Panels.FLOAT, at) + sum : sum);
      }
    }
  }
}
