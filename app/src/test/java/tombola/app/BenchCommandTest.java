package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchCommandTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path folder;

  @BeforeEach
  void searchOnce() throws IOException {
    assertThat(Cli.run(Cli.find(folder)).code()).isZero();
  }

  private Cli.Result bench(String run, String... more) {
    List<String> args = new ArrayList<>(List.of("bench", run, "--seconds", "0.000001"));
    args.addAll(List.of("--out", folder.resolve("runs").toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  private Path report() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("runs"))) {
      return files
          .filter(file -> file.endsWith(Path.of("bench", "report.html")))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void tablesRuleAndRecommendationArePrintedAndReported() throws IOException {
    Cli.Result result = bench("sizes", "--min-accuracy", "0.01");

    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    String words = result.out().replaceAll("\\s+", " ");
    assertThat(words)
        .contains("kernels scalar", "safetensors", "layer of level")
        .contains("measured in two passes", "Sparse pays here for one sample")
        .containsPattern("Take level \\d as tombola int8: \\d+ bytes")
        .contains("It is the smallest file that keeps to all constraints.");
    assertThat(result.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(121));
    assertThat(Files.readString(report()))
        .startsWith("<!DOCTYPE html>")
        .contains("One sample: microseconds against density", "measured in two passes");
    assertThat(report().resolveSibling("one-sample.svg")).isNotEmptyFile();
  }

  @Test
  void jsonHoldsBothPassesAndWhatIsClaimed() {
    Cli.Result result = bench("sizes:2", "--json", "--min-accuracy", "0.01");

    JsonNode json = MAPPER.readTree(result.out());
    assertThat(json.path("levels").size()).isEqualTo(2);
    JsonNode single = json.path("levels").path(1).path("single");
    double first = ratio(single.path("first"));
    assertThat(single.path("gain").path("first").asDouble()).isEqualTo(first);
    assertThat(single.path("gain").path("kind").asString()).isNotEmpty();
    assertThat(json.path("recommendation").path("choice").path("values").asString())
        .isEqualTo("int8");
    assertThat(json.path("rule").asString()).contains("two passes");
    assertThat(json.path("report").asString()).endsWith("report.html");
  }

  private static double ratio(JsonNode pass) {
    return pass.path("dense").path("median").asDouble()
        / pass.path("sparse").path("median").asDouble();
  }

  @Test
  void aConstraintThatCannotBeMetIsNamedAndEndsWithOne() {
    Cli.Result result = bench("sizes", "--max-size", "10B", "--min-accuracy", "0.01");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out().replaceAll("\\s+", " "))
        .containsPattern(
            "max-size cannot be met: asked for 10 bytes, the smallest file, level \\d as tombola"
                + " int8, has \\d+, \\d+ too many\\.");
  }

  @Test
  void oneFormatCanBeAskedFor() {
    Cli.Result result = bench("sizes", "--format", "c", "--min-accuracy", "0.01", "--json");

    assertThat(
            MAPPER
                .readTree(result.out())
                .path("recommendation")
                .path("choice")
                .path("format")
                .asString())
        .isEqualTo("c");
  }
}
