package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, aligned to the right, two blanks between them. */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  /** Starts a table whose first row is {@code header}. */
  public TextTable(List<String> header) {
    rows.add(List.copyOf(header));
  }

  /** Adds a row with a cell for each column. */
  public void row(List<String> cells) {
    if (cells.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "expected " + rows.getFirst().size() + " cells, got " + cells.size());
    }
    rows.add(List.copyOf(cells));
  }

  /** Returns the rows as lines; the first {@code left} columns are aligned to the left. */
  public List<String> lines(int left) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        String blanks = " ".repeat(widths[c] - row.get(c).length());
        line.append(c == 0 ? "" : "  ");
        line.append(c < left ? row.get(c) + blanks : blanks + row.get(c));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
