package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DoctorCommandTest {

  @Test
  void everyFindingIsInTheJson(@TempDir Path folder) {
    Cli.Result result = Cli.run("doctor", "--json", "--out", folder.resolve("new/runs").toString());
    assertThat(result.code()).as(result.err()).isZero();
    JsonNode json = new JsonMapper().readTree(result.out());
    assertThat(json.propertyNames())
        .contains(
            "version",
            "commit",
            "jdk",
            "os",
            "cpu",
            "cores",
            "memoryBytes",
            "heapBytes",
            "trainings",
            "kernels",
            "obstacles",
            "denseProduct",
            "energyIsMeasured",
            "data",
            "runs");
    assertThat(json.path("memoryBytes").asLong()).isPositive();
    JsonNode training = json.path("trainings").path(0);
    assertThat(training.path("network").asString()).isEqualTo("lenet-300-100");
    assertThat(training.path("batch").asInt()).isEqualTo(60);
    assertThat(training.path("bytes").asLong()).isBetween(15_000_000L, 60_000_000L);
    assertThat(training.path("fits").asBoolean()).isTrue();
    JsonNode kernels = json.path("kernels");
    assertThat(kernels.path(0).path("name").asString()).matches("(generated|portable):[0-9]+");
    assertThat(kernels.path(0).path("auto").asBoolean()).isTrue();
    assertThat(kernels.path(kernels.size() - 1).path("lanes").asInt()).isEqualTo(1);
    assertThat(json.path("denseProduct").path("gigaflops").asDouble()).isPositive();
    assertThat(json.path("runs").path("writable").asBoolean()).isTrue();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theTextNamesTheChoiceOfAuto() {
    assertThat(Cli.run("doctor").out())
        .containsPattern("energy +(measured by|estimated by --watts)")
        .containsPattern(
            "trainings +.*; most is taken by .* at batch [0-9]+ with pictures of 32x32x3")
        .contains("the choice of --kernels auto", "GFLOP/s on one thread", "built in", "scalar");
  }
}
