package tombola.runtime;

import java.io.BufferedReader;
import java.io.IOException;

/** Samples as lines of numbers with commas between; a first line of names is passed over. */
public final class CsvRows {
  private final String name;
  private final BufferedReader lines;
  private final int width;
  private long line;

  /**
   * Reads from {@code lines}.
   *
   * @param name what messages call the input
   * @param width numbers of a sample
   */
  public CsvRows(String name, BufferedReader lines, int width) {
    this.name = name;
    this.lines = lines;
    this.width = width;
  }

  /**
   * Reads the next sample.
   *
   * @param sample for its numbers
   * @return whether there was one
   * @throws IOException if the lines cannot be read
   * @throws IllegalArgumentException in one line if a line is not one of {@code width} numbers
   */
  public boolean next(double[] sample) throws IOException {
    String text = lines.readLine();
    while (text != null) {
      line++;
      String[] cells = text.strip().split(",", -1);
      if (!text.isBlank() && !(line == 1 && isHeader(cells))) {
        parse(cells, sample);
        return true;
      }
      text = lines.readLine();
    }
    return false;
  }

  private static boolean isHeader(String[] cells) {
    for (String cell : cells) {
      if (!Double.isNaN(number(cell))) {
        return false;
      }
    }
    return true;
  }

  private void parse(String[] cells, double[] sample) {
    if (cells.length != width) {
      throw new IllegalArgumentException(
          "%s line %d: expected %d numbers with commas between, found %d cells%s"
              .formatted(
                  name,
                  line,
                  width,
                  cells.length,
                  cells.length == width + 1 ? "; leave out the column of the classes" : ""));
    }
    for (int i = 0; i < width; i++) {
      sample[i] = number(cells[i]);
      if (!Double.isFinite(sample[i])) {
        throw new IllegalArgumentException(
            "%s line %d, cell %d: expected a number, found \"%s\""
                .formatted(
                    name,
                    line,
                    i + 1,
                    cells[i].length() > 40 ? cells[i].substring(0, 40) + "..." : cells[i]));
      }
    }
  }

  private static double number(String cell) {
    try {
      return Double.parseDouble(cell.strip());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
