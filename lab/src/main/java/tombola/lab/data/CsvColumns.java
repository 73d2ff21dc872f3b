package tombola.lab.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import tombola.data.BadDataException;
import tombola.data.DataFile;

/**
 * What the first line of a CSV file says about its columns.
 *
 * @param names the cells of the first line if it is a header, else empty
 * @param count the number of columns, at least 2
 * @param label the number of the column with the classes, from 0
 */
record CsvColumns(List<String> names, int count, int label) {
  private static final Set<String> LABEL_NAMES = Set.of("label", "class", "target", "y");

  /**
   * Decides whether there is a header and which column holds the classes.
   *
   * @param first the cells of the first line, stripped
   * @throws BadDataException if it cannot be decided or there is no such column
   */
  static CsvColumns of(DataFile file, List<String> first, long line, DataSpec spec) {
    if (first.size() < 2) {
      throw file.bad(
          "line %d: expected at least 2 columns separated by commas, found 1: %s"
              .formatted(line, Text.quote(first.getFirst())));
    }
    boolean header =
        switch (spec.header()) {
          case YES -> true;
          case NO -> false;
          case AUTO -> looksLikeHeader(file, first, line, spec.label());
        };
    List<String> names = header ? List.copyOf(first) : List.of();
    int label =
        spec.label().isPresent()
            ? named(file, names, first.size(), spec.label().get())
            : usual(names, first.size());
    return new CsvColumns(names, first.size(), label);
  }

  private static boolean looksLikeHeader(
      DataFile file, List<String> first, long line, Optional<String> wanted) {
    boolean byName = wanted.isPresent() && parseIndex(wanted.get(), first.size()) < 0;
    if (byName || first.stream().anyMatch(CsvColumns::isLabelName)) {
      return true;
    }
    int label = wanted.map(text -> parseIndex(text, first.size())).orElse(first.size() - 1);
    int[] inputs =
        IntStream.range(0, first.size())
            .filter(c -> c != label && !first.get(c).isEmpty())
            .toArray();
    Optional<Integer> number = firstWhere(inputs, first, true);
    Optional<Integer> text = firstWhere(inputs, first, false);
    if (number.isPresent() && text.isPresent()) {
      throw file.bad(
          ("line %d: expected either names of columns or numbers, found both (column %d %s, column"
                  + " %d %s); say which with --header yes or --header no")
              .formatted(
                  line,
                  text.get(),
                  Text.quote(first.get(text.get())),
                  number.get(),
                  Text.quote(first.get(number.get()))));
    }
    return text.isPresent();
  }

  private static Optional<Integer> firstWhere(int[] columns, List<String> cells, boolean number) {
    return IntStream.of(columns)
        .filter(c -> CsvNumber.looksLike(cells.get(c)) == number)
        .boxed()
        .findFirst();
  }

  private static boolean isLabelName(String name) {
    return LABEL_NAMES.contains(name.toLowerCase(Locale.ROOT));
  }

  private static int usual(List<String> names, int count) {
    int[] usual = IntStream.range(0, names.size()).filter(c -> isLabelName(names.get(c))).toArray();
    return usual.length == 1 ? usual[0] : count - 1;
  }

  private static int named(DataFile file, List<String> names, int count, String wanted) {
    int[] named =
        IntStream.range(0, names.size()).filter(c -> names.get(c).equals(wanted)).toArray();
    if (named.length == 1) {
      return named[0];
    }
    if (named.length > 1) {
      throw file.bad(
          "label: expected one column called %s, found %d; name it by its number, %d or %d"
              .formatted(Text.quote(wanted), named.length, named[0], named[1]));
    }
    int index = parseIndex(wanted, count);
    if (index < 0) {
      throw file.bad(
          "label: expected %s, got %s"
              .formatted(
                  names.isEmpty()
                      ? "a column from 0 to %d (there is no header)".formatted(count - 1)
                      : "one of the columns " + Text.list(names) + " or a number from 0",
                  Text.quote(wanted)));
    }
    return index;
  }

  /** Returns the number of a column, or -1 if the text is none. */
  private static int parseIndex(String text, int count) {
    if (!text.matches("[0-9]{1,9}")) {
      return -1;
    }
    int index = Integer.parseInt(text);
    return index < count ? index : -1;
  }

  boolean header() {
    return !names.isEmpty();
  }

  /** Returns what messages call a column. */
  String describe(int column) {
    return "column " + column + (header() ? " " + Text.quote(names.get(column)) : " (from 0)");
  }

  /** Returns what {@code --label} would take to name a column. */
  String argument(int column) {
    return header() && !names.get(column).isEmpty() ? names.get(column) : Integer.toString(column);
  }
}
