package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.math.RandomStream;
import tombola.math.Seed;

/** A residual network, exported and asked by command line. */
class ResidualPredictionTest {
  private static final int SIDE = 8;
  private static final int IMAGES = 70; // more than are computed at once

  @TempDir private Path folder;

  /** Stripes one way or the other, of 8x8 grey values. */
  private static byte[] picture(int number) {
    RandomStream random = new Seed(number).generator();
    byte[] values = new byte[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      int line = number % 2 == 0 ? i / SIDE : i % SIDE;
      values[i] = (byte) (line % 2 * 200 + random.nextInt(50));
    }
    return values;
  }

  @BeforeEach
  void searchOnce() throws IOException {
    for (String part : List.of("train", "test")) {
      for (int number = 0; number < 40; number++) {
        Path place = folder.resolve("stripes").resolve(part).resolve(number % 2 == 0 ? "h" : "v");
        Files.createDirectories(place);
        png(place.resolve(number + ".png"), picture(number));
      }
    }
    List<String> find =
        List.of(
            "find",
            "--data",
            folder.resolve("stripes").toString(),
            "--picture-size",
            Integer.toString(SIDE),
            "--network",
            "resnet-20-2",
            "--levels",
            "1",
            "--steps",
            "4",
            "--batch",
            "8",
            "--kernels",
            "auto",
            "--out",
            folder.resolve("runs").toString());
    Cli.Result found = Cli.run(find.toArray(String[]::new));
    assertThat(found.code()).as(found.err()).isZero();
  }

  private static void png(Path file, byte[] values) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, SIDE, SIDE, values);
    ImageIO.write(image, "png", file.toFile());
  }

  private String export(String format, String values) {
    String file = folder.resolve(values + "." + format).toString();
    Cli.Result result =
        Cli.run(
            "export",
            "stripes:1",
            "--format",
            format,
            "--values",
            values,
            "--to",
            file,
            "--out",
            folder.resolve("runs").toString());
    assertThat(result.code()).as(result.err()).isZero();
    return file;
  }

  private static List<String> predict(String model, String input, String kind) {
    Cli.Result result = Cli.run("predict", model, input, "--print", kind);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    return result.out().lines().toList();
  }

  @Test
  void fileAndJarPredictPicturesAlikeHoweverTheyCome() throws IOException {
    ByteBuffer idx = ByteBuffer.allocate(16 + IMAGES * SIDE * SIDE);
    idx.putInt(0x0803).putInt(IMAGES).putInt(SIDE).putInt(SIDE);
    StringBuilder csv = new StringBuilder();
    for (int image = 0; image < IMAGES; image++) {
      byte[] values = picture(1000 + image);
      idx.put(values);
      StringJoiner line = new StringJoiner(",", "", "\n");
      for (byte value : values) {
        line.add(Integer.toString(value & 0xFF));
      }
      csv.append(line);
    }
    String images = Files.write(folder.resolve("images"), idx.array()).toString();
    String lines = Files.writeString(folder.resolve("lines.csv"), csv).toString();
    png(folder.resolve("one.png"), picture(1000));
    String one = folder.resolve("one.png").toString();
    String file = export("tombola", "float32");

    List<String> expected = predict(file, lines, "logits");

    assertThat(expected).hasSize(1 + IMAGES).first().isEqualTo("h,v");
    assertThat(expected.stream().distinct().count()).isGreaterThan(IMAGES / 2);
    assertThat(predict(file, images, "logits")).isEqualTo(expected);
    assertThat(predict(file, one, "logits")).isEqualTo(expected.subList(0, 2));
    assertThat(predict(export("jar", "float32"), images, "logits")).isEqualTo(expected);
    assertThat(predict(export("onnx", "float32"), images, "logits")).isEqualTo(expected);
    List<String> classes = predict(file, images, "classes");
    assertThat(predict(export("tombola", "float16"), images, "classes")).hasSize(IMAGES);
    List<String> small = predict(export("jar", "int8"), images, "classes");
    long same =
        java.util.stream.IntStream.range(0, IMAGES)
            .filter(i -> small.get(i).equals(classes.get(i)))
            .count();
    assertThat(same).isGreaterThan(IMAGES * 9 / 10);
  }

  @Test
  void otherFormatsAreRefusedInOneLine() throws IOException {
    Path lines = Files.writeString(folder.resolve("lines.csv"), "1,2\n");
    for (String format : List.of("c", "safetensors")) {
      Cli.Result result =
          Cli.run("predict", export(format, "float32"), lines.toString(), "--print", "classes");

      assertThat(result.code()).isEqualTo(2);
      assertThat(result.errorLines())
          .hasSize(1)
          .first()
          .asString()
          .contains("--format tombola, jar or onnx writes");
    }
  }

  /** A reader that waits for the first line of its answer before it says more. */
  @Test
  void aSampleIsAnsweredBeforeTheNextIsRead() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    String values = Arrays.toString(new int[SIDE * SIDE]).replaceAll("[\\[\\] ]", "");
    line.writeBytes((values + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    String file = export("tombola", "float32");

    Cli.Result result =
        Cli.run(
            false,
            line.toString(java.nio.charset.StandardCharsets.US_ASCII) + "1,2\n",
            "predict",
            file,
            "-");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).matches("[hv]\n"); // said before the bad line was met
    assertThat(result.err()).contains("line 2: expected 64 numbers");
  }
}
