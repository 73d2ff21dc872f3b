package tombola.kernels.generated;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernels.generated.PlaceTile.End;
import tombola.kernels.generated.StraightRow.Pixels;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.CodeFunction;
import tombola.kernels.x86.CodeMemory;
import tombola.kernels.x86.InstructionSet;

/**
 * A sparse convolution forward or to its inputs by {@link StraightRow}, which reads the source
 * where it is, down the picture in strips so narrow that the lines that their rows share stay in
 * the first cache.
 */
final class StraightSweep implements Sweep {
  private static final long FIRST_CACHE = 32 << 10; // bytes
  private static final int NARROW = 7; // pixels of a strip that are worth its code's beginning

  private final Convolution shape;
  private final boolean forward;
  private final boolean gated;
  private final LineFunctions functions;
  private final int rows; // of what is made
  private final int lines; // of a pixel of the source
  private final int sourceWidth;
  private final int sourceHeight;
  private final long sourceRow; // bytes
  private final long resultRow;
  private final MemorySegment inside; // by row, which rows of the filter are, a bit each
  private final MemorySegment code;
  private final List<Strip> strips = new ArrayList<>();

  /** Where a strip of a row begins: bytes from the row's source and its results. */
  private record Strip(CodeFunction function, long source, long result) {}

  StraightSweep(
      boolean forward,
      Convolution shape,
      SparsePattern pattern,
      End end,
      InstructionSet set,
      LineFunctions functions,
      Arena arena) {
    this.shape = shape;
    this.forward = forward;
    this.gated = end == End.GATED;
    this.functions = functions;
    this.rows = forward ? shape.outHeight() : shape.height();
    this.lines = forward ? shape.channels() : shape.filters();
    this.sourceWidth = forward ? shape.width() : shape.outWidth();
    this.sourceHeight = forward ? shape.height() : shape.outHeight();
    this.sourceRow = sourceWidth * Panels.bytes(lines);
    int width = forward ? shape.outWidth() : shape.width();
    long pixel = Panels.bytes(forward ? shape.filters() : shape.channels());
    this.resultRow = width * pixel;
    this.inside = arena.allocate((long) rows * Integer.BYTES, Integer.BYTES);
    this.code = addStrips(LiveWeight.all(forward, shape, pattern), width, pixel, end, set, arena);
  }

  /**
   * Writes the code of all strips of a row, and adds them; returns the code.
   *
   * @param width pixels of the row
   * @param pixel bytes of one
   */
  private MemorySegment addStrips(
      List<LiveWeight> weights, int width, long pixel, End end, InstructionSet set, Arena arena) {
    int always = inside();
    Assembler assembler = set.assembler();
    int count = Math.ceilDiv(width, widest(assembler));
    int[] firsts = IntStream.rangeClosed(0, count).map(i -> width * i / count).toArray();
    Map<Pixels, Integer> entries = new HashMap<>(); // strips away from the edges are alike
    int[] starts = new int[count];
    for (int i = 0; i < count; i++) {
      starts[i] =
          entries.computeIfAbsent(
              pixels(firsts[i], firsts[i + 1], always),
              pixels -> StraightRow.write(pixels, weights, end, assembler));
    }
    MemorySegment memory = CodeMemory.install(assembler, arena);
    for (int i = 0; i < count; i++) {
      CodeFunction function = new CodeFunction(memory.asSlice(starts[i]));
      long source = origin(firsts[i]) * Panels.bytes(lines);
      strips.add(new Strip(function, source, firsts[i] * pixel));
    }
    return memory;
  }

  /** Returns the pixels of a strip at most. */
  private int widest(Assembler assembler) {
    int most = StraightRow.mostPixels(assembler);
    long fit = FIRST_CACHE / (shape.kernel() * Panels.bytes(lines)) - (shape.kernel() - 1);
    return Math.clamp(fit, Math.min(NARROW, most), most);
  }

  private Pixels pixels(int from, int to, int always) {
    List<List<Integer>> meets = new ArrayList<>();
    List<Long> below = new ArrayList<>();
    for (int tap = 0; tap < shape.kernel(); tap++) {
      int across = tap;
      meets.add(
          IntStream.range(from, to)
              .map(pixel -> source(pixel, across, sourceWidth))
              .mapToObj(met -> met == Pixels.NONE ? met : met - origin(from))
              .toList());
      below.add((forward ? tap : -(tap / shape.stride())) * sourceRow);
    }
    int outputs = forward ? shape.filters() : shape.channels();
    return new Pixels(outputs, lines, meets, below, always);
  }

  /** Notes which rows of the filter are inside; returns those that are for every row. */
  private int inside() {
    int always = -1;
    for (int row = 0; row < rows; row++) {
      int bits = 0;
      for (int tap = 0; tap < shape.kernel(); tap++) {
        bits |= source(row, tap, sourceHeight) == Pixels.NONE ? 0 : 1 << tap;
      }
      inside.setAtIndex(ValueLayout.JAVA_INT, row, bits);
      always &= bits;
    }
    return always;
  }

  /** Returns the row or column of the source from which those that {@code pixel} meets count. */
  private int origin(int pixel) {
    return forward
        ? pixel * shape.stride() - shape.padding()
        : (pixel + shape.padding()) / shape.stride();
  }

  /**
   * Returns the row or column of the source, {@code length} of which there are, that has {@code
   * tap} in common with {@code pixel}, or {@link Pixels#NONE}.
   */
  private int source(int pixel, int tap, int length) {
    int at = pixel + shape.padding() - tap;
    int met = forward ? origin(pixel) + tap : Math.floorDiv(at, shape.stride());
    boolean meets = forward || at % shape.stride() == 0;
    return meets && met >= 0 && met < length ? met : Pixels.NONE;
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
    for (int p = fromPanel; p < toPanel; p++) {
      functions.fetch(code);
      for (Strip strip : strips) {
        for (int row = 0; row < rows; row++) {
          long from = (p * (long) sourceHeight + origin(row)) * sourceRow + strip.source;
          long to = (p * (long) rows + row) * resultRow + strip.result;
          strip.function.call(
              x.address() + from,
              values.address(),
              gated ? gate.address() + to : start.address(),
              result.address() + to,
              inside.address() + (long) row * Integer.BYTES,
              0);
        }
      }
    }
  }
}
