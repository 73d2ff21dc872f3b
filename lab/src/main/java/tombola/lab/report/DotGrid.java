package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;

/** A small picture of dots: two by four to a character in braille, one to a character in ASCII. */
final class DotGrid {
  private static final int BRAILLE = 0x2800;
  private static final int[][] BITS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

  private final int columns;
  private final int rows;
  private final boolean braille;
  private final char[][] cells;

  DotGrid(int columns, int rows, Glyphs glyphs) {
    this.columns = columns;
    this.rows = rows;
    this.braille = glyphs == Glyphs.UNICODE;
    this.cells = new char[rows][columns];
  }

  int columns() {
    return columns;
  }

  int dotColumns() {
    return braille ? 2 * columns : columns;
  }

  int dotRows() {
    return braille ? 4 * rows : rows;
  }

  /** Draws a dotted line across; rows outside the picture draw nothing. */
  void dotted(int row) {
    for (int c = 0; c < dotColumns(); c += braille ? 4 : 2) {
      set(c, row, '.');
    }
  }

  /** Draws a straight line between two dots. */
  void line(int c0, int r0, int c1, int r1) {
    int steps = Math.max(1, Math.max(Math.abs(c1 - c0), Math.abs(r1 - r0)));
    for (int i = 0; i <= steps; i++) {
      set(along(c0, c1, i, steps), along(r0, r1, i, steps), ':');
    }
  }

  private static int along(int from, int to, int i, int steps) {
    return from + (int) Math.round((double) i * (to - from) / steps);
  }

  /** Draws a point that stands out from lines. */
  void point(int column, int row, char ascii) {
    set(column, row, ascii);
    if (braille) {
      set(column + 1, row, ascii);
      set(column, row + 1, ascii);
      set(column + 1, row + 1, ascii);
    }
  }

  /** Puts one character over a dot; a dot below or above the picture is shown at its edge. */
  void mark(int column, int row, String character) {
    int height = braille ? 4 : 1;
    int width = braille ? 2 : 1;
    cells[Math.clamp(row / height, 0, rows - 1)][Math.clamp(column / width, 0, columns - 1)] =
        character.charAt(0);
  }

  private void set(int column, int row, char ascii) {
    if (column < 0 || column >= dotColumns() || row < 0 || row >= dotRows()) {
      return;
    }
    if (!braille) {
      cells[row][column] = ascii;
      return;
    }
    char cell = cells[row / 4][column / 2];
    cells[row / 4][column / 2] = (char) ((cell == 0 ? BRAILLE : cell) | BITS[row & 3][column & 1]);
  }

  List<String> rows() {
    List<String> lines = new ArrayList<>();
    for (char[] row : cells) {
      lines.add(new String(row).replace('\0', ' ').stripTrailing());
    }
    return lines;
  }
}
