package tombola.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TombolaTest {

  /**
   * Three inputs, two hidden units, two classes. h0 = relu(1 + 2 x0 - x2), h1 = relu(-1 + 3 x1); y0
   * = 0.5 + h0, y1 = -0.5 + 2 h1. Places of the first layer are input * 2 + output: 0, 3, 4; of the
   * second: 0, 3.
   */
  private static byte[] rice() {
    return new TicketBytes(3, 2, 0, 0)
        .layer(2, 3, 1, 1, 0)
        .floats(1, -1)
        .floats(2, 3, -1)
        .bytes(0b001_1_0) // gaps 0, 2, 0: 0 | 110 | 0
        .layer(2, 2, 1, 0, 1)
        .floats(0.5f, -0.5f)
        .floats(1, 2)
        .bytes(0b0_01_00) // gaps 0 and 2, one low bit each: 0 0 | 1 0 0
        .file();
  }

  private static Tombola load(byte[] file) {
    return Tombola.load(ByteBuffer.wrap(file));
  }

  @Test
  void aTicketPredictsWhatIsComputedByHand() {
    Tombola ticket = load(rice());

    assertThat(ticket.predict(new float[] {1, 2, 1})).containsExactly(2.5f, 9.5f);
    assertThat(ticket.predict(new float[] {0, 0, 5})).containsExactly(0.5f, -0.5f);
    assertThat(ticket.classify(new float[] {1, 2, 1})).isEqualTo(1);
    assertThat(ticket.classes()).containsExactly("no", "yes");
    assertThat(ticket.inputs()).isEqualTo(3);
    assertThat(ticket.liveWeights()).isEqualTo(5);
    assertThat(ticket.origin()).isEqualTo("test");
  }

  @Test
  void probabilitiesAreTheSoftmax() {
    double[] probabilities = load(rice()).probabilities(new float[] {0, 0, 5});

    assertThat(probabilities[0]).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-12));
    assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-12));
  }

  @Test
  void aMaskOfBitsSaysTheSameAsGaps() {
    byte[] file =
        new TicketBytes(3, 2, 0, 0)
            .layer(2, 3, 1, 1, 255)
            .floats(1, -1)
            .floats(2, 3, -1)
            .bytes(0b011001)
            .layer(2, 2, 1, 0, 255)
            .floats(0.5f, -0.5f)
            .floats(1, 2)
            .bytes(0b1001)
            .file();

    assertThat(load(file).predict(new float[] {1, 2, 1})).containsExactly(2.5f, 9.5f);
  }

  @Test
  void valuesOfOneByteAreMultipliedByTheirRowsScale() {
    byte[] file =
        new TicketBytes(2, 1, 2, 1)
            .floats(0.5f) // the factor of the inputs
            .layer(2, 2, 1, 0, 255)
            .floats(0, 1)
            .shorts(Float.floatToRawIntBits(0.25f) >>> 16, Float.floatToRawIntBits(2f) >>> 16)
            .bytes(100, -3)
            .bytes(0b1001)
            .file();

    assertThat(load(file).predict(new float[] {4, 6})).containsExactly(50f, -17f);
  }

  @Test
  void valuesOfTwoBytesAreHalves() {
    byte[] file =
        new TicketBytes(1, 1, 1, 0)
            .layer(2, 2, 1, 0, 255)
            .floats(0, 0)
            .shorts(0x3E00, 0x8001) // 1.5 and the least below zero, -2^-24
            .bytes(0b11)
            .file();

    assertThat(load(file).predict(new float[] {1})).containsExactly(1.5f, -0x1p-24f);
  }

  @Test
  void columnsAreStandardisedAndConstantOnesAreZero() {
    byte[] file =
        new TicketBytes(2, 1, 0, 2)
            .doubles(2000, 7)
            .doubles(4, 0)
            .layer(2, 2, 1, 0, 255)
            .floats(0, 0)
            .floats(1, 1)
            .bytes(0b1001)
            .file();

    assertThat(load(file).predict(new double[] {2002, 1e9})).containsExactly(0.5f, 0f);
    assertThat(load(file).predict(new float[] {1998, 7})).containsExactly(-0.5f, 0f);
  }

  @Test
  void pathStreamAndBufferGiveTheSameTicket(@TempDir Path folder) throws IOException {
    byte[] file = rice();
    Path path = Files.write(folder.resolve("a.tombola"), file);
    byte[] longer = Arrays.copyOf(file, file.length + 3);
    InputStream stream = new ByteArrayInputStream(longer);
    float[] sample = {1, 2, 1};

    assertThat(Tombola.load(path).predict(sample)).containsExactly(2.5f, 9.5f);
    assertThat(Tombola.load(stream).predict(sample)).containsExactly(2.5f, 9.5f);
    assertThat(stream.available()).isEqualTo(3);
    Files.write(path, longer);
    assertThatThrownBy(() -> Tombola.load(path)).isInstanceOf(BadTicketException.class);
  }

  @Test
  void aSampleOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> load(rice()).predict(new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sample: expected 3 values, got 2");
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] file = rice();
    for (int length = 0; length < file.length; length++) {
      byte[] part = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> load(part))
          .as("%d bytes", length)
          .isInstanceOf(BadTicketException.class);
      assertThatThrownBy(() -> Tombola.load(new ByteArrayInputStream(part)))
          .as("stream of %d bytes", length)
          .isInstanceOf(BadTicketException.class);
    }
  }

  @Test
  void everyFlippedBitIsRefused() {
    byte[] file = rice();
    for (int bit = 0; bit < 8 * file.length; bit++) {
      byte[] damaged = file.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> load(damaged))
          .as("bit %d", bit)
          .isInstanceOf(BadTicketException.class);
    }
  }

  @Test
  void sizesThatTheFileCannotHoldAreRefused() {
    int layer = 16 + 10 + 15 + 7; // the prefix, the network, the texts, zeros
    refused(b -> b.putInt(16, 0), "features from 1 to 2147483647, found 0");
    refused(b -> b.putInt(16, -1), "features from 1 to 2147483647, found 4294967295");
    refused(b -> b.putInt(layer, Integer.MAX_VALUE), "8589934588 bytes more");
    refused(b -> b.putInt(layer + 4, Integer.MAX_VALUE), "8589934589 bytes more");
    refused(b -> b.putInt(layer + 8, Integer.MAX_VALUE), "2147483659 bytes more");
    refused(b -> b.putInt(layer + 4, -5), "weights from 0");
    refused(b -> b.putShort(20, (short) 65535), "bytes more");
    refused(b -> b.put(22, (byte) 3), "values of type 0, 1 or 2");
    refused(b -> b.put(23, (byte) 9), "units 0, 1 or 2");
    refused(b -> b.putShort(24, (short) 1), "zeros between the parts");
    refused(b -> b.putFloat(layer + 16, Float.NaN), "finite numbers");
    refused(b -> b.put(layer + 13, (byte) 40), "coding 0 to 30 or 255");
    refused(b -> b.put(layer + 36, (byte) 0xFF), "live weights among 6, found one beyond");
  }

  /** Applies {@code change} to a good file, seals it again and expects a refusal. */
  private static void refused(Consumer<ByteBuffer> change, String message) {
    byte[] file = rice();
    change.accept(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
    TicketBytes.sealed(file);
    assertThatThrownBy(() -> load(file))
        .isInstanceOf(BadTicketException.class)
        .hasMessageContaining(message);
  }

  @Test
  void inputsThatNoWeightReadsTakeNoRoom() {
    byte[] file = rice();
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(16, Integer.MAX_VALUE);

    assertThat(load(TicketBytes.sealed(file)).inputs()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void classFilesAreOfJava17() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Tombola.class.getResourceAsStream("Tombola.class"))) {
      byte[] start = in.readNBytes(8);
      assertThat((start[6] << 8) | start[7]).isEqualTo(61);
    }
  }

  @Test
  void theProgramWithoutATicketSaysSoInOneLine() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            List.of("a.csv"),
            InputStream.nullInputStream(),
            System.out,
            new PrintStream(err, true, StandardCharsets.UTF_8));

    assertThat(code).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("ticket: no ticket lies in this jar: expected /ticket.tombola");
  }
}
