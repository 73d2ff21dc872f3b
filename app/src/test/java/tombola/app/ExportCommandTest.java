package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tombola.runtime.Tombola;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExportCommandTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path folder;

  @BeforeEach
  void searchOnce() throws IOException {
    assertThat(Cli.run(Cli.find(folder, "--replicates", "2")).code()).isZero();
  }

  private Path file() {
    return folder.resolve("ticket");
  }

  private Cli.Result export(String run, String... more) {
    List<String> args = new ArrayList<>(List.of("export", run, "--to", file().toString()));
    args.addAll(List.of("--out", folder.resolve("runs").toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "tombola,float32,1e-30",
    "tombola,float16,0.01",
    "tombola,int8,0.3",
    "jar,int8,0.3",
    "safetensors,float32,1e-30",
    "onnx,float32,1e-5",
    "c,float32,1e-4",
    "c,int8,0.3"
  })
  void everyFormatIsMeasuredByItsOwnPredictions(String format, String values, double most) {
    Cli.Result result = export("sizes:1", "--format", format, "--values", values, "--json");

    assertThat(result.err()).isEmpty();
    JsonNode json = MAPPER.readTree(result.out());
    assertThat(json.path("bytes").asLong()).isEqualTo(file().toFile().length());
    assertThat(json.path("level").asInt()).isEqualTo(1);
    assertThat(json.path("seed").asInt()).isEqualTo(1);
    assertThat(json.path("denseBytes").asInt()).isEqualTo(4 * (2 * 6 + 6 + 6 * 2 + 2));
    JsonNode agreement = json.path("agreement");
    assertThat(agreement.path("samples").asInt()).isEqualTo(12);
    assertThat(agreement.path("sameClass").asDouble()).isEqualTo(1);
    assertThat(agreement.path("largestDifference").asDouble()).isLessThan(most);
    assertThat(agreement.path("accuracy").asDouble())
        .isEqualTo(agreement.path("accuracyBefore").asDouble());
  }

  @Test
  void theFileTakesTheUnitsOfTheDataAndNamesItsClasses() throws IOException {
    export("sizes:0", "--format", "tombola");

    Tombola ticket = Tombola.load(file());

    assertThat(ticket.classes()).containsExactly("large", "small");
    assertThat(ticket.classes().get(ticket.classify(new float[] {9, 4}))).isEqualTo("large");
    assertThat(ticket.classes().get(ticket.classify(new float[] {-7, 4}))).isEqualTo("small");
    assertThat(ticket.origin()).contains("sizes-mlp", "seed 1, level 0, best weights");
  }

  @Test
  void sizeRatioAndAccuracyArePrinted() {
    String out = export("sizes", "--format", "c", "--seed", "2").out().replaceAll("\\s+", " ");

    assertThat(out)
        .contains(
            "seed 2, best weights as float32",
            " times the size of the dense network in float32 (128 bytes)")
        .contains("Test accuracy ", "Flash: ", "RAM: ", "the C program, compiled by");
    assertThat(export("sizes", "--format", "safetensors").out())
        .contains("Python reads it so:", "  import torch", "load_file(\"" + file() + "\")");
  }

  @Test
  void initialWeightsAreThoseOfTheTicket() throws IOException {
    export("sizes:1", "--format", "tombola");
    byte[] best = Files.readAllBytes(file());
    Cli.Result initial = export("sizes:1", "--format", "tombola", "--initial", "--json");

    assertThat(MAPPER.readTree(initial.out()).path("weights").asString()).isEqualTo("initial");
    assertThat(Files.readAllBytes(file())).isNotEqualTo(best);
    assertThat(Tombola.load(file()).origin()).endsWith("initial weights");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sizes:9 --format c|level: expected 0 to 2, the last that seed 1 has, got 9",
        "sizes --format c --seed 7|seed: expected one of the run's, [1, 2], got 7",
        "sizes --format onyx|format: expected one of tombola, safetensors, onnx, c, jar, got onyx",
        "sizes --format c --values int4|values: expected one of float32, float16, int8, got int4",
        "sizes --format c --values float16|values: expected float32 or int8 for format c, got float16",
        "sizes --format safetensors --values int8|values: expected float32 for format safetensors",
        "sizes --format onnx --values int8|values: expected float32 for format onnx, got int8",
        "sizes --format c --sparse|sparse: expected format onnx, got c (tombola, c and jar hold live",
        "sizes|missing required option: '--format=FORMAT'"
      })
  void requestsThatCannotBeMet(String line, String expected) {
    String[] words = line.split(" ", -1);
    Cli.Result result =
        export(words[0], List.of(words).subList(1, words.length).toArray(String[]::new));

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.errorLines()).hasSize(1).first().asString().contains(expected);
    assertThat(file()).doesNotExist();
  }

  @Test
  void aPlaceThatIsNotThereIsNamed() {
    Cli.Result result =
        Cli.run(
            "export",
            "sizes",
            "--format",
            "c",
            "--out",
            folder.resolve("runs").toString(),
            "--to",
            folder.resolve("no/a.c").toString());

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("a.c cannot be written: no such folder");
  }
}
