package tombola.lab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tombola.lab.config.InputException;
import tombola.math.RandomStream;
import tombola.math.Seed;

final class SafetensorsTest {
  @TempDir Path folder;

  private static Tensor.Bool bits(List<Integer> shape, int... set) {
    BitSet bits = new BitSet();
    Arrays.stream(set).forEach(bits::set);
    return new Tensor.Bool(shape, bits);
  }

  private static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  @Test
  void aSmallFileHasTheBytesThatTheFormatAsksFor() throws IOException {
    Safetensors file =
        new Safetensors(
            Map.of("k", "vw"),
            Map.of(
                "b",
                new Tensor.F32(List.of(2), new float[] {1f, -0f}),
                "a",
                bits(List.of(1, 3), 0, 2)));

    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    String header =
        "{\"__metadata__\":{\"k\":\"vw\"},"
            + "\"a\":{\"dtype\":\"BOOL\",\"shape\":[1,3],\"data_offsets\":[8,11]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    assertThat(header).hasSize(137); // padded to 144 = 0x90
    expected.write(HexFormat.of().parseHex("9000000000000000"));
    expected.write((header + "       ").getBytes(StandardCharsets.US_ASCII));
    expected.write(HexFormat.of().parseHex("0000803f" + "00000080" + "01" + "00" + "01"));
    assertThat(file.bytes()).isEqualTo(expected.toByteArray());
  }

  @Test
  void whatIsWrittenReadsBackToTheSameBits() throws IOException {
    RandomStream random = new Seed(4).generator();
    for (int size : new int[] {0, 1, 7, 8, 9, 1000}) {
      float[] values = new float[size];
      BitSet set = new BitSet();
      for (int i = 0; i < size; i++) {
        values[i] =
            Float.intBitsToFloat((int) random.nextLong()); // NaN, infinity and -0 among them
        set.set(i, random.nextInt(2) == 1);
      }
      Safetensors written =
          new Safetensors(
              Map.of("text", "\"\\é\n"),
              Map.of(
                  "w", new Tensor.F32(List.of(size, 1), values),
                  "w.mask", new Tensor.Bool(List.of(size), set),
                  "scalar", new Tensor.F32(List.of(), new float[] {3f})));
      Path path = Files.write(folder.resolve("x" + size), written.bytes());

      Safetensors read = Safetensors.read(path);

      assertThat(read.metadata()).isEqualTo(written.metadata());
      assertThat(read.bytes()).isEqualTo(written.bytes());
      assertThat(read.floats("w")).isEqualTo(values);
      assertThat(read.bits("w.mask")).isEqualTo(set);
    }
  }

