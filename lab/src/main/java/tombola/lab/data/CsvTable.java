package tombola.lab.data;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tombola.data.BadDataException;
import tombola.data.DataFile;

/** The samples of a CSV file as they stand in it. */
final class CsvTable {
  private static final int MOST_COLUMNS = 1 << 20;
  private static final int LONGEST_LINE = 1 << 28;

  private final DataFile file;
  private final CsvColumns columns;
  private final List<double[]> rows = new ArrayList<>(); // [sample][input column]
  private final List<String> labels = new ArrayList<>();

  private CsvTable(DataFile file, CsvColumns columns) {
    this.file = file;
    this.columns = columns;
  }

  /**
   * Reads all samples.
   *
   * @param content the file's content: UTF-8, with or without a byte order mark
   * @throws BadDataException naming line, column and text of the first fault
   */
  static CsvTable read(DataFile file, byte[] content, DataSpec spec) {
    try (Reader text = decode(content);
        CsvReader<CsvRecord> reader = reader(text);
        CloseableIterator<CsvRecord> records = reader.iterator()) {
      if (!records.hasNext()) {
        throw file.bad("expected a line for each sample, found an empty file");
      }
      CsvRecord first = records.next();
      List<String> cells = first.getFields().stream().map(String::strip).toList();
      CsvTable table =
          new CsvTable(file, CsvColumns.of(file, cells, first.getStartingLineNumber(), spec));
      if (!table.columns.header()) {
        table.add(first);
      }
      while (records.hasNext()) {
        table.add(records.next());
      }
      if (table.rows.isEmpty()) {
        throw file.bad("expected a line for each sample, found a header alone");
      }
      return table;
    } catch (CsvParseException | UncheckedIOException | IOException e) {
      throw new BadDataException(file.name() + ": " + reason(e), e);
    }
  }

  private static Reader decode(byte[] content) {
    boolean mark =
        content.length >= 3
            && content[0] == (byte) 0xEF
            && content[1] == (byte) 0xBB
            && content[2] == (byte) 0xBF;
    int from = mark ? 3 : 0;
    return new InputStreamReader(
        new ByteArrayInputStream(content, from, content.length - from),
        StandardCharsets.UTF_8.newDecoder()); // which reports what is not UTF-8
  }

  private static CsvReader<CsvRecord> reader(Reader text) {
    CsvRecordHandler handler =
        CsvRecordHandler.of(limits -> limits.maxRecordSize(LONGEST_LINE).maxFields(MOST_COLUMNS));
    return CsvReader.builder() // ragged lines are found, and told better, by add
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .trimWhitespacesAroundQuotes(true)
        .build(handler, text);
  }

  private static String reason(Exception e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof CharacterCodingException) {
        return "expected text in UTF-8, found other bytes";
      }
    }
    Throwable cause = e.getCause();
    return "expected comma-separated values: "
        + e.getMessage()
        + (cause == null ? "" : ": " + cause.getMessage());
  }

  private void add(CsvRecord line) {
    if (line.getFieldCount() != columns.count()) {
      throw file.bad(
          "line %d: expected %d cells as in the first line, found %d"
              .formatted(line.getStartingLineNumber(), columns.count(), line.getFieldCount()));
    }
    double[] row = new double[columns.count() - 1];
    for (int c = 0; c < columns.count(); c++) {
      String cell = line.getField(c).strip();
      if (c != columns.label()) {
        row[c < columns.label() ? c : c - 1] = number(line, c, cell);
      } else if (cell.isEmpty() || CsvNumber.isNotFinite(cell)) {
        throw bad(line, c, cell, "a class", "; fill it in or remove the line");
      } else {
        labels.add(cell);
      }
    }
    rows.add(row);
  }

  private double number(CsvRecord line, int column, String cell) {
    double value = CsvNumber.parse(cell);
    if (Double.isNaN(value)) {
      if (cell.isEmpty()) {
        throw bad(line, column, cell, "a number", "; fill it in or remove the line");
      }
      if (CsvNumber.looksLike(cell)) {
        throw bad(line, column, cell, "a finite number of at most 3.4e38", "");
      }
      String hint =
          "; write text as numbers, or if these are the classes pass --label "
              + columns.argument(column);
      throw bad(line, column, cell, "a number", hint);
    }
    return value;
  }

  private BadDataException bad(
      CsvRecord line, int column, String cell, String expected, String hint) {
    return file.bad(
        "line %d, %s: expected %s, found %s%s"
            .formatted(
                line.getStartingLineNumber(),
                columns.describe(column),
                expected,
                cell.isEmpty() ? "an empty cell" : Text.quote(cell),
                hint));
  }

  CsvColumns columns() {
    return columns;
  }

  /** Returns the inputs, {@code [sample][input column]}. */
  double[][] rows() {
    return rows.toArray(double[][]::new);
  }

  /** Returns the names of the classes, sorted: by value if all are numbers, else as text. */
  List<String> classes() {
    List<String> names = new ArrayList<>(labels.stream().distinct().toList());
    if (!names.stream().allMatch(name -> Double.isFinite(CsvNumber.parse(name)))) {
      names.sort(Comparator.naturalOrder());
      return List.copyOf(names);
    }
    names.sort(Comparator.comparingDouble(CsvNumber::parse));
    for (int i = 1; i < names.size(); i++) {
      if (CsvNumber.parse(names.get(i - 1)) == CsvNumber.parse(names.get(i))) {
        throw file.bad(
            "%s: expected one way of writing a class, found %s and %s"
                .formatted(
                    columns.describe(columns.label()),
                    Text.quote(names.get(i - 1)),
                    Text.quote(names.get(i))));
      }
    }
    return List.copyOf(names);
  }

  /** Returns the class of each sample, its place in {@code classes}. */
  int[] labels(List<String> classes) {
    Map<String, Integer> places = HashMap.newHashMap(classes.size());
    for (int c = 0; c < classes.size(); c++) {
      places.put(classes.get(c), c);
    }
    return labels.stream().mapToInt(places::get).toArray();
  }
}
