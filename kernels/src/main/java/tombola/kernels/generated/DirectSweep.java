package tombola.kernels.generated;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernels.Room;
import tombola.kernels.generated.PlaceTile.End;
import tombola.kernels.generated.RowTile.Argument;
import tombola.kernels.generated.RowTile.Begin;
import tombola.kernels.generated.RowTile.Steps;
import tombola.kernels.generated.TileLists.Entry;
import tombola.kernels.generated.TileLists.Head;
import tombola.kernels.generated.TileLists.Pass;

/**
 * A sparse convolution forward or to its inputs around {@link RowTile}, which reads the source
 * where it is: with few live weights a line is read so seldom that copying it to where the next
 * place's line follows it costs more than it saves. What is made is parted into rectangles that the
 * same taps reach, so that no tile meets the edge of the picture.
 */
final class DirectSweep implements Sweep {
  private static final long SUMS = 2 * LINE; // bytes of room before them: a tile's arguments

  private final Convolution shape;
  private final boolean forward;
  private final End end; // of a tile
  private final boolean waiting; // whether sums then wait for theirs
  private final RowCode code;
  private final int outputs;
  private final int lines; // of a pixel of the source
  private final int sourceWidth;
  private final int resultWidth;
  private final int sourceStep; // pixels of the source from one of a stretch to the next
  private final int resultStep; // pixels of the result
  private final int tapStep; // taps from one that reaches a pixel to the next
  private final List<Weight> weights = new ArrayList<>(); // by output, tap and line
  private final List<Rectangle> rectangles = new ArrayList<>();
  private final MemorySegment entries;

  private record Weight(int output, int down, int across, int line, int slot) {}

  /** Bytes of the source and of the result from a pixel to the next. */
  private record Step(long source, long result) {}

  /**
   * Pixels that the same taps reach.
   *
   * @param first bytes to what the first tap meets at the first pixel, and to that pixel
   * @param along the way of a tile, {@code count} pixels
   * @param over the way from tile to tile, {@code times} times
   */
  private record Rectangle(
      Pass pass, RowCode.Tiles tiles, Step first, Step along, int count, Step over, int times) {}

  DirectSweep(
      boolean forward,
      Convolution shape,
      SparsePattern pattern,
      End end,
      RowCode code,
      Arena arena) {
    this.shape = shape;
    this.forward = forward;
    this.code = code;
    this.outputs = forward ? shape.filters() : shape.channels();
    this.end = RowCode.ofTile(end, outputs);
    this.waiting = this.end != end;
    this.lines = forward ? shape.channels() : shape.filters();
    this.sourceWidth = forward ? shape.width() : shape.outWidth();
    this.resultWidth = forward ? shape.outWidth() : shape.width();
    this.sourceStep = forward ? shape.stride() : 1;
    this.resultStep = forward ? 1 : shape.stride();
    this.tapStep = forward ? 1 : shape.stride();
    sort(pattern);
    List<Entry> all = new ArrayList<>();
    for (Stretch high : stretches(shape.height(), shape.outHeight())) {
      for (Stretch wide : stretches(shape.width(), shape.outWidth())) {
        rectangles.add(rectangle(high, wide, all, arena));
      }
    }
    this.entries = TileLists.entries(all, arena);
  }

  private List<Stretch> stretches(int length, int places) {
    return forward
        ? Stretch.forward(shape, length, places)
        : Stretch.backward(shape, length, places);
  }

  /** Brings the live weights into the order in which sums take them. */
  private void sort(SparsePattern pattern) {
    if (forward) {
      pattern.forEach((slot, filter, column) -> add(filter, column, column % lines, slot));
      return;
    }
    SparsePattern.Columns columns = pattern.columns();
    for (int channel = 0; channel < outputs; channel++) {
      for (int column = channel; column < shape.columns(); column += outputs) {
        for (int k = columns.first(column); k < columns.first(column + 1); k++) {
          add(channel, column, columns.row(k), columns.slot(k));
        }
      }
    }
  }

  private void add(int output, int column, int line, int slot) {
    int tap = column / shape.channels();
    weights.add(new Weight(output, tap / shape.kernel(), tap % shape.kernel(), line, slot));
  }

