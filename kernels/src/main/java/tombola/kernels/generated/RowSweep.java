package tombola.kernels.generated;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernels.Room;
import tombola.kernels.RowWindow;
import tombola.kernels.generated.PlaceTile.End;
import tombola.kernels.generated.RowTile.Argument;
import tombola.kernels.generated.RowTile.Begin;
import tombola.kernels.generated.TileLists.Pass;

/**
 * A sparse convolution forward or to its inputs around {@link RowTile}, strip by strip of what it
 * makes, each as wide as a tile and as high as the picture: what tiles read again and again are a
 * few pixels of a few rows of the source, which stand in a thread's room ({@link RowSource}). If
 * they do not fit the first cache, all outputs take what one row of the filter brings before the
 * next row does, and sums wait in the room meanwhile.
 */
final class RowSweep implements Sweep {
  private static final long TILE = LineFunctions.ARGUMENTS; // bytes of room before its arguments
  private static final long SUMS = TILE + 2 * LINE;
  private static final long FIRST_CACHE = 32 << 10; // bytes
  private static final int SHORT = 6; // entries of a list, about: two of its sums' ways to memory

  private final Convolution shape;
  private final boolean forward;
  private final RowWindow window;
  private final RowPasses passes;
  private final RowSource rowSource;
  private final Pass[][] ofRows; // by phase of a pixel and row
  private final RowCode code;
  private final boolean waiting; // whether sums then wait for their end
  private final RowCode.Tiles only; // of the one pass that a row needs
  private final RowCode.Tiles first; // of the first of several
  private final RowCode.Tiles next;
  private final RowCode.Tiles last;
  private final int outputs;
  private final int rows; // of what is made
  private final int pixels; // of a row of it
  private final int sources; // rows of the source
  private final int phases; // pixels from one that a tile makes to the next
  private final int count; // pixels at most that a row has of one phase
  private final int strips; // into which these are cut
  private final long source; // bytes of room before the rows of the source

  RowSweep(
      boolean forward,
      Convolution shape,
      SparsePattern pattern,
      End end,
      RowCode code,
      LineFunctions lines,
      Arena arena) {
    this.shape = shape;
    this.forward = forward;
    this.outputs = forward ? shape.filters() : shape.channels();
    this.rows = forward ? shape.outHeight() : shape.height();
    this.pixels = forward ? shape.outWidth() : shape.width();
    this.sources = forward ? shape.height() : shape.outHeight();
    this.phases = forward ? 1 : shape.stride();
    this.code = code;
    End ofTile = RowCode.ofTile(end, outputs);
    this.waiting = ofTile != end;
    int step = Math.toIntExact(phases * Panels.bytes(outputs));
    this.only = code.tiles(step, Begin.START, ofTile);
    this.first = code.tiles(step, Begin.START, End.OPEN);
    this.next = code.tiles(step, Begin.WAITING, End.OPEN);
    this.last = code.tiles(step, Begin.WAITING, ofTile);
    this.count = (pixels + phases - 1) / phases;
    this.strips = Math.ceilDiv(count, code.mostPlaces());
    int widest = Math.ceilDiv(count, strips);
    this.window =
        forward
            ? RowWindow.onInputs(shape, pattern, widest)
            : RowWindow.onOutputs(shape, pattern, widest);
    this.passes = new RowPasses(forward, shape, pattern, window, code.sumBytes(), arena);
    this.rowSource =
        new RowSource(
            window,
            lines,
            Math.min(window.phases(), shape.kernel()),
            sources,
            window.rows() - (forward ? shape.stride() : 1),
            rows,
            this::firstSource,
            this::lastSource);
    boolean whole = whole(pattern);
    this.ofRows = new Pass[phases * rows][];
    for (int i = 0; i < ofRows.length; i++) {
      ofRows[i] = passes.passes(i % rows, i / rows, whole, arena);
    }
    this.source = SUMS + outputs * code.sumBytes();
  }

  /**
   * Says whether a tile takes what all rows of the filter bring at once: if the pixels that it then
   * reads fit the first cache, or lists are so short that it costs more to keep sums between.
   */
  private boolean whole(SparsePattern pattern) {
    long lists = (long) outputs * phases * shape.kernel();
    return window.bytes() <= FIRST_CACHE || pattern.live() <= SHORT * lists;
  }

  @Override
  public void run(
      MemorySegment values,
      MemorySegment start,
      MemorySegment x,
      MemorySegment gate,
      MemorySegment result,
      int fromPanel,
      int toPanel) {
    if (fromPanel == toPanel) {
      return;
    }
    MemorySegment room = Room.of(source + rowSource.bytes());
    set(room, Argument.ENTRIES, passes.entries());
    set(room, Argument.WEIGHTS, values.address());
    set(room, Argument.START, start.address());
    set(room, Argument.SUMS, room.address() + SUMS);
    long in = sources * window.pictureRow();
    long out = (long) rows * pixels * Panels.bytes(outputs);
    for (int p = fromPanel; p < toPanel; p++) {
      for (int i = 0; i < strips; i++) {
        long to = p * out;
        strip(room, x.address() + p * in, gate.address() + to, result.address() + to, i);
      }
    }
  }

  private void strip(MemorySegment room, long x, long gate, long result, int number) {
    int from = (int) ((long) count * number / strips);
    int to = (int) ((long) count * (number + 1) / strips);
    int pixel = from * (forward ? shape.stride() : 1);
    rowSource.begin(room.address() + source, pixel);
    for (int row = 0; row < rows; row++) {
      rowSource.advance(room, source, x, pixel, row);
      for (int phase = 0; phase < phases; phase++) {
        int places = Math.min(to, (pixels - phase + phases - 1) / phases) - from;
        long at = ((long) row * pixels + (long) from * phases + phase) * Panels.bytes(outputs);
        if (places > 0) {
          long begin = room.address() + source;
          set(room, Argument.SOURCE, begin + rowSource.offset(passes.source(row), row));
          set(room, Argument.RESULTS, result + at);
          set(room, Argument.GATE, gate + at);
          places(room, ofRows[phase * rows + row], places);
          if (waiting) {
            long sums = room.address() + SUMS;
            long next = phases * Panels.bytes(outputs);
            code.end().call(sums, result + at, gate + at, outputs, places, next);
          }
        }
      }
    }
  }

  /** Makes {@code places} pixels of a row, {@link #phases} apart. */
  private void places(MemorySegment room, Pass[] all, int places) {
    for (int i = 0; i < all.length; i++) {
      set(room, Argument.RUNS, all[i].runs());
      set(room, Argument.END, all[i].end());
      set(room, Argument.HEADS, all[i].heads());
      boolean ends = i + 1 == all.length;
      RowCode.Tiles tiles = i == 0 ? ends ? only : first : ends ? last : next;
      tiles.tile(places).call(room.address() + TILE, 0, 0, 0, 0, 0);
    }
  }

  private static void set(MemorySegment room, Argument argument, long value) {
    room.set(ValueLayout.JAVA_LONG, TILE + argument.offset(), value);
  }

  /** Returns the first row of the source that {@code row} needs. */
  private int firstSource(int row) {
    int first =
        forward
            ? row * shape.stride() - shape.padding()
            : Math.ceilDiv(row + shape.padding() - shape.kernel() + 1, shape.stride());
    return Math.max(0, first);
  }

  /** Returns one more than the last row of the source that {@code row} needs. */
  private int lastSource(int row) {
    int last =
        forward
            ? row * shape.stride() - shape.padding() + shape.kernel()
            : (row + shape.padding()) / shape.stride() + 1;
    return Math.min(last, sources);
  }
}
