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
import tombola.lab.onnx.OnnxReader;
import tombola.lab.store.Safetensors;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Searches that begin with the weights of a model that was trained elsewhere. */
class FindFromTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path folder;
  private String model = "";
  private String drawn = ""; // the run that the model comes from

  @BeforeEach
  void exportOnce() throws IOException {
    drawn = MAPPER.readTree(Cli.run(Cli.find(folder, "--json")).out()).path("run").asString();
    model = folder.resolve("model.onnx").toString();
    assertThat(Cli.run("export", drawn + ":0", "--format", "onnx", "--to", model).code()).isZero();
  }

  /** Returns the arguments of a search from the model, which names the network itself. */
  private String[] find(String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of(Cli.find(folder, "--from", model, "--json")));
    int network = args.indexOf("--network");
    args.remove(network + 1);
    args.remove(network);
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  /** Returns the arguments of the same search by its own configuration, with a replicate more. */
  private String[] again(String run, String... more) {
    List<String> args =
        new ArrayList<>(List.of("find", "--config", run + "/config.yaml", "--replicates", "2"));
    args.addAll(List.of("--out", folder.resolve("runs").toString()));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  @Test
  void everyReplicateBeginsWithTheWeightsOfTheModel() throws IOException {
    Cli.Result result = Cli.run(find("--replicates", "2"));

    assertThat(result.err()).isEmpty();
    JsonNode json = MAPPER.readTree(result.out());
    Path run = Path.of(json.path("run").asString());
    assertThat(run).isNotEqualTo(Path.of(drawn));
    assertThat(json.path("network").asString()).isEqualTo("mlp:2-6-2");
    assertThat(json.path("levels").size()).isEqualTo(3);
    assertThat(json.path("levels").path(2).path("density").asDouble()).isEqualTo(0.75);
    Weights weights = OnnxReader.read(Path.of(model)).weights();
    for (String level :
        List.of("replicate-1/level-0", "replicate-1/level-2", "replicate-2/level-1")) {
      Safetensors ticket = Safetensors.read(run.resolve(level).resolve("ticket.safetensors"));
      for (Parameter parameter : weights.parameters()) {
        assertThat(ticket.floats(parameter.name()))
            .as("%s of %s", parameter.name(), level)
            .containsExactly(weights.get(parameter.name()));
      }
    }
  }

  @Test
  void theRunGoesOnAndIsVerifiedWithoutTheModel() throws IOException {
    String run = MAPPER.readTree(Cli.run(find()).out()).path("run").asString();
    Files.delete(Path.of(model));

    Cli.Result again = Cli.run(again(run, "--json"));
    Cli.Result verdict =
        Cli.run("verify", run + ":1", "--replicates", "2", "--levels", "named", "--json");

    assertThat(again.err()).isEmpty();
    assertThat(MAPPER.readTree(again.out()).path("trained").asInt()).isEqualTo(3);
    assertThat(verdict.err()).isEmpty();
    assertThat(verdict.code()).isIn(0, 1, 4);
    String certificate = MAPPER.readTree(verdict.out()).path("certificate").asString();
    String other = folder.resolve("other").toString();
    assertThat(Cli.run("replay", certificate, "--out", other).code()).isZero();
    assertThat(Cli.run("replay", run, "--out", folder.resolve("runs").toString()).code()).isZero();
    assertThat(Cli.run("replay", run + ":1").code()).isZero();
    String file = folder.resolve("first.tombola").toString();
    assertThat(
            Cli.run("export", run + ":0", "--initial", "--format", "tombola", "--to", file).code())
        .isZero();
  }

  @Test
  void modelsThatDoNotFitAreOneLine() throws IOException {
    refused("absent.onnx: no such file", Cli.find(folder, "--from", "absent.onnx"));
    refused(
        "from: expected the weights of 2-7-2, got those of another network",
        find("--network", "mlp:7"));
    refused(
        "from: expected a model's file for a new run, got the SHA-256 " + "0".repeat(64),
        Cli.find(folder, "--from", "0".repeat(64)));
    refused("from: expected 2 features and 2 classes", "find", "--from", model);
    String run = MAPPER.readTree(Cli.run(find()).out()).path("run").asString();
    Path given = Path.of(run).resolve("given.safetensors");
    byte[] bytes = Files.readAllBytes(given);
    bytes[bytes.length - 1] ^= 1;
    Files.write(given, bytes);
    refused("given.safetensors: expected the weights whose SHA-256 is", again(run));
  }

  private static void refused(String expected, String... args) {
    Cli.Result result = Cli.run(args);
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.errorLines()).hasSize(1).first().asString().contains(expected);
  }
}
