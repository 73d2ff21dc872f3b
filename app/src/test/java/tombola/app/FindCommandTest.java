package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FindCommandTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path folder;

  @Test
  void aSearchPrintsTableChartSentencesAndWhereTheReportIs() throws IOException {
    Cli.Result result = Cli.run(Cli.find(folder));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains(
            "level  density  live  test acc.",
            "test accuracy",
            "ticket",
            "The search cost 3 trainings")
        .contains("W a busy thread", "CO2 at 475 g/kWh")
        .doesNotContain("nothing was trained");
    String report =
        result.out().lines().filter(l -> l.startsWith("Report: ")).findFirst().orElseThrow();
    Path file = Path.of(report.substring("Report: ".length()));
    assertThat(Files.readString(file)).contains("sizes", "Configuration", "network: ");
    assertThat(file.resolveSibling("accuracy.svg")).exists();
  }

  @Test
  void theCostFollowsTheRatesWithoutAnotherTraining() throws IOException {
    JsonNode usual = MAPPER.readTree(Cli.run(Cli.find(folder, "--json")).out());
    JsonNode other =
        MAPPER.readTree(Cli.run(Cli.find(folder, "--json", "--watts", "24", "--grid", "0")).out());
    assertThat(other.path("name")).isEqualTo(usual.path("name"));
    assertThat(other.path("trained").asInt(-1)).isZero();
    JsonNode cost = other.path("cost");
    assertThat(cost.path("search").path("trainings").asInt()).isEqualTo(3);
    assertThat(cost.path("search").path("gramsOfCo2").asDouble()).isZero();
    double estimated = usual.path("cost").path("search").path("estimatedJoules").asDouble();
    assertThat(cost.path("search").path("estimatedJoules").asDouble())
        .isCloseTo(2 * estimated, within(1e-9 * (1 + estimated)));
    assertThat(cost.path("paidBackAfter").propertyNames())
        .contains("trainingsByOperations", "predictionsByOperations", "predictionsByTime");
    assertThat(cost.path("timedPrediction").path("machine").asString()).endsWith(", scalar");
    Cli.Result wrong = Cli.run(Cli.find(folder, "--watts", "0"));
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("watts: expected a number above 0, got 0.0");
  }

  @Test
  void aSecondCallTrainsNothingAndSaysSo() throws IOException {
    Cli.run(Cli.find(folder));
    Cli.Result again = Cli.run(Cli.find(folder));
    assertThat(again.code()).isZero();
    assertThat(again.out()).endsWith("This run was finished before; nothing was trained.\n");
    JsonNode json = MAPPER.readTree(Cli.run(Cli.find(folder, "--json")).out());
    assertThat(json.path("trained").asInt(-1)).isZero();
  }

  @Test
  void jsonIsOneDocumentOfThePromisedShape() throws IOException {
    Cli.Result result = Cli.run(Cli.find(folder, "--json", "--seed", "3"));
    assertThat(result.code()).as(result.err()).isZero();
    JsonNode json = MAPPER.readTree(result.out());
    assertThat(json.propertyNames())
        .contains("run", "dataset", "network", "seed", "threads", "kernels", "levels", "ticket")
        .doesNotContain("replicates");
    assertThat(json.path("network").asString()).isEqualTo("mlp:6");
    assertThat(json.path("seed").asLong()).isEqualTo(3);
    assertThat(json.path("kernels").asString()).isEqualTo("scalar");
    assertThat(json.path("levels").size()).isEqualTo(3);
    assertThat(json.path("ticket").propertyNames()).containsExactly("level", "density", "rule");
    JsonNode level = json.path("levels").path(1);
    assertThat(level.propertyNames())
        .contains(
            "level",
            "live",
            "total",
            "density",
            "testAccuracy",
            "validationAccuracy",
            "finalAccuracy",
            "bestStep",
            "steps",
            "trainSeconds",
            "microsPerStep",
            "trainFlops",
            "layers");
    assertThat(level.path("live").asLong()).isEqualTo(24 - 2 - 1); // fc1 12 - 2, fc2 12 - 1
    assertThat(level.path("layers").path(0).propertyNames())
        .contains("name", "live", "total", "kernel");
    assertThat(json.path("levels").path(0).path("density").asDouble()).isEqualTo(1);
  }

  @Test
  void replicatesAreAllInTheJsonTheFirstOnTop() throws IOException {
    JsonNode json = MAPPER.readTree(Cli.run(Cli.find(folder, "--json", "--replicates", "2")).out());
    assertThat(json.path("replicates").size()).isEqualTo(2);
    JsonNode first = json.path("replicates").path(0);
    assertThat(first.propertyNames()).containsExactly("seed", "levels", "ticket");
    assertThat(json.path("levels")).isEqualTo(first.path("levels"));
    assertThat(json.path("ticket")).isEqualTo(first.path("ticket"));
    assertThat(json.path("replicates").path(1).path("seed").asLong()).isEqualTo(2);
  }

  @Test
  void optionsOverrideTheFile() throws IOException {
    Path yaml = Files.writeString(folder.resolve("lab.yaml"), "seed: 5\nmargin: 0.3\n");
    String[] args = Cli.find(folder, "--json", "--config", yaml.toString(), "--seed", "6");
    JsonNode json = MAPPER.readTree(Cli.run(args).out());
    assertThat(json.path("seed").asLong()).isEqualTo(6);
    assertThat(json.path("ticket").path("rule").asString()).contains("margin 0.3");
  }

  @Test
  void progressGoesToATerminalAndLeavesItsLineClear() throws IOException {
    Cli.Result result = Cli.run(true, "", Cli.find(folder, "--json"));
    assertThat(result.err()).contains("\rlevel 0/2  step ").endsWith("\r");
    assertThat(MAPPER.readTree(result.out()).isObject()).isTrue();
  }
}
