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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TransferCommandTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path folder;

  @BeforeEach
  void find() throws IOException {
    Cli.run(Cli.find(folder));
    weights("loads", 2);
    weights("crates", 3);
  }

  /** Writes a task of {@code width} features and three classes. */
  private void weights(String name, int width) throws IOException {
    StringBuilder csv = new StringBuilder("a,b,c".substring(0, 2 * width - 1)).append(",label\n");
    for (int i = 0; i < 90; i++) {
      for (int f = 0; f < width; f++) {
        csv.append((i % 3 == f ? 4 : 0) + (i * (f + 3)) % 5).append(',');
      }
      csv.append("xyz".charAt(i % 3)).append('\n');
    }
    Files.writeString(folder.resolve(name + ".csv"), csv);
  }

  private Cli.Result transfer(String... args) {
    List<String> all = new ArrayList<>(List.of("transfer"));
    all.addAll(List.of(args));
    all.addAll(List.of("--out", folder.resolve("runs").toString()));
    if (!all.contains("--replicates")) {
      all.addAll(List.of("--replicates", "2"));
    }
    return Cli.run(all.toArray(String[]::new));
  }

  private String data(String name) {
    return folder.resolve(name + ".csv").toString();
  }

  @Test
  void aTransferPrintsPlanTableConclusionAndEveryTest() throws IOException {
    Cli.Result result = transfer("sizes:1", "--to", data("loads"));

    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("loads-mlp-6-");
    assertThat(result.out().replaceAll("\\s+", " "))
        .contains(
            "Level 1 of sizes-mlp-6-",
            "a ticket found on sizes, trained on loads by the same recipe, head new, seeds 1, 2",
            "arm density hidden test acc. - dense 95% interval to loss to acc.",
            "dense-pretrained",
            "From sizes to loads at level 1: ",
            "- Of the mask alone: Test accuracy is higher than that of a random ticket")
        .doesNotContain("nothing was trained");
    assertThat(result.out().lines().filter(line -> !line.startsWith("Report: ")))
        .allSatisfy(line -> assertThat(line.length()).isLessThan(101));
    String last = result.out().lines().toList().getLast();
    assertThat(Path.of(last.substring("Report: ".length()))).isRegularFile();
    assertThat(transfer("sizes:1", "--to", data("loads")).out())
        .endsWith("This was finished before; nothing was trained.\n");
  }

  @Test
  void jsonIsOneDocumentWithEveryNumber() throws IOException {
    JsonNode json = MAPPER.readTree(transfer("sizes:1", "--to", data("loads"), "--json").out());

    assertThat(json.propertyNames())
        .contains("source", "target", "plan", "sentence", "claims", "arms", "report", "trained");
    // two levels of one search on the source and of two on the target; six arms, two seeds
    assertThat(json.path("trained").asInt()).isEqualTo(2 + 4 + 12);
    assertThat(json.path("arms").size()).isEqualTo(8);
    assertThat(json.path("arms").path(0).path("seeds").path(0).propertyNames())
        .contains("seed", "hiddenLive", "testAccuracy", "denseLoss", "denseAccuracy");
    JsonNode stored =
        MAPPER.readTree(Files.readString(Path.of(json.path("folder").asString(), "result.json")));
    assertThat(json.path("arms")).isEqualTo(stored.path("arms"));
    assertThat(stored.propertyNames()).doesNotContain("trained", "folder");
  }

  @Test
  void aMatrixPrintsOneTableAndWritesOnePicture() throws IOException {
    Cli.Result result =
        transfer("sizes", "--matrix", data("sizes") + "," + data("loads"), "--levels", "1,2");

    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out().replaceAll("\\s+", " "))
        .contains(
            "level from arm on sizes on loads",
            "2 loads trained-weights",
            "2 itself own-ticket",
            "- From loads to sizes at level 2: ");
    Path report = Path.of(result.out().lines().toList().getLast().substring("Report: ".length()));
    assertThat(report.resolveSibling("transfer.svg")).isRegularFile();
    assertThat(report).startsWith(folder.resolve("runs/transfers"));
    assertThat(Cli.run("runs", "list", "--out", folder.resolve("runs").toString()).out())
        .contains("sizes-mlp-6-", "loads-mlp-6-")
        .doesNotContain("transfers");
  }

  @Test
  void aMatrixTakesItsSettingsFromAFileToo() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("lab.yaml"),
            "network: mlp:4\nsteps: 10\nevaluate-every: 5\nbatch: 8\nkernels: scalar\nthreads: 1\n");

    Cli.Result result =
        transfer(
            "--matrix",
            data("sizes") + "," + data("loads"),
            "--levels",
            "1",
            "--config",
            config.toString(),
            "--json");

    JsonNode json = MAPPER.readTree(result.out());
    assertThat(json.path("plan").path("runs").path(0).asString()).startsWith("sizes-mlp-4-");
    assertThat(json.path("results").size()).isEqualTo(2);
    assertThat(json.path("tasks").path(1).asString()).isEqualTo("loads");
  }

  @Test
  void badInputIsOneLineAndEndsWithTwo() {
    refused("target: expected data of 2 features", "sizes:1", "--to", data("crates"));
    refused("head: expected as many classes", "sizes:1", "--to", data("loads"), "--head", "keep");
    refused("head: expected new or keep, got old", "sizes:1", "--to", "x", "--head", "old");
    refused("transfer: expected RUN --to DATA", "sizes:1");
    refused("transfer: expected RUN --to DATA");
    refused("level: expected 1 to 2", "sizes:7", "--to", data("loads"));
    refused("replicates: expected 2", "sizes:1", "--to", "x", "--replicates", "1");
    refused("levels: expected with --matrix alone", "sizes:1", "--to", "x", "--levels", "1");
    refused("matrix: expected two", "sizes", "--matrix", data("sizes"), "--levels", "1");
    refused("levels: expected whole numbers", "--matrix", "mnist,x", "--levels", "1,");
    refused("to: expected without --matrix", "--matrix", "a,b", "--to", "c");
    refused("margin: expected", "sizes:1", "--to", "x", "--margin", "2");
  }

  private void refused(String message, String... args) {
    Cli.Result result = transfer(args);
    assertThat(result.code()).as(message).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.errorLines()).hasSize(1).first().asString().contains(message);
  }
}
