package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tombola.runtime.Tombola;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ImportCommandTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path folder;
  private String data = "";

  @BeforeEach
  void exportOnce() throws IOException {
    String[] find = Cli.find(folder);
    data = find[List.of(find).indexOf("--data") + 1];
    assertThat(Cli.run(find).code()).isZero();
    assertThat(
            Cli.run(
                    "export",
                    "sizes:1",
                    "--format",
                    "onnx",
                    "--to",
                    file("model.onnx"),
                    "--out",
                    folder.resolve("runs").toString())
                .code())
        .isZero();
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private Cli.Result read(String model, String... more) {
    List<String> args = new ArrayList<>(List.of("import", file(model), "--to", file("out")));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"tombola,1e-5", "safetensors,1e-5", "onnx,1e-5", "c,1e-4", "jar,1e-5"})
  void anImportedModelLeavesInEveryFormat(String format, double most) {
    Cli.Result result = read("model.onnx", "--format", format, "--data", data, "--json");

    assertThat(result.err()).isEmpty();
    JsonNode json = MAPPER.readTree(result.out());
    assertThat(json.path("opset").asInt()).isEqualTo(17);
    assertThat(json.path("network").asString()).startsWith("mlp:2-");
    assertThat(json.path("bytes").asLong()).isEqualTo(folder.resolve("out").toFile().length());
    assertThat(json.path("agreement").path("samples").asInt()).isEqualTo(12);
    assertThat(json.path("agreement").path("sameClass").asDouble()).isEqualTo(1);
    assertThat(json.path("agreement").path("largestDifference").asDouble()).isLessThan(most);
  }

  @Test
  void anImportedModelPredictsWhatItsRunDoes() throws IOException {
    Path csv = Files.writeString(folder.resolve("in.csv"), "9,4\n-7,4\n5,0\n");

    String out = read("model.onnx").out().replaceAll("\\s+", " ");

    assertThat(out).contains("opset 17: mlp:2-", "Written as tombola, float32: ");
    assertThat(out).doesNotContain("Test accuracy");
    assertThat(Cli.run("predict", file("out"), csv.toString()).out())
        .isEqualTo("large\nsmall\nlarge\n");
    assertThat(Tombola.load(folder.resolve("out")).origin()).isEqualTo("imported from model.onnx");
  }

  @Test
  void modelsThatCannotBeImportedAreOneLine() throws IOException {
    byte[] model = Files.readAllBytes(folder.resolve("model.onnx"));
    Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(model, model.length - 30));
    Files.writeString(folder.resolve("text.onnx"), "no model");

    refused(read("cut.onnx"), "cut.onnx: expected an ONNX model, found other bytes");
    refused(read("text.onnx"), "text.onnx: ");
    refused(read("absent.onnx"), "absent.onnx: no such file");
    refused(read("."), "expected an ONNX file");
    refused(read("model.onnx", "--data", "mnist"), "data: expected 2 features and 2 classes");
    refused(read("model.onnx", "--format", "onyx"), "format: expected one of");
    refused(read("model.onnx", "--sparse"), "sparse: expected format onnx, got tombola");
    Path other = folder.resolve("other.csv");
    Files.writeString(
        other, "a,b,label\n" + "1,2,x\n3,4,y\n5,7,x\n6,6,y\n1,3,x\n3,1,y\n".repeat(9));
    refused(read("model.onnx", "--data", other.toString()), "data: expected the scaling that");
  }

  private void refused(Cli.Result result, String expected) {
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.errorLines()).hasSize(1).first().asString().contains(expected);
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
