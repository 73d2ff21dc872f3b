package tombola.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.data.Cifar.Variant;

class CifarTest {

  /** A record for each class number; every value of a sample is its label plus one. */
  private static byte[] records(boolean superclass, int... labels) {
    int prefix = superclass ? 2 : 1;
    byte[] bytes = new byte[labels.length * (prefix + 3072)];
    for (int i = 0; i < labels.length; i++) {
      int at = i * (prefix + 3072);
      bytes[at] = (byte) (superclass ? 19 : 0);
      bytes[at + prefix - 1] = (byte) labels[i];
      Arrays.fill(bytes, at + prefix, at + prefix + 3072, (byte) (labels[i] + 1));
    }
    return bytes;
  }

  @Test
  void recordsOfSeveralFilesFollowOneAnother(@TempDir Path folder) {
    DataFile one = IdxFile.write(folder, "1", records(false, 3, 9));
    DataFile two = IdxFile.write(folder, "2", IdxFile.gzip(records(false, 0)));
    DataFile test = IdxFile.write(folder, "t", records(false, 5));
    List<String> names = Variant.CIFAR_10.numbers();

    OfficialParts parts = Cifar.read(Variant.CIFAR_10, List.of(one, two), test, names);

    assertThat(parts.train().labels()).containsExactly(3, 9, 0);
    assertThat(parts.train().features().width()).isEqualTo(3072);
    assertThat(parts.train().features().value(1, 3071)).isEqualTo(10 * (1f / 255f));
    assertThat(parts.train().features().value(2, 0)).isEqualTo(1f / 255f);
    assertThat(parts.test().labels()).containsExactly(5);
    assertThat(parts.classes()).hasSize(10).startsWith("0", "1");
    assertThat(parts.checksum())
        .isEqualTo(Checksum.of(records(false, 3, 9), records(false, 0), records(false, 5)));
  }

  @Test
  void theFineLabelCountsInCifar100(@TempDir Path folder) {
    DataFile train = IdxFile.write(folder, "train", records(true, 99, 0, 42));
    DataFile test = IdxFile.write(folder, "test", records(true, 7));
    List<String> names = Variant.CIFAR_100.numbers();

    OfficialParts parts = Cifar.read(Variant.CIFAR_100, List.of(train), test, names);

    assertThat(parts.train().labels()).containsExactly(99, 0, 42);
    assertThat(parts.train().features().value(2, 0)).isEqualTo(43 * (1f / 255f));
    assertThat(parts.classes()).hasSize(100);
  }

  @Test
  void classNamesAreOneALine(@TempDir Path folder) {
    byte[] lines =
        "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n"
            .getBytes(StandardCharsets.UTF_8);
    DataFile file = IdxFile.write(folder, "batches.meta.txt", lines);

    assertThat(Cifar.names(Variant.CIFAR_10, file)).hasSize(10).startsWith("airplane");
    assertThatThrownBy(() -> Cifar.names(Variant.CIFAR_100, file))
        .isInstanceOf(BadDataException.class)
        .hasMessage(file.name() + ": expected 100 names of classes, one a line, found 10");
  }

  @Test
  void aFileThatIsNoWholeNumberOfRecordsIsRefused(@TempDir Path folder) {
    DataFile good = IdxFile.write(folder, "good", records(false, 1));
    for (int length : new int[] {0, 3072, 3074}) {
      DataFile bad = IdxFile.write(folder, "bad", new byte[length]);

      assertThatThrownBy(
              () -> Cifar.read(Variant.CIFAR_10, List.of(good), bad, Variant.CIFAR_10.numbers()))
          .isInstanceOf(BadDataException.class)
          .hasMessage(
              "%s: expected a whole number of records of 3073 bytes, found %d bytes"
                  .formatted(bad.name(), length));
    }
  }

  @Test
  void aLabelOutOfRangeIsRefused(@TempDir Path folder) {
    DataFile good = IdxFile.write(folder, "good", records(false, 1));
    DataFile bad = IdxFile.write(folder, "bad", records(false, 1, 9, 10));

    assertThatThrownBy(
            () -> Cifar.read(Variant.CIFAR_10, List.of(bad), good, Variant.CIFAR_10.numbers()))
        .isInstanceOf(BadDataException.class)
        .hasMessage(bad.name() + ": record 2: expected a label from 0 to 9, found 10");
  }
}
