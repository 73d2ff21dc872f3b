package tombola.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

final class MnistTest {
  private static final int IMAGES_MAGIC = 0x803;
  private static final int LABELS_MAGIC = 0x801;

  @ParameterizedTest
  @FieldSource("tombola.mnist.Mnist#FILES")
  void theBytesAreThoseWhoseChecksumsAreRecorded(MnistFile file) throws IOException {
    try (InputStream packed = Mnist.open(file.name())) {
      assertThat(sha256(packed.readAllBytes())).isEqualTo(file.sha256());
    }
    byte[] bytes = unpack(file.name());
    assertThat(bytes).hasSize(file.unpackedSize());
    assertThat(sha256(bytes)).isEqualTo(file.unpackedSha256());
  }

  @ParameterizedTest
  @CsvSource({"train-images-idx3-ubyte.gz, 60000", "t10k-images-idx3-ubyte.gz, 10000"})
  void anImageFileHoldsThatManyImagesOf28By28(String name, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(unpack(name));

    assertThat(bytes.getInt()).isEqualTo(IMAGES_MAGIC);
    assertThat(bytes.getInt()).isEqualTo(count);
    assertThat(bytes.getInt()).isEqualTo(28);
    assertThat(bytes.getInt()).isEqualTo(28);
    assertThat(bytes.remaining()).isEqualTo(count * 28 * 28);
  }

  // The counts per digit are those of the database's own description.
  @ParameterizedTest
  @CsvSource({
    "train-labels-idx1-ubyte.gz, 5923 6742 5958 6131 5842 5421 5918 6265 5851 5949",
    "t10k-labels-idx1-ubyte.gz, 980 1135 1032 1010 982 892 958 1028 974 1009"
  })
  void aLabelFileHoldsDigitsOnlyAsOftenAsPublished(String name, String perDigit)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(unpack(name));

    assertThat(bytes.getInt()).isEqualTo(LABELS_MAGIC);
    assertThat(bytes.getInt()).isEqualTo(bytes.remaining());
    int[] counts = new int[10];
    while (bytes.hasRemaining()) {
      counts[bytes.get()]++;
    }
    assertThat(counts).containsExactly(numbers(perDigit));
  }

  @Test
  void aNameThatIsNotOneOfTheFourIsAnError() {
    assertThatThrownBy(() -> Mnist.open("train-images"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("MNIST has no file train-images");
  }

  private static int[] numbers(String text) {
    return Arrays.stream(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
  }

  private static byte[] unpack(String name) throws IOException {
    try (InputStream in = new GZIPInputStream(Mnist.open(name), 1 << 16)) {
      return in.readAllBytes();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
