package tombola.kernels.generated;

import static tombola.kernel.Panels.LINE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import tombola.kernels.RowWindow;
import tombola.kernels.generated.LineCode.Argument;
import tombola.kernels.x86.Assembler;
import tombola.kernels.x86.CodeFunction;
import tombola.kernels.x86.CodeMemory;

/** What moves or reads lines; arguments stand at the beginning of a thread's room. */
final class LineFunctions {
  /** Bytes of the arguments, whole lines. */
  static final long ARGUMENTS = LINE;

  private final CodeFunction copy;
  private final CodeFunction clear;
  private final CodeFunction trees;
  private final CodeFunction fetch;
  private final int width; // lines of a tree at a time

  LineFunctions(Assembler code, Arena arena) {
    int copyStart = LineCode.copy(code);
    int clearStart = LineCode.clear(code);
    int treesStart = LineCode.trees(code);
    int fetchStart = LineCode.fetch(code);
    MemorySegment memory = CodeMemory.install(code, arena);
    this.copy = new CodeFunction(memory.asSlice(copyStart));
    this.clear = new CodeFunction(memory.asSlice(clearStart));
    this.trees = new CodeFunction(memory.asSlice(treesStart));
    this.fetch = new CodeFunction(memory.asSlice(fetchStart));
    this.width = code.width();
  }

  /** Makes {@code bytes}, whole lines, zeros. */
  void clear(long address, long bytes) {
    if (bytes > 0) {
      clear.call(address, bytes / LINE, 0, 0, 0, 0);
    }
  }

  /**
   * Writes the tree of each of {@code count} lines, a float each. It goes on to whole vectors of
   * floats, so up to 15 lines after the last are read, and as many floats written.
   */
  void trees(long address, long count, long result) {
    trees.call(address, result, (count + width - 1) / width, 0, 0, 0);
  }

  /**
   * Reads {@code code}, so that it is in the second cache when it runs: line after line is brought
   * sooner as data than by running into it.
   */
  void fetch(MemorySegment code) {
    fetch.call(code.address(), Math.ceilDiv(code.byteSize(), LINE), 0, 0, 0, 0);
  }

  /**
   * Copies {@code lines} lines of each of {@code pixels} pixels.
   *
   * @param nextSource bytes from a pixel to the next
   * @param nextLine bytes from a line to the next where they go
   * @param nextResult bytes from a pixel to the next where they go
   */
  void copy(
      MemorySegment room,
      int lines,
      int pixels,
      long source,
      long nextSource,
      long result,
      long nextLine,
      long nextResult) {
    set(room, Argument.SOURCE, source);
    set(room, Argument.RESULT, result);
    set(room, Argument.LINES, lines);
    set(room, Argument.NEXT_LINE, nextLine);
    set(room, Argument.PIXELS, pixels);
    set(room, Argument.NEXT_SOURCE, nextSource);
    set(room, Argument.NEXT_RESULT, nextResult);
    copy.call(room.address(), 0, 0, 0, 0, 0);
  }

  private static void set(MemorySegment room, Argument argument, long value) {
    room.set(ValueLayout.JAVA_LONG, argument.offset(), value);
  }

  /** Copies a row of a picture to a row of {@code window}. */
  void copyRow(MemorySegment room, RowWindow window, long source, long result) {
    copyRow(room, window, 0, window.width(), window.phases(), source, result);
  }

  /**
   * Copies what a row of {@code window} holds of a picture's row if its first pixel after the zeros
   * is {@code pixel} instead of 0, and of each {@link RowWindow#phases} pixels {@code phases}.
   */
  void copyStrip(
      MemorySegment room, RowWindow window, int pixel, int phases, long source, long result) {
    int first = pixel - window.left();
    int end = Math.min(window.width(), first + window.pixels());
    copyRow(room, window, pixel, end, phases, source, result);
  }

  private void copyRow(
      MemorySegment room,
      RowWindow window,
      int pixel,
      int end,
      int phases,
      long source,
      long result) {
    long bytes = window.picturePixel();
    int begin = pixel - window.left(); // what stands first in the window
    for (int phase = 0; phase < phases; phase++) {
      int inside = Math.max(0, begin);
      int first = inside + Math.floorMod(begin + phase - inside, window.phases());
      int pixels = (end - first + window.phases() - 1) / window.phases();
      int plane = 0;
      while (pixels > 0 && plane < window.planes()) {
        int next = window.runEnd(plane);
        copy(
            room,
            next - plane,
            pixels,
            source + first * bytes + window.channel(plane) * LINE,
            window.phases() * bytes,
            result + window.pixel(first - pixel) + plane * window.planeBytes(),
            window.planeBytes(),
            LINE);
        plane = next;
      }
    }
  }
}