  private Rectangle rectangle(Stretch high, Stretch wide, List<Entry> all, Arena arena) {
    int[] lengths = new int[outputs];
    int begin = all.size();
    for (Weight weight : weights) {
      int down = weight.down - high.tap();
      int across = weight.across - wide.tap();
      if (reached(down, high) && reached(across, wide)) {
        long pixel = (long) nth(down, high) * sourceWidth + nth(across, wide);
        long line = (pixel * lines + weight.line) * LINE;
        all.add(new Entry(Math.toIntExact(line), weight.slot * Float.BYTES));
        lengths[weight.output]++;
      }
    }
    List<Head> heads = new ArrayList<>();
    for (int o = 0; o < outputs; o++) {
      heads.add(new Head(o, begin, lengths[o]));
      begin += lengths[o];
    }
    Pass pass = TileLists.pass(heads, code.sumBytes(), arena);
    Step pixel = new Step(Panels.bytes(lines), Panels.bytes(outputs));
    Step right = new Step(sourceStep * pixel.source, resultStep * pixel.result);
    Step below = new Step(sourceWidth * right.source, resultWidth * right.result);
    Step first =
        new Step(
            ((long) first(high) * sourceWidth + first(wide)) * pixel.source,
            ((long) high.pixel() * resultWidth + wide.pixel()) * pixel.result);
    return wide.pixels() > 1 || high.pixels() == 1
        ? rectangle(pass, first, right, wide.pixels(), below, high.pixels())
        : rectangle(pass, first, below, high.pixels(), right, 1);
  }

  private Rectangle rectangle(Pass pass, Step first, Step along, int count, Step over, int times) {
    Steps steps = new Steps(Math.toIntExact(along.source), Math.toIntExact(along.result));
    RowCode.Tiles tiles = code.tiles(steps, Begin.START, end);
    return new Rectangle(pass, tiles, first, along, count, over, times);
  }

  /** Returns how many pixels after the first that taps of {@code stretch} meet {@code tap} does. */
  private int nth(int tap, Stretch stretch) {
    return forward ? tap : stretch.taps() - 1 - tap / tapStep;
  }

  /** Returns the first pixel that taps of {@code stretch} meet at the first of its pixels. */
  private int first(Stretch stretch) {
    return forward ? stretch.source() : stretch.source() - Math.max(0, stretch.taps() - 1);
  }

  private boolean reached(int tap, Stretch stretch) {
    return tap >= 0 && tap % tapStep == 0 && tap / tapStep < stretch.taps();
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
    MemorySegment room = Room.of(SUMS + outputs * code.sumBytes());
    set(room, Argument.ENTRIES, entries.address());
    set(room, Argument.WEIGHTS, values.address());
    set(room, Argument.START, start.address());
    set(room, Argument.SUMS, room.address() + SUMS);
    long in = (forward ? shape.in() : shape.out()) * LINE;
    long out = (forward ? shape.out() : shape.in()) * LINE;
    for (int p = fromPanel; p < toPanel; p++) {
      for (Rectangle rectangle : rectangles) {
        long to = p * out;
        fill(rectangle, room, x.address() + p * in, gate.address() + to, result.address() + to);
      }
    }
  }

  private void fill(Rectangle rectangle, MemorySegment room, long x, long gate, long result) {
    set(room, Argument.RUNS, rectangle.pass.runs());
    set(room, Argument.END, rectangle.pass.end());
    set(room, Argument.HEADS, rectangle.pass.heads());
    int strips = Math.ceilDiv(rectangle.count, code.mostPlaces());
    for (int i = 0; i < rectangle.times; i++) {
      long source = x + rectangle.first.source + i * rectangle.over.source;
      long to = rectangle.first.result + i * rectangle.over.result;
      for (int strip = 0; strip < strips; strip++) {
        int from = rectangle.count * strip / strips;
        int places = rectangle.count * (strip + 1) / strips - from;
        long at = to + from * rectangle.along.result;
        set(room, Argument.SOURCE, source + from * rectangle.along.source);
        set(room, Argument.RESULTS, result + at);
        set(room, Argument.GATE, gate + at);
        rectangle.tiles.tile(places).call(room.address(), 0, 0, 0, 0, 0);
        if (waiting) {
          long sums = room.address() + SUMS;
          long next = rectangle.along.result;
          code.end().call(sums, result + at, gate + at, outputs, places, next);
        }
      }
    }
  }

  private static void set(MemorySegment room, Argument argument, long value) {
    room.set(ValueLayout.JAVA_LONG, argument.offset(), value);
  }
}
