package tombola.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.data.BadDataException;
import tombola.data.Dataset;

class DataSourcesTest {

  private static void assertRefused(DataSources sources, String source, String why) {
    assertThatThrownBy(() -> sources.open(DataSpec.of(source)))
        .isInstanceOf(BadDataException.class)
        .hasMessage(why);
  }

  @Test
  void mnistIsSplitIntoFiftyFiveFiveAndTenThousand() {
    Dataset mnist = new DataSources().open(DataSpec.of("mnist"));

    assertThat(mnist.name()).isEqualTo("mnist");
    assertThat(mnist.width()).isEqualTo(784);
    assertThat(mnist.classes()).hasSize(10).startsWith("0").endsWith("9");
    assertThat(mnist.training().train().size()).isEqualTo(55_000);
    assertThat(mnist.training().validation().size()).isEqualTo(5_000);
    assertThat(mnist.test().size()).isEqualTo(10_000);
    // zcat train-images-* train-labels-* t10k-images-* t10k-labels-* | sha256sum
    assertThat(mnist.checksum())
        .isEqualTo("b2d8f5bf39174ee5ffeefa97e42d673c35432b411bb5d1f74fbbeddae7f1690a");
    // The train part has 5923 zeros and 5421 fives: 493.6 and 451.8 of 5000.
    int[] validation = mnist.training().validation().labels();
    assertThat(IntStream.of(validation).filter(l -> l == 0).count()).isBetween(493L, 494L);
    assertThat(IntStream.of(validation).filter(l -> l == 5).count()).isBetween(451L, 452L);
    assertThat(mnist.test().labels()).startsWith(7, 2, 1, 0, 4);
  }

  @Test
  void fashionMnistIsReadFromItsFolderWithTheNamesOfItsClasses(@TempDir Path folder) {
    TestFiles.mnistLike(folder);

    Dataset fashion = new DataSources(folder).open(DataSpec.of("fashion-mnist"));

    assertThat(fashion.name()).isEqualTo("fashion-mnist");
    assertThat(fashion.classes()).startsWith("T-shirt/top", "Trouser").endsWith("Ankle boot");
    assertThat(fashion.training().validation().size()).isEqualTo(10);
    assertThat(fashion.test().size()).isEqualTo(20);
  }

  @Test
  void whereFashionMnistIsMissingOneLineSaysHowToGetIt(@TempDir Path folder) {
    Path missing = folder.resolve("fashion");

    assertRefused(
        new DataSources(missing),
        "fashion-mnist",
        "fashion-mnist: expected its files in "
            + missing
            + ", found no such folder; on Debian or Ubuntu type: apt install"
            + " dataset-fashion-mnist; elsewhere put the four IDX files into a folder and pass"
            + " --data FOLDER");
  }

  @Test
  void otherLabelsThanFashionMnistsAreRefused(@TempDir Path folder) {
    TestFiles.mnistLike(folder);
    TestFiles.write(folder, "train-labels-idx1-ubyte.gz", TestFiles.idxLabels(120, 0, 11));

    assertThatThrownBy(() -> new DataSources(folder).open(DataSpec.of("fashion-mnist")))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(folder + ": expected Fashion-MNIST's labels 0 to 9, found [0, 1,");
  }

  @Test
  void cifarSaysWhereToPutItsFiles() {
    assertRefused(
        new DataSources(),
        "cifar10",
        "cifar10: expected a folder, for it does not come with Tombola; put data_batch_1.bin to"
            + " data_batch_5.bin and test_batch.bin of its binary version"
            + " (https://www.cs.toronto.edu/~kriz/cifar.html) into one and pass --data FOLDER");
    assertThatThrownBy(() -> new DataSources().open(DataSpec.of("cifar100")))
        .hasMessageContaining("put train.bin and test.bin of its binary version");
  }

  @Test
  void anUnknownSourceIsNamedWithWhatThereIs(@TempDir Path folder) {
    assertRefused(
        new DataSources(),
        "mnits",
        "data: expected mnist, fashion-mnist, a folder or a file whose name ends in .csv, got"
            + " \"mnits\", which does not exist");
    Path file = TestFiles.write(folder, "data.txt", new byte[1]);
    assertRefused(
        new DataSources(),
        file.toString(),
        "data: expected mnist, fashion-mnist, a folder or a file whose name ends in .csv, got \""
            + file
            + "\", a file of another name");
    assertThatThrownBy(() -> new DataSources().open(DataSpec.of("a\0b")))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("data: expected a path");
  }

  @Test
  void aMissingCsvFileIsNamed(@TempDir Path folder) {
    Path file = folder.resolve("missing.csv");

    assertRefused(new DataSources(), file.toString(), file + ": no such file");
  }

  @Test
  void aFolderIsReadWithTheSplitAskedFor(@TempDir Path folder) {
    TestFiles.mnistLike(folder);
    DataSpec spec =
        new DataSpec(
            folder.toString(),
            new Share.Count(20),
            new Share.Official(),
            3,
            Optional.empty(),
            DataSpec.Header.AUTO,
            Optional.empty());

    Dataset data = new DataSources().open(spec);

    assertThat(data.name()).isEqualTo(String.valueOf(folder.getFileName()));
    assertThat(data.training().validation().size()).isEqualTo(20);
    assertThat(data.training().train().size()).isEqualTo(100);
    assertThat(new DataSources().open(spec).training().train().features())
        .isEqualTo(data.training().train().features());
  }

  @Test
  void aSingleLabelOutOfRangeIsRefused(@TempDir Path folder) {
    TestFiles.mnistLike(folder);
    byte[] labels = TestFiles.idxLabels(120, 0, 10);
    labels[8 + 50] = 77;
    TestFiles.write(folder, "train-labels-idx1-ubyte.gz", labels);

    assertThatThrownBy(() -> new DataSources().open(DataSpec.of(folder.toString())))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("class \"77\" has 1 sample, too few");
  }
}
