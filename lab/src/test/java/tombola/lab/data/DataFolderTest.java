package tombola.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.data.BadDataException;
import tombola.data.OfficialParts;

class DataFolderTest {

  private static void assertRefused(Path folder, String... contained) {
    assertThatThrownBy(() -> DataFolder.of(folder).read())
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(folder + ": expected ")
        .hasMessageContainingAll(contained)
        .hasMessageNotContaining("\n");
  }

  @Test
  void theFourFilesOfMnistAreFound(@TempDir Path folder) {
    TestFiles.mnistLike(folder);

    OfficialParts parts = DataFolder.of(folder).read();

    assertThat(parts.train().size()).isEqualTo(120);
    assertThat(parts.test().size()).isEqualTo(20);
    assertThat(parts.train().labels()[13]).isEqualTo(3);
    assertThat(parts.train().features().value(13, 3)).isEqualTo(3 * (1f / 255f));
  }

  @Test
  void theNamesOfEmnistAreFoundAndItsLettersCountFromOne(@TempDir Path folder) {
    TestFiles.write(
        folder, "emnist-letters-train-images-idx3-ubyte.gz", TestFiles.idxImages(52, 1, 26));
    TestFiles.write(
        folder, "emnist-letters-train-labels-idx1-ubyte.gz", TestFiles.idxLabels(52, 1, 26));
    TestFiles.write(
        folder, "emnist-letters-test-images-idx3-ubyte", TestFiles.idxImages(26, 1, 26));
    TestFiles.write(
        folder, "emnist-letters-test-labels-idx1-ubyte", TestFiles.idxLabels(26, 1, 26));
    TestFiles.write(folder, "emnist-letters-mapping.txt", new byte[3]);
    TestFiles.write(folder, ".train-images.swp", new byte[3]);

    OfficialParts parts = DataFolder.of(folder).read();

    assertThat(parts.classes()).hasSize(26).startsWith("1").endsWith("26");
    assertThat(parts.test().labels()).startsWith(0, 1, 2);
  }

  @Test
  void theUnpackedOfTwoTwinsIsRead(@TempDir Path folder) {
    TestFiles.mnistLike(folder);
    TestFiles.write(folder, "t10k-labels-idx1-ubyte", TestFiles.idxLabels(20, 0, 5));

    assertThat(DataFolder.of(folder).read().test().labels()).startsWith(0, 1, 2, 3, 4, 0, 1);
  }

  @Test
  void theChecksumDependsNeitherOnNamesNorOnGzip(@TempDir Path folder) {
    Path packed = folder.resolve("packed");
    Path plain = folder.resolve("plain");
    TestFiles.mnistLike(packed);
    TestFiles.write(plain, "x-train-images", TestFiles.idxImages(120, 0, 10));
    TestFiles.write(plain, "a-train-labels", TestFiles.idxLabels(120, 0, 10));
    TestFiles.write(plain, "z-test-images", TestFiles.idxImages(20, 0, 10));
    TestFiles.write(plain, "test-labels", TestFiles.idxLabels(20, 0, 10));

    assertThat(DataFolder.of(plain).read().checksum())
        .isEqualTo(DataFolder.of(packed).read().checksum());
  }

  @Test
  void cifar10IsReadInTheOrderOfItsBatches(@TempDir Path folder) {
    String names = IntStream.range(0, 10).mapToObj(i -> "n" + i).collect(Collectors.joining("\n"));
    for (int batch = 1; batch <= 5; batch++) {
      TestFiles.write(folder, "data_batch_" + batch + ".bin", TestFiles.cifar(1, 2 * batch, 10));
    }
    TestFiles.write(folder, "test_batch.bin", TestFiles.cifar(1, 10, 10));
    TestFiles.write(folder, "batches.meta.txt", names.getBytes(StandardCharsets.UTF_8));

    OfficialParts parts = DataFolder.of(folder).read();

    assertThat(parts.train().labels()).startsWith(0, 1, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5).hasSize(30);
    assertThat(parts.classes()).hasSize(10).startsWith("n0", "n1");
  }

  @Test
  void cifar100IsReadWithAndWithoutNames(@TempDir Path folder) {
    TestFiles.write(folder, "train.bin", TestFiles.cifar(2, 100, 100));
    TestFiles.write(folder, "test.bin.gz", TestFiles.gzip(TestFiles.cifar(2, 5, 100)));

    assertThat(DataFolder.of(folder).read().classes()).hasSize(100).startsWith("0").endsWith("99");

    String names = IntStream.range(0, 100).mapToObj(i -> "n" + i).collect(Collectors.joining("\n"));
    TestFiles.write(folder, "fine_label_names.txt", names.getBytes(StandardCharsets.UTF_8));

    assertThat(DataFolder.of(folder).read().classes()).hasSize(100).endsWith("n99");
  }

  @Test
  void whereAPartIsMissingTheMessageSaysWhatWasExpectedAndWhatIsThere(@TempDir Path folder)
      throws Exception {
    TestFiles.mnistLike(folder);
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));

    assertRefused(
        folder,
        "train-images*",
        "data_batch_1.bin to data_batch_5.bin",
        "found no t10k or test labels in a folder with \"t10k-images-idx3-ubyte.gz\", ");
  }

  @Test
  void aMissingBatchOfCifarIsNamed(@TempDir Path folder) {
    TestFiles.write(folder, "data_batch_1.bin", TestFiles.cifar(1, 2, 10));

    assertRefused(folder, "found no data_batch_2.bin in a folder with \"data_batch_1.bin\"");
  }

  @Test
  void aFolderWithNothingOfUseIsRefused(@TempDir Path folder) {
    assertRefused(folder, "found none of them in a folder with no files");

    IntStream.range(10, 30)
        .forEach(i -> TestFiles.write(folder, "photo" + i + ".jpg", new byte[1]));

    assertRefused(folder, "\"photo10.jpg\", ", "\"photo21.jpg\" and 8 more");
  }

  @Test
  void filesOfSeveralDataSetsAreRefused(@TempDir Path folder) {
    TestFiles.mnistLike(folder);
    TestFiles.write(folder, "emnist-train-images-idx3-ubyte", TestFiles.idxImages(10, 0, 10));

    assertRefused(
        folder,
        "one file of train images, found \"emnist-train-images-idx3-ubyte\","
            + " \"train-images-idx3-ubyte.gz\"");

    TestFiles.write(folder, "test_batch.bin", TestFiles.cifar(1, 2, 10));

    assertRefused(folder, "found those of several data sets");
  }
}
