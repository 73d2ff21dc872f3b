package tombola.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.data.Dataset;
import tombola.data.Examples;
import tombola.data.Split;
import tombola.lab.data.DataSpec.Header;
import tombola.math.Seed;

class CsvDataTest {
  private static final Share PART = new Share.Fraction(0.2);

  private static Dataset open(Path file) {
    return CsvData.open(file, DataSpec.of(file.toString()));
  }

  private static Dataset open(Path file, String label, Header header) {
    return CsvData.open(
        file,
        new DataSpec(file.toString(), PART, PART, 0, Optional.of(label), header, Optional.empty()));
  }

  /** Forty lines: a number, a constant, and one of the classes in turn. */
  private static String[] lines(String header, String... classes) {
    Stream<String> data =
        IntStream.range(0, 40).mapToObj(i -> i + ",5," + classes[i % classes.length]);
    return (header.isEmpty() ? data : Stream.concat(Stream.of(header), data))
        .toArray(String[]::new);
  }

  private static int samples(Dataset data) {
    return data.training().train().size()
        + data.training().validation().size()
        + data.test().size();
  }

  @Test
  void namedColumnsAndNamedClassesAreRead(@TempDir Path folder) {
    Path file =
        TestFiles.csv(folder, "flowers.csv", lines("length,width,species", "rose", "aster"));

    Dataset data = open(file);

    assertThat(data.name()).isEqualTo("flowers");
    assertThat(data.width()).isEqualTo(2);
    assertThat(data.classes()).containsExactly("aster", "rose");
    assertThat(data.training().train().size()).isEqualTo(28);
    assertThat(data.training().validation().size()).isEqualTo(6);
    assertThat(data.test().size()).isEqualTo(6);
  }

  @Test
  void aFileWithoutAHeaderLosesNoLine(@TempDir Path folder) {
    Dataset data = open(TestFiles.csv(folder, "a.csv", lines("", "rose", "aster")));

    assertThat(samples(data)).isEqualTo(40);
  }

  @Test
  void theHeaderIsWhatIsSaidWhereItIsSaid(@TempDir Path folder) {
    Path numbers = TestFiles.csv(folder, "numbers.csv", lines("0,1,2", "0", "1"));

    assertThat(samples(open(numbers, "2", Header.YES))).isEqualTo(40);
    assertThat(samples(open(TestFiles.csv(folder, "b.csv", lines("", "0", "1")), "2", Header.NO)))
        .isEqualTo(40);
  }

  @Test
  void aNameOfALabelColumnMakesAHeaderEvenAmongNumbers(@TempDir Path folder) {
    Path file = TestFiles.csv(folder, "a.csv", lines("0,1,Target", "0", "1"));

    assertThat(samples(open(file))).isEqualTo(40);
    assertThat(open(file).classes()).containsExactly("0", "1");
  }

  @Test
  void theLabelColumnIsTheOneOfAUsualNameElseTheLast(@TempDir Path folder) {
    String[] usual =
        Stream.concat(
                Stream.of("Class,a,b"),
                IntStream.range(0, 40).mapToObj(i -> "c" + i % 4 + "," + i + "," + -i))
            .toArray(String[]::new);

    assertThat(open(TestFiles.csv(folder, "usual.csv", usual)).classes())
        .containsExactly("c0", "c1", "c2", "c3");
    // Two usual names are no help.
    assertThat(open(TestFiles.csv(folder, "last.csv", lines("y,target,z", "p", "q"))).classes())
        .containsExactly("p", "q");
  }

  @Test
  void theLabelColumnIsNamedOrNumbered(@TempDir Path folder) {
    String[] lines =
        Stream.concat(
                Stream.of("a,kind,b"),
                IntStream.range(0, 40).mapToObj(i -> i + ",k" + i % 2 + ",3"))
            .toArray(String[]::new);
    Path file = TestFiles.csv(folder, "a.csv", lines);
    String[] bare = Stream.of(lines).skip(1).toArray(String[]::new);

    assertThat(open(file, "kind", Header.AUTO).classes()).containsExactly("k0", "k1");
    assertThat(open(file, "1", Header.AUTO).classes()).containsExactly("k0", "k1");
    assertThat(open(TestFiles.csv(folder, "b.csv", bare), "1", Header.AUTO).classes())
        .containsExactly("k0", "k1");
  }

