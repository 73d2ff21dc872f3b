package tombola.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.data.BadDataException;
import tombola.lab.data.DataSpec.Header;

/** Every fault a CSV file can have gives one line with the file, the place and what is there. */
class CsvErrorsTest {
  private static final Share PART = new Share.Fraction(0.2);

  private static void assertRefused(Path file, String problem) {
    assertRefused(file, DataSpec.of(file.toString()), problem);
  }

  private static void assertRefused(Path file, DataSpec spec, String problem) {
    assertThatThrownBy(() -> CsvData.open(file, spec))
        .isInstanceOf(BadDataException.class)
        .hasMessage(file + problem);
  }

  private static DataSpec label(Path file, String label) {
    return new DataSpec(
        file.toString(), PART, PART, 0, Optional.of(label), Header.AUTO, Optional.empty());
  }

  /** Forty good lines of two inputs and a class, under a header. */
  private static String[] good() {
    return Stream.concat(
            Stream.of("age,height,kind"),
            IntStream.range(0, 40).mapToObj(i -> i + "," + -i + ",k" + i % 2))
        .toArray(String[]::new);
  }

  /** A file whose line 8 is {@code line}. */
  private static Path with(Path folder, String line) {
    String[] lines = good();
    lines[7] = line;
    return TestFiles.csv(folder, "a.csv", lines);
  }

  @Test
  void aTextCell(@TempDir Path folder) {
    assertRefused(
        with(folder, "7,tall,k0"),
        ": line 8, column 1 \"height\": expected a number, found \"tall\"; write text as numbers,"
            + " or if these are the classes pass --label height");
  }

  @Test
  void anEmptyCell(@TempDir Path folder) {
    assertRefused(
        with(folder, " ,7,k0"),
        ": line 8, column 0 \"age\": expected a number, found an empty cell; fill it in or remove"
            + " the line");
    assertRefused(
        with(folder, "7,7,"),
        ": line 8, column 2 \"kind\": expected a class, found an empty cell; fill it in or remove"
            + " the line");
  }

  @Test
  void numbersThatAreNotFinite(@TempDir Path folder) {
    for (String text : new String[] {"NaN", "nan", "Infinity", "-inf", "1e39", "-1e999"}) {
      assertRefused(
          with(folder, "7," + text + ",k0"),
          ": line 8, column 1 \"height\": expected a finite number of at most 3.4e38, found \""
              + text
              + "\"");
    }
    assertRefused(
        with(folder, "7,7,NaN"),
        ": line 8, column 2 \"kind\": expected a class, found \"NaN\"; fill it in or remove"
            + " the line");
  }

  @Test
  void whatOnlyJavaCallsANumber(@TempDir Path folder) {
    for (String text : new String[] {"1f", "0x1p3", "1_000", "--1", ".", "1e"}) {
      assertThatThrownBy(
              () -> CsvData.open(with(folder, "7," + text + ",k0"), DataSpec.of("a.csv")))
          .hasMessageContaining("line 8, column 1 \"height\": expected a number, found \"" + text);
    }
  }

  @Test
  void aRaggedLine(@TempDir Path folder) {
    assertRefused(with(folder, "7,7"), ": line 8: expected 3 cells as in the first line, found 2");
    assertRefused(
        with(folder, "7,7,k0,"), ": line 8: expected 3 cells as in the first line, found 4");
  }

  @Test
  void aMissingLabelColumn(@TempDir Path folder) {
    Path file = TestFiles.csv(folder, "a.csv", good());

    assertRefused(
        file,
        label(file, "sort"),
        ": label: expected one of the columns \"age\", \"height\", \"kind\" or a number from 0, got"
            + " \"sort\"");
    assertThatThrownBy(() -> CsvData.open(file, label(file, "3")))
        .hasMessageEndingWith("got \"3\"");
    assertThatThrownBy(() -> CsvData.open(file, label(file, "-1")))
        .hasMessageEndingWith("got \"-1\"");
    assertRefused(
        file,
        new DataSpec(
            file.toString(), PART, PART, 0, Optional.of("kind"), Header.NO, Optional.empty()),
        ": label: expected a column from 0 to 2 (there is no header), got \"kind\"");
  }

