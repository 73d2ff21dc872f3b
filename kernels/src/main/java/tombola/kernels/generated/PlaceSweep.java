package tombola.kernels.generated;

import static tombola.kernel.Panels.FLOAT;
import static tombola.kernel.Panels.LINE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.kernels.Room;
import tombola.kernels.generated.PlaceTile.Argument;
import tombola.kernels.generated.PlaceTile.Begin;
import tombola.kernels.generated.PlaceTile.End;
import tombola.kernels.x86.CodeFunction;

/**
 * A dense convolution forward, or to its inputs, around {@link PlaceTile}: row by row of what is
 * made, and of a row some filters or channels at a time. Where the lines that a place needs do not
 * fit the first cache, one row of the filter goes over all places before the next does. Weights are
 * copied to where the tiles read them in their order.
 */
final class PlaceSweep {
  private static final int FEW_LINES = 256; // half of a first cache
  private static final long ARGUMENTS = Argument.values().length * (long) Long.BYTES;
  private static final long START = (ARGUMENTS + LINE - 1) / LINE * LINE; // zeros in the room
  private static final long PACKED = START + 2 * LINE;

  private final Convolution shape;
  private final PlaceCode code;
  private final boolean forward;
  private final int lines; // of a pixel of the source
  private final int rows; // of a pixel of the result
  private final int sourceWidth;
  private final int resultWidth;
  private final int sourceStep; // pixels of the source from one of a stretch to the next
  private final int resultStep; // pixels of the result
  private final int tapStep; // taps from one that reaches a pixel to the next
  private final int back; // pixels of the source from one of these taps to the next
  private final Stretch[] down;
  private final Stretch[] across;
  private final int groups;

  PlaceSweep(boolean forward, Convolution shape, PlaceCode code) {
    this.shape = shape;
    this.code = code;
    this.forward = forward;
    this.lines = forward ? shape.channels() : shape.filters();
    this.rows = forward ? shape.filters() : shape.channels();
    this.sourceWidth = forward ? shape.width() : shape.outWidth();
    this.resultWidth = forward ? shape.outWidth() : shape.width();
    this.sourceStep = forward ? shape.stride() : 1;
    this.resultStep = forward ? 1 : shape.stride();
    this.tapStep = forward ? 1 : shape.stride();
    this.back = forward ? 1 : -1;
    this.down = stretches(shape.height(), shape.outHeight());
    this.across = stretches(shape.width(), shape.outWidth());
    this.groups = Math.ceilDiv(rows, code.mostRows());
  }

  private Stretch[] stretches(int length, int places) {
    List<Stretch> all =
        forward ? Stretch.forward(shape, length, places) : Stretch.backward(shape, length, places);
    return all.toArray(Stretch[]::new);
  }

  private int first(int group) {
    return rows * group / groups;
  }

  /**
   * Computes panels [{@code fromPanel}, {@code toPanel}) of the result.
   *
   * @param bias what sums begin with, forward
   * @param gate as large as the result, to the inputs
   */
  void run(
      MemorySegment w,
      MemorySegment bias,
      MemorySegment source,
      MemorySegment gate,
      MemorySegment result,
      End end,
      int fromPanel,
      int toPanel) {
    if (fromPanel == toPanel) {
      return;
    }
    long weights = (long) shape.columns() * shape.filters() * Float.BYTES;
    MemorySegment room = Room.of(PACKED + weights);
    for (int r = 0; r < code.mostRows(); r++) {
      room.set(FLOAT, START + 4L * r, 0f);
    }
    for (int group = 0; group < groups; group++) {
      pack(w, room, first(group), first(group + 1));
    }
    set(room, Argument.NEXT_SOURCE, sourceStep * Panels.bytes(lines));
    set(room, Argument.NEXT_RESULT, resultStep * Panels.bytes(rows));
    long start = forward ? bias.address() : room.address() + START;
    long in = (forward ? shape.in() : shape.out()) * LINE;
    long out = (forward ? shape.out() : shape.in()) * LINE;
    for (int p = fromPanel; p < toPanel; p++) {
      long from = source.address() + p * in;
      long to = result.address() + p * out;
      long gates = gate.address() + p * out;
      for (Stretch high : down) {
        for (int i = 0; i < high.pixels(); i++) {
          int row = high.pixel() + i * resultStep;
          int seen = high.source() + i * sourceStep;
          for (int group = 0; group < groups; group++) {
            row(room, high, row, seen, group, start, from, gates, to, end);
          }
        }
      }
    }
  }

