package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PredictCommandTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path folder;
  private String model = "";
  private String csv = "";

  @BeforeEach
  void exportOnce() throws IOException {
    Cli.run(Cli.find(folder));
    model = export("tombola");
    csv =
        Files.writeString(folder.resolve("in.csv"), "width,height\n9,4\n-7,4\n\n5,0\n").toString();
  }

  private String export(String format) {
    String file = folder.resolve("ticket." + format).toString();
    String out = folder.resolve("runs").toString();
    assertThat(Cli.run("export", "sizes:1", "--format", format, "--to", file, "--out", out).code())
        .isZero();
    return file;
  }

  @Test
  void eachLineGetsItsClass() {
    assertThat(Cli.run("predict", model, csv).out()).isEqualTo("large\nsmall\nlarge\n");
    assertThat(Cli.run("predict", export("jar"), csv).out()).isEqualTo("large\nsmall\nlarge\n");
    assertThat(Cli.run(false, "-7,4\n", "predict", model, "-").out()).isEqualTo("small\n");
  }

  @Test
  void probabilitiesSumToOneAndFollowTheLogits() {
    List<String> lines =
        Cli.run("predict", model, csv, "--print", "probabilities").out().lines().toList();

    assertThat(lines).hasSize(4).first().isEqualTo("large,small");
    double[] first =
        Arrays.stream(lines.get(1).split(",", -1)).mapToDouble(Double::valueOf).toArray();
    assertThat(first[0] + first[1]).isCloseTo(1, within(1e-12));
    JsonNode json =
        MAPPER.readTree(Cli.run("predict", model, csv, "--print", "logits", "--json").out());
    JsonNode one = json.path("predictions").path(0);
    assertThat(one.path("class").asString()).isEqualTo("large");
    assertThat(one.path("probability").asDouble()).isEqualTo(Math.max(first[0], first[1]));
    double gap = one.path("logits").path(0).asDouble() - one.path("logits").path(1).asDouble();
    assertThat(Math.log(first[0] / first[1])).isCloseTo(gap, within(1e-9));
  }

  @Test
  void anOnnxModelPredictsInItsOwnUnitsAndClasses() throws IOException {
    String onnx = export("onnx");

    assertThat(Cli.run("predict", onnx, csv).out()).isEqualTo("large\nsmall\nlarge\n");
    assertThat(Cli.run("predict", onnx, csv, "--print", "logits").out())
        .isEqualTo(Cli.run("predict", model, csv, "--print", "logits").out());
    Files.writeString(Path.of(onnx), "no model");
    Cli.Result result = Cli.run("predict", onnx, csv);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.errorLines()).hasSize(1);
  }

  @Test
  void whatStandsBeforeALineThatIsNoSampleIsAnswered() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.csv"), "9,4\n-7,4\n".repeat(50) + "1,two\n");
    Cli.Result result = Cli.run("predict", model, bad.toString());

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.errorLines()).hasSize(1).first().asString().contains("line 101, cell 2");
    assertThat(result.out()).isEqualTo("large\nsmall\n".repeat(50));
  }

  /** The values of an image of two pixels, one above the other, are the columns of the data. */
  @Test
  void imagesArePredictedAsTheirValuesAre() throws IOException {
    ByteBuffer idx = ByteBuffer.allocate(16 + 4);
    idx.putInt(0x0803).putInt(2).putInt(2).putInt(1).put(new byte[] {9, 4, 0, (byte) 200});
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(idx.array());
    }
    Path images = Files.write(folder.resolve("images.gz"), zipped.toByteArray());
    BufferedImage picture = new BufferedImage(1, 2, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0x090909);
    picture.setRGB(0, 1, 0x040404);
    Path png = folder.resolve("a.png");
    ImageIO.write(picture, "png", png.toFile());
    BufferedImage grey = new BufferedImage(1, 2, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 9);
    grey.getRaster().setSample(0, 1, 0, 4);
    Path greyPng = folder.resolve("grey.png");
    ImageIO.write(grey, "png", greyPng.toFile());
    Path same = Files.writeString(folder.resolve("b.csv"), "9,4\n0,200\n");

    List<String> expected = logits(same);
    assertThat(logits(images)).isEqualTo(expected);
    assertThat(logits(png)).isEqualTo(expected.subList(0, 2));
    assertThat(logits(greyPng)).isEqualTo(expected.subList(0, 2));
  }

  private List<String> logits(Path input) {
    Cli.Result result = Cli.run("predict", model, input.toString(), "--print", "logits");
    assertThat(result.err()).isEmpty();
    return result.out().lines().toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2,3|line 1: expected 2 numbers with commas between, found 3 cells; leave out the column",
        "1,two|line 1, cell 2: expected a number, found \"two\"",
        "1,Infinity|line 1, cell 2: expected a number"
      })
  void linesThatAreNoSample(String line, String expected) throws IOException {
    refused(Files.writeString(folder.resolve("bad.csv"), line), expected);
  }

  @Test
  void imagesOfAnotherSizeOrCutShort() throws IOException {
    ByteBuffer idx = ByteBuffer.allocate(16 + 3);
    idx.putInt(0x0803).putInt(2).putInt(2).putInt(1);
    refused(
        Files.write(folder.resolve("cut"), idx.array()),
        "expected 2 images, found the end of the file after 1: it is truncated");
    idx.putInt(12, -1);
    refused(
        Files.write(folder.resolve("wide"), idx.array()),
        "expected images of 2 values, found 8589934590");
    ImageIO.write(
        new BufferedImage(3, 3, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        folder.resolve("a.png").toFile());
    refused(folder.resolve("a.png"), "expected an image of 2 values, found 3 x 3 pixels");
  }

  private void refused(Path input, String expected) {
    Cli.Result result = Cli.run("predict", model, input.toString());
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.errorLines()).hasSize(1).first().asString().contains(expected);
  }

  @Test
  void aModelThatIsNoneIsRefused() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "not a ticket, but long enough");
    Cli.Result result = Cli.run("predict", other.toString(), csv);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.errorLines()).hasSize(1);
    assertThat(result.err())
        .contains(
            "expected a file that begins with TOMBOLA", "--format tombola, jar or onnx writes");
    byte[] damaged = Files.readAllBytes(Path.of(model));
    damaged[damaged.length / 2] ^= 1;
    Files.write(other, damaged);
    assertThat(Cli.run("predict", other.toString(), csv).err()).contains("checksum");
    assertThat(Cli.run("predict", folder.resolve("no").toString(), csv).err())
        .contains("no such file");
    assertThat(new String(damaged, 0, 7, StandardCharsets.US_ASCII)).isEqualTo("TOMBOLA");
  }
}