  @Test
  void twoLabelColumnsOfOneName(@TempDir Path folder) {
    Path file = TestFiles.csv(folder, "a.csv", "a,kind,kind", "1,2,3");

    assertRefused(
        file,
        label(file, "kind"),
        ": label: expected one column called \"kind\", found 2; name it by its number, 1 or 2");
  }

  @Test
  void aFirstLineThatMayBeEither(@TempDir Path folder) {
    assertRefused(
        TestFiles.csv(folder, "a.csv", "tall,2,k0", "1,2,k1"),
        ": line 1: expected either names of columns or numbers, found both (column 0 \"tall\","
            + " column 1 \"2\"); say which with --header yes or --header no");
  }

  @Test
  void fewerThanTwoClasses(@TempDir Path folder) {
    assertRefused(
        TestFiles.csv(folder, "a.csv", "a,kind", "1,x", "2,x", "3,x"),
        ", classes from column 1 \"kind\": expected at least 2 classes, found 1 [x]");
  }

  @Test
  void aClassTooSmallForEveryPart(@TempDir Path folder) {
    assertThatThrownBy(() -> CsvData.open(with(folder, "7,7,k7"), DataSpec.of("a.csv")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(
            "a.csv, classes from column 2 \"kind\": class \"k7\" has 1 sample, too few for one of"
                + " them to be in the ");
  }

  @Test
  void aClassWrittenInTwoWays(@TempDir Path folder) {
    assertRefused(
        TestFiles.csv(folder, "a.csv", "1,0", "2,1", "3,1.0", "4,0"),
        ": column 1 (from 0): expected one way of writing a class, found \"1\" and \"1.0\"");
  }

  @Test
  void nothingOrAHeaderAlone(@TempDir Path folder) {
    assertRefused(
        TestFiles.write(folder, "a.csv", new byte[0]),
        ": expected a line for each sample, found an empty file");
    assertRefused(
        TestFiles.csv(folder, "b.csv", "a,b,label"),
        ": expected a line for each sample, found a header alone");
  }

  @Test
  void anotherSeparator(@TempDir Path folder) {
    assertRefused(
        TestFiles.csv(folder, "a.csv", "a;b;c", "1;2;3"),
        ": line 1: expected at least 2 columns separated by commas, found 1: \"a;b;c\"");
  }

  @Test
  void partsThatLeaveNothing(@TempDir Path folder) {
    Path file = TestFiles.csv(folder, "a.csv", "1,0", "2,1", "3,1");

    assertThatThrownBy(() -> CsvData.open(file, DataSpec.of("a.csv")))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "test: expected a part of 1 to 1 of the 3 samples in %s, got 0.15, which is 0"
                .formatted(file));
  }

  @Test
  void bytesThatAreNoText(@TempDir Path folder) {
    byte[] latin = "a,b\n1,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);

    assertRefused(
        TestFiles.write(folder, "a.csv", latin), ": expected text in UTF-8, found other bytes");
  }

  @Test
  void anUnclosedQuote(@TempDir Path folder) {
    assertThatThrownBy(() -> CsvData.open(with(folder, "7,\"7,k0"), DataSpec.of("a.csv")))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(folder.resolve("a.csv") + ": expected comma-separated values: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aTestValueBeyondEveryMeasureOfTheTrainPart(@TempDir Path folder) {
    String[] lines = good();
    for (int i = 1; i < lines.length; i++) {
      lines[i] = lines[i].replaceFirst("^[0-9]+", i == 5 ? "3e38" : "1e-10" + i % 10);
    }
    Path file = TestFiles.csv(folder, "a.csv", lines);
    List<String> found = new ArrayList<>();
    for (int seed = 0; seed < 20; seed++) { // which decides the part that line 5 falls into
      DataSpec spec =
          new DataSpec("a.csv", PART, PART, seed, Optional.empty(), Header.AUTO, Optional.empty());
      try {
        CsvData.open(file, spec);
      } catch (BadDataException e) {
        found.add(e.getMessage());
      }
    }
    assertThat(found)
        .hasSizeBetween(1, 19)
        .containsOnly(
            file
                + ": column 0 \"age\": expected values in the range of the train part,"
                + " found 3.0E38");
  }
}