  /**
   * Follows the published rules with no code of ours: regular expressions for this header's fixed
   * form.
   */
  @Test
  void aReaderThatFollowsThePublishedRulesFindsTheSameValues() {
    float[] w = {0.5f, -2f, 3e-5f, 0f, 7f, 8f};
    byte[] bytes =
        new Safetensors(
                Map.of("origin", "test"),
                Map.of(
                    "fc1.weight", new Tensor.F32(List.of(2, 3), w),
                    "fc1.bias", new Tensor.F32(List.of(2), new float[] {1f, 2f}),
                    "fc1.weight.mask", bits(List.of(2, 3), 1, 5)))
            .bytes();

    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = Math.toIntExact(buffer.getLong());
    String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
    assertThat((8 + length) % 8).isZero();
    assertThat(header).startsWith("{").matches("\\{.*} *");
    Matcher entry =
        Pattern.compile(
                "\"([^\"]+)\":\\{\"dtype\":\"(F32|BOOL)\",\"shape\":\\[([0-9,]*)],\"data_offsets\":\\[(\\d+),(\\d+)]}")
            .matcher(header);
    int found = 0;
    int covered = 0;
    while (entry.find()) {
      found++;
      int begin = Integer.parseInt(entry.group(4));
      int end = Integer.parseInt(entry.group(5));
      covered += end - begin;
      int count =
          Arrays.stream(entry.group(3).split(","))
              .mapToInt(Integer::parseInt)
              .reduce(1, (a, b) -> a * b);
      assertThat(end - begin).isEqualTo(count * (entry.group(2).equals("F32") ? 4 : 1));
      if (entry.group(1).equals("fc1.weight")) {
        assertThat(begin % 4).isZero();
        for (int i = 0; i < w.length; i++) {
          assertThat(buffer.getFloat(8 + length + begin + 4 * i)).isEqualTo(w[i]);
        }
      }
      if (entry.group(1).equals("fc1.weight.mask")) {
        assertThat(Arrays.copyOfRange(bytes, 8 + length + begin, 8 + length + end))
            .containsExactly(0, 1, 0, 0, 0, 1);
      }
    }
    assertThat(found).isEqualTo(3);
    assertThat(8 + length + covered).isEqualTo(bytes.length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1,2]                                                             | 0 | a header that is a JSON object",
        " {}                                                               | 0 | ok",
        "{'a':1}                                                           | 0 | a to have dtype, shape and data_offsets",
        "{'a':                                                             | 0 | a header of one JSON object",
        "{} x                                                              | 0 | a header of one JSON object",
        "{'__metadata__':{'k':1}}                                          | 0 | a text as __metadata__.k",
        "{'__metadata__':[]}                                               | 0 | __metadata__ to be an object",
        "{'a':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}}            | 8 | a to be of dtype F32, I32 or BOOL, found \"I64\"",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 | each key once",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}            | 4 | a of shape [2] to have 8 bytes",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'x':1}}      | 4 | a to have dtype, shape and data_offsets",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}           | 4 | a.shape to hold whole numbers",
        "{'a':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}}          | 4 | a.shape to hold whole numbers",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}}              | 4 | data_offsets [begin, end]",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}            | 4 | data_offsets [begin, end]",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}            | 3 | within the 3 bytes",
        "{'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,0]}}  | 0 | below 2^31 bytes",
        "{'a':{'dtype':'F32','shape':[9999999999],'data_offsets':[0,4]}}   | 4 | a.shape to hold whole numbers",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}            | 5 | 4 bytes of data, found 5: the file is too long",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[2,6]}} | 6 | b to begin at byte 4",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[5,9]}} | 9 | b to begin at byte 4",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}            | 8 | a to begin at byte 0",
      })
  void filesThatBreakARuleAreRefusedInOneLine(String header, int dataBytes, String message) {
    byte[] bytes = file(header.replace('\'', '"'), dataBytes);
    if (message.equals("ok")) { // the trimmed control of this test
      assertThat(Safetensors.of("x.safetensors", bytes).tensors()).isEmpty();
      return;
    }
    assertThatThrownBy(() -> Safetensors.of("x.safetensors", bytes))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("x.safetensors: expected ")
        .hasMessageContaining(message)
        .hasMessageEndingWith("write or fetch it again")
        .hasMessageNotContaining("\n");
  }

  @Test
  void truthValuesAreNoughtOrOne() {
    byte[] bytes = file("{\"a\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1);
    bytes[bytes.length - 1] = 2;

    assertThatThrownBy(() -> Safetensors.of("x", bytes))
        .hasMessageContaining("a to hold bytes 0 or 1, found 2");
  }

  @Test
  void aFileCutOffAnywhereIsRefused() {
    byte[] whole =
        new Safetensors(Map.of("k", "v"), Map.of("a", new Tensor.F32(List.of(3), new float[3])))
            .bytes();

    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Safetensors.of("x", part)).isInstanceOf(InputException.class);
    }
  }

  @Test
  void aHeaderLongerThanTheFileAllocatesNothing() {
    for (long length : new long[] {Long.MAX_VALUE, -1, 1L << 31, 100_000_000, 1, 0}) {
      byte[] bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
      assertThatThrownBy(() -> Safetensors.of("x", bytes)).isInstanceOf(InputException.class);
    }
  }

  @Test
  void aMissingFileGivesOneLine() {
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("none")))
        .isInstanceOf(InputException.class)
        .hasMessage(folder.resolve("none") + ": cannot be read: no such file or folder");
  }
}