  /** Writes the weights of rows [{@code from}, {@code to}) by tap, line and row. */
  private void pack(MemorySegment w, MemorySegment room, int from, int to) {
    long at = PACKED + packed(from);
    int taps = shape.kernel() * shape.kernel();
    for (int tap = 0; tap < taps; tap++) {
      for (int line = 0; line < lines; line++) {
        for (int row = from; row < to; row++) {
          int filter = forward ? row : line;
          int column = tap * shape.channels() + (forward ? line : row);
          room.set(FLOAT, at, w.get(FLOAT, filter * shape.rowBytes() + 4L * column));
          at += Float.BYTES;
        }
      }
    }
  }

  /** Returns the bytes of the weights of rows before {@code row}. */
  private long packed(int row) {
    return (long) row * shape.kernel() * shape.kernel() * lines * Float.BYTES;
  }

  /** The pixels of row {@code row} for one group. */
  private void row(
      MemorySegment room,
      Stretch high,
      int row,
      int seen,
      int group,
      long start,
      long from,
      long gate,
      long to,
      End end) {
    int first = first(group);
    int count = first(group + 1) - first;
    set(room, Argument.START, start + (forward ? 4L * first : 0));
    boolean once = high.taps() < 2 || shape.kernel() * shape.kernel() * lines <= FEW_LINES;
    int times = once ? 1 : high.taps();
    for (int t = 0; t < times; t++) {
      Begin begin = t == 0 ? Begin.START : Begin.RESULT;
      CodeFunction tile = code.tile(count, begin, t == times - 1 ? end : End.OPEN);
      int sourceRow = seen + t * back;
      int tap = high.tap() + t * tapStep;
      for (Stretch wide : across) {
        long line = ((long) sourceRow * sourceWidth + wide.source()) * lines;
        long value = ((long) tap * shape.kernel() + wide.tap()) * lines * count * Float.BYTES;
        long result = (((long) row * resultWidth + wide.pixel()) * rows + first) * LINE;
        taps(room, once ? high.taps() : 1, wide.taps(), count);
        set(room, Argument.SOURCE, from + line * LINE);
        set(room, Argument.WEIGHTS, room.address() + PACKED + packed(first) + value);
        set(room, Argument.RESULT, to + result);
        set(room, Argument.GATE, gate + result);
        set(room, Argument.PLACES, wide.pixels());
        tile.call(room.address(), 0, 0, 0, 0, 0);
      }
    }
  }

  /** Says how taps follow one another: {@code wide} of each of {@code high} rows. */
  private void taps(MemorySegment room, int high, int wide, int count) {
    long weights = (long) lines * count * Float.BYTES; // of a tap
    boolean merged = back == 1 && tapStep == 1; // they are one run
    int joined = merged ? wide : 1;
    set(room, Argument.RUNS, wide == 0 ? 0 : high);
    set(room, Argument.TAPS, wide / Math.max(1, joined));
    set(room, Argument.DEPTH, joined * weights);
    set(room, Argument.NEXT_TAP, (back - 1) * Panels.bytes(lines));
    set(room, Argument.NEXT_TAP_WEIGHTS, (tapStep - 1) * weights);
    set(room, Argument.NEXT_RUN, (long) back * (sourceWidth - wide) * lines * LINE);
    set(room, Argument.NEXT_RUN_WEIGHTS, (long) tapStep * (shape.kernel() - wide) * weights);
  }

  private static void set(MemorySegment room, Argument argument, long value) {
    room.set(ValueLayout.JAVA_LONG, argument.offset(), value);
  }
}
