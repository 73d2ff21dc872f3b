package tombola.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {

  private static void assertRefused(DataFile file, String problem) {
    assertThatThrownBy(() -> Idx.features(file))
        .isInstanceOf(BadDataException.class)
        .hasMessage(file.name() + ": " + problem);
  }

  /** Six train and four test images of 2 x 3, with the labels given. */
  private static OfficialParts read(Path folder, int[] train, int[] test) {
    return Idx.read(
        IdxFile.write(folder, "a", IdxFile.counting(36, 6, 2, 3)),
        IdxFile.write(folder, "b", IdxFile.labels(train)),
        IdxFile.write(folder, "c", IdxFile.counting(24, 4, 2, 3)),
        IdxFile.write(folder, "d", IdxFile.labels(test)));
  }

  @Test
  void imagesAreFlattenedRowByRow(@TempDir Path folder) {
    DataFile file = IdxFile.write(folder, "images", IdxFile.counting(12, 2, 2, 3));

    ByteFeatures features = Idx.features(file);

    assertThat(features.samples()).isEqualTo(2);
    assertThat(features.width()).isEqualTo(6);
    assertThat(features.value(1, 0)).isEqualTo(6 * (1f / 255f));
  }

  @Test
  void anyNumberOfDimensionsFromTwoIsRead(@TempDir Path folder) {
    DataFile two = IdxFile.write(folder, "two", IdxFile.counting(12, 4, 3));
    DataFile five = IdxFile.write(folder, "five", IdxFile.counting(48, 2, 2, 2, 2, 3));

    assertThat(Idx.features(two).width()).isEqualTo(3);
    assertThat(Idx.features(five).width()).isEqualTo(24);
  }

  @Test
  void labelsAreUnsignedBytes(@TempDir Path folder) {
    DataFile file = IdxFile.write(folder, "labels", IdxFile.labels(0, 7, 255, 128));

    assertThat(Idx.labels(file)).containsExactly(0, 7, 255, 128);
  }

  @Test
  void labelsBecomeClassesFromZeroNamedByTheirNumbers(@TempDir Path folder) {
    OfficialParts parts = read(folder, new int[] {26, 1, 2, 1, 26, 2}, new int[] {2, 2, 26, 26});

    assertThat(parts.classes()).containsExactly("1", "2", "26");
    assertThat(parts.train().labels()).containsExactly(2, 0, 1, 0, 2, 1);
    assertThat(parts.test().labels()).containsExactly(1, 1, 2, 2);
  }

  @Test
  void aTestLabelUnknownToTheTrainPartIsRefused(@TempDir Path folder) {
    assertThatThrownBy(() -> read(folder, new int[] {0, 1, 2, 0, 1, 2}, new int[] {0, 1, 9, 2}))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            folder.resolve("d")
                + ": sample 2: expected a label that the train part has (3 of them, from 0 to 2),"
                + " found 9");
  }

  @Test
  void theChecksumIsThatOfTheUnpackedFilesInOrder(@TempDir Path folder) {
    byte[] images = IdxFile.counting(8, 2, 4);
    byte[] labels = IdxFile.labels(0, 1);
    DataFile plain = IdxFile.write(folder, "images", images);
    DataFile packed = IdxFile.write(folder, "other.gz", IdxFile.gzip(images));
    DataFile numbers = IdxFile.write(folder, "labels", labels);

    String checksum = Idx.read(plain, numbers, plain, numbers).checksum();

    assertThat(Idx.read(packed, numbers, packed, numbers).checksum()).isEqualTo(checksum);
    assertThat(checksum).isEqualTo(Checksum.of(images, labels, images, labels)).hasSize(64);
    assertThat(Checksum.of("abc".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void aWrongMagicNumberIsRefused(@TempDir Path folder) {
    byte[] floats = IdxFile.counting(12, 2, 6);
    floats[2] = 0x0D;

    assertRefused(
        IdxFile.write(folder, "floats", floats),
        "expected an IDX file of unsigned bytes (magic number 0x08NN, NN dimensions), found"
            + " 0x00000d02");
    assertThatThrownBy(() -> Idx.features(IdxFile.write(folder, "png", new byte[] {1, 2, 3, 4, 5})))
        .hasMessageEndingWith("found 0x01020304");
    assertThatThrownBy(() -> Idx.labels(IdxFile.write(folder, "none", new byte[] {0, 0, 8, 0})))
        .hasMessageEndingWith("found 0x00000800");
    assertRefused(
        IdxFile.write(folder, "short", new byte[3]), "expected an IDX file, found 3 bytes");
  }

  @Test
  void aHeaderCutOffIsRefused(@TempDir Path folder) {
    byte[] cut = Arrays.copyOf(IdxFile.counting(12, 2, 2, 3), 11);

    assertRefused(
        IdxFile.write(folder, "cut", cut),
        "expected a header of 16 bytes for 3 dimensions, found a file of 11 bytes");
  }

  @Test
  void aHeaderThatClaimsMoreThanThereIsIsRefusedWithoutAllocatingIt(@TempDir Path folder) {
    String found =
        " values of a byte each, found 12 bytes after it: truncated, or a damaged header";

    assertRefused(
        IdxFile.write(folder, "a", IdxFile.counting(12, Integer.MIN_VALUE, 1)),
        "the header claims 2147483648 x 1" + found);
    assertRefused(
        IdxFile.write(folder, "b", IdxFile.counting(12, Integer.MIN_VALUE, 28, 28)),
        "the header claims 2147483648 x 28 x 28" + found);
    assertRefused(
        IdxFile.write(folder, "c", IdxFile.counting(12, 1 << 16, 1 << 16, 1 << 16, 1 << 16)),
        "the header claims 65536 x 65536 x 65536 x 65536" + found); // 2 to the 64
    assertRefused(
        IdxFile.write(folder, "d", IdxFile.counting(12, -1, -1, -1, -1, 12)),
        "the header claims 4294967295 x 4294967295 x 4294967295 x 4294967295 x 12" + found);
    assertThatThrownBy(
            () -> Idx.labels(IdxFile.write(folder, "e", IdxFile.counting(0, Integer.MIN_VALUE))))
        .hasMessageContaining("the header claims 2147483648 values of a byte each, found 0 bytes");
  }

  @Test
  void missingAndTrailingBytesAreRefused(@TempDir Path folder) {
    assertRefused(
        IdxFile.write(folder, "short", IdxFile.counting(11, 2, 6)),
        "the header claims 2 x 6 values of a byte each, found 11 bytes after it: truncated, or a"
            + " damaged header");
    assertRefused(
        IdxFile.write(folder, "long", IdxFile.counting(13, 2, 6)),
        "the header claims 2 x 6 values of a byte each, found 13 bytes after it: trailing bytes");
  }

  @Test
  void filesOfNoSampleOrNoValueAreRefused(@TempDir Path folder) {
    for (int[] dimensions : new int[][] {{0, 6}, {2, 0}, {0, -1}}) {
      DataFile file = IdxFile.write(folder, "empty", IdxFile.counting(0, dimensions));

      assertThatThrownBy(() -> Idx.features(file))
          .isInstanceOf(BadDataException.class)
          .hasMessageEndingWith("; expected at least one sample");
    }
  }

  @Test
  void imagesAndLabelsInEachOthersPlaceAreRefused(@TempDir Path folder) {
    DataFile labels = IdxFile.write(folder, "labels", IdxFile.labels(0, 1));
    DataFile images = IdxFile.write(folder, "images", IdxFile.counting(12, 2, 6));

    assertRefused(labels, "expected the samples' inputs, at least 2 dimensions, found 1: labels?");
    assertThatThrownBy(() -> Idx.labels(images))
        .hasMessage(images.name() + ": expected labels, 1 dimension, found 2: images?");
  }

  @Test
  void anotherNumberOfLabelsThanImagesIsRefused(@TempDir Path folder) {
    assertThatThrownBy(() -> read(folder, new int[] {0, 1, 0}, new int[] {0, 0, 0, 0}))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "%s: expected 6 labels, one for each sample in %s, found 3"
                .formatted(folder.resolve("b"), folder.resolve("a")));
  }

  @Test
  void partsOfDifferentSizesOfImagesAreRefused(@TempDir Path folder) {
    DataFile six = IdxFile.write(folder, "six", IdxFile.counting(12, 2, 6));
    DataFile five = IdxFile.write(folder, "five", IdxFile.counting(10, 2, 5));
    DataFile labels = IdxFile.write(folder, "labels", IdxFile.labels(0, 1));

    assertThatThrownBy(() -> Idx.read(six, labels, five, labels))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "%s: expected samples of 6 values as in %s, found 5"
                .formatted(five.name(), six.name()));
  }
}
