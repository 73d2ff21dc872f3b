package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunsCommandTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path folder;
  private String out = "";
  private String name = "";

  @BeforeEach
  void searchOnce() throws IOException {
    out = folder.resolve("runs").toString();
    name = MAPPER.readTree(Cli.run(Cli.find(folder, "--json")).out()).path("name").asString();
  }

  @Test
  void theListNamesEachRun() {
    assertThat(Cli.run("runs", "list", "--out", out).out())
        .matches(
            "(?s)run +replicates +levels +ticket +density +state\n" + name + " +1 +3 +level.*");
    JsonNode json = MAPPER.readTree(Cli.run("runs", "list", "--out", out, "--json").out());
    assertThat(json.path("runs").size()).isEqualTo(1);
    assertThat(json.path("runs").path(0).path("levels").asInt()).isEqualTo(3);
  }

  @Test
  void anEmptyFolderHasNoRuns() {
    String nowhere = folder.resolve("nowhere").toString();
    assertThat(Cli.run("runs", "list", "--out", nowhere).out()).startsWith("No runs in ");
    assertThat(MAPPER.readTree(Cli.run("runs", "list", "--out", nowhere, "--json").out()))
        .hasSize(1);
  }

  @Test
  void aRunIsShownAsTheSearchShowedIt() throws IOException {
    String shown = Cli.run("runs", "show", name.substring(name.length() - 6), "--out", out).out();
    assertThat(Cli.run(Cli.find(folder)).out()).startsWith(shown);
    JsonNode json = MAPPER.readTree(Cli.run("runs", "show", name, "--out", out, "--json").out());
    assertThat(json.path("levels").size()).isEqualTo(3);
    assertThat(Path.of(json.path("report").asString())).exists();
  }

  @Test
  void twoRunsAreComparedByDensity() throws IOException {
    String other =
        MAPPER
            .readTree(Cli.run(Cli.find(folder, "--json", "--prune", "0.5")).out())
            .path("name")
            .asString();
    assertThat(Cli.run("runs", "compare", name, other, "--out", out).out())
        .contains("A: " + name, "B: " + other, "prune", "0.2  0.5", "density  A level");
    JsonNode json =
        MAPPER.readTree(Cli.run("runs", "compare", name, other, "--out", out, "--json").out());
    assertThat(json.path("differences").path("prune").path(1).asString()).isEqualTo("0.5");
  }

  @Test
  void aRemovalAsksWherePeopleCanAnswer() {
    Path run = Path.of(out).resolve(name);
    Cli.Result kept = Cli.run(true, "n\n", "runs", "rm", name, "--out", out);
    assertThat(kept.err()).contains("[y/N]");
    assertThat(kept.out()).startsWith("Kept ");
    assertThat(run).exists();
    assertThat(Cli.run(true, "", "runs", "rm", name, "--out", out).out()).startsWith("Kept ");
    assertThat(Cli.run(true, "y\n", "runs", "rm", name, "--out", out).out()).startsWith("Removed ");
    assertThat(Files.exists(run)).isFalse();
  }

  @Test
  void yesRemovesWithoutAsking() {
    Cli.Result result = Cli.run("runs", "rm", name, "--out", out, "--yes", "--json");
    assertThat(MAPPER.readTree(result.out()).path("removed").asBoolean()).isTrue();
    assertThat(Path.of(out).resolve(name)).doesNotExist();
  }
}
