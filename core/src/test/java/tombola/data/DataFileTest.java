package tombola.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFileTest {
  private static final byte[] CONTENT = IdxFile.counting(200, 200);

  @Test
  void plainAndPackedFilesHaveTheSameContentWhateverTheirNames(@TempDir Path folder) {
    DataFile plain = IdxFile.write(folder, "plain.gz", CONTENT);
    DataFile packed = IdxFile.write(folder, "packed", IdxFile.gzip(CONTENT));

    assertThat(plain.content()).isEqualTo(CONTENT);
    assertThat(packed.content()).isEqualTo(CONTENT);
  }

  @Test
  void filesOfNoByteAndOfOneAreRead(@TempDir Path folder) {
    assertThat(IdxFile.write(folder, "none", new byte[0]).content()).isEmpty();
    assertThat(IdxFile.write(folder, "one", new byte[] {0x1F}).content()).containsExactly(0x1F);
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path folder) {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> DataFile.of(missing).content())
        .isInstanceOf(BadDataException.class)
        .hasMessage(missing + ": no such file");
  }

  @Test
  void aFolderInPlaceOfAFileIsNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> DataFile.of(folder).content())
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(folder + ": cannot be read: ");
  }

  @Test
  void gzipCutOffAnywhereIsCalledTruncated(@TempDir Path folder) {
    byte[] packed = IdxFile.gzip(CONTENT);
    for (int length = 2; length < packed.length; length++) {
      DataFile cut = IdxFile.write(folder, "cut.gz", Arrays.copyOf(packed, length));

      assertThatThrownBy(cut::content)
          .isInstanceOf(BadDataException.class)
          .hasMessage(
              cut.name() + ": expected a whole gzip file, found a truncated one; fetch it again");
    }
  }

  @Test
  void gzipWithAChangedByteIsCalledDamaged(@TempDir Path folder) {
    byte[] packed = IdxFile.gzip(CONTENT);
    packed[packed.length - 6] ^= 1; // in the checksum
    DataFile damaged = IdxFile.write(folder, "damaged.gz", packed);

    assertThatThrownBy(damaged::content)
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(damaged.name() + ": expected a gzip file, found a damaged one");
  }
}