  @Test
  void numericClassesAreSortedByValue(@TempDir Path folder) {
    Path file = TestFiles.csv(folder, "a.csv", lines("", "10", "9", "-1", "100"));

    assertThat(open(file).classes()).containsExactly("-1", "9", "10", "100");
  }

  @Test
  void inputsAreStandardisedByTheTrainPartAlone(@TempDir Path folder) {
    Dataset data = open(TestFiles.csv(folder, "a.csv", lines("", "0", "1")));
    Examples train = data.training().train();
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < train.size(); i++) {
      float value = train.features().value(i, 0);
      sum += value;
      squares += value * value;
      assertThat(train.features().value(i, 1)).isEqualTo(0f); // a constant column
    }

    assertThat(sum / train.size()).isCloseTo(0, within(1e-6));
    assertThat(squares / train.size()).isCloseTo(1, within(1e-6));
  }

  @Test
  void valuesOfTheTestPartChangeNothingElse(@TempDir Path folder) {
    String[] lines = lines("", "0", "1");
    Dataset before = open(TestFiles.csv(folder, "a.csv", lines));
    int[] labels = IntStream.range(0, 40).map(i -> i % 2).toArray();
    for (int i : Split.stratified(labels, 2, 6, new Seed(0).child("test"))[0]) {
      lines[i] = 1000 * i + ",5," + labels[i];
    }

    Dataset after = open(TestFiles.csv(folder, "b.csv", lines));

    assertThat(after.training().train().features()).isEqualTo(before.training().train().features());
    assertThat(after.training().validation().features())
        .isEqualTo(before.training().validation().features());
    assertThat(after.test().features()).isNotEqualTo(before.test().features());
  }

  @Test
  void theSplitIsFixedByItsSeed(@TempDir Path folder) {
    Path file = TestFiles.csv(folder, "a.csv", lines("", "0", "1"));
    DataSpec other =
        new DataSpec(file.toString(), PART, PART, 1, Optional.of("2"), Header.NO, Optional.empty());

    Dataset data = open(file, "2", Header.NO);

    assertThat(open(file, "2", Header.NO).test().features()).isEqualTo(data.test().features());
    assertThat(CsvData.open(file, other).test().features()).isNotEqualTo(data.test().features());
  }

  @Test
  void everyPartHoldsTheClassesInProportion(@TempDir Path folder) {
    Path file = TestFiles.csv(folder, "a.csv", lines("", "0", "0", "0", "1"));

    Dataset data = open(file, "2", Header.NO);

    assertThat(IntStream.of(data.test().labels()).sum()).isEqualTo(2);
    assertThat(IntStream.of(data.training().validation().labels()).sum()).isEqualTo(2);
    assertThat(IntStream.of(data.training().train().labels()).sum()).isEqualTo(6);
  }

  @Test
  void quotesSpacesByteOrderMarksEmptyLinesAndGzipChangeNothing(@TempDir Path folder)
      throws IOException {
    String text = String.join("\n", lines("a,b,c", "0", "1"));
    Path plain = TestFiles.csv(folder, "a.csv", text);
    String dressed =
        "\uFEFF"
            + text.replace("a,b,c", "\"a\", b ,c\r\n")
                .replace(",5,", ", \"5\" ,")
                .replace("\n7,", "\n 7 ,");
    byte[] packed = TestFiles.gzip(dressed.getBytes(StandardCharsets.UTF_8));

    Dataset data = open(TestFiles.write(folder, "b.csv.gz", packed));

    assertThat(data.name()).isEqualTo("b");
    assertThat(data.training().train().features())
        .isEqualTo(open(plain).training().train().features());
    assertThat(open(Files.copy(plain, folder.resolve("c.csv"))).checksum())
        .isEqualTo(open(plain).checksum())
        .isNotEqualTo(data.checksum());
  }
}
