package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.lab.config.InputException;
import tombola.lab.result.RunResult;

final class RunCatalogTest {
  @TempDir Path folder;

  private RunCatalog catalog() {
    return new RunCatalog(folder.resolve("runs"));
  }

  @Test
  void aRunIsLoadedWithoutItsData() throws IOException {
    RunResult found = new SmallSearch(folder).with("replicates", "2").run();
    Files.delete(folder.resolve("flowers.csv"));

    assertThat(catalog().load(found.name())).isEqualTo(found);
    assertThat(catalog().load("flowers")).isEqualTo(found);
    assertThat(new RunCatalog(folder.resolve("elsewhere")).load(found.run())).isEqualTo(found);
  }

  @Test
  void theListNamesEveryRunAndWhatIsWrongWithIt() throws IOException {
    assertThat(catalog().list()).isEmpty();
    RunResult good = new SmallSearch(folder).with("replicates", "2").run();
    RunResult bad = new SmallSearch(folder).with("steps", "20").run();
    Files.writeString(Path.of(bad.run()).resolve("run.json"), "{");
    Files.createDirectories(folder.resolve("runs/notes"));

    List<RunSummary> runs = catalog().list();

    assertThat(runs)
        .extracting(RunSummary::name)
        .containsExactlyInAnyOrder(good.name(), bad.name());
    RunSummary first =
        runs.stream().filter(r -> r.name().equals(good.name())).findFirst().orElseThrow();
    assertThat(first.replicates()).isEqualTo(2);
    assertThat(first.levels()).isEqualTo(4);
    assertThat(first.active()).isFalse();
    assertThat(first.ticket()).contains(good.replicates().getFirst().ticket());
    assertThat(first.problem()).isEmpty();
    RunSummary second =
        runs.stream().filter(r -> r.name().equals(bad.name())).findFirst().orElseThrow();
    assertThat(second.problem().orElseThrow()).contains("run.json").doesNotContain("\n");
  }

  @Test
  void comparingNamesTheSettingsThatDiffer() {
    RunResult one = new SmallSearch(folder).run();
    RunResult two = new SmallSearch(folder).with("optimizer", "sgd").with("steps", "20").run();

    RunCatalog.Pair pair = catalog().compare(one.name(), two.name());

    assertThat(pair.first()).isEqualTo(one);
    assertThat(pair.second()).isEqualTo(two);
    assertThat(pair.differences())
        .containsEntry("steps", List.of("30", "20"))
        .containsEntry("optimizer", List.of("adam", "sgd"))
        .containsEntry("beta1", List.of("0.9", "-"))
        .containsEntry("momentum", List.of("-", "0"))
        .doesNotContainKey("batch");
  }

  @Test
  void removingTakesTheRunAndNothingElse() throws IOException {
    RunResult one = new SmallSearch(folder).run();
    RunResult two = new SmallSearch(folder).with("steps", "20").run();

    catalog().remove(one.name());

    assertThat(catalog().list()).extracting(RunSummary::name).containsExactly(two.name());
    try (var rest = Files.list(folder.resolve("runs"))) {
      assertThat(rest).hasSize(1);
    }
    assertThat(folder.resolve("flowers.csv")).exists();
  }

  @Test
  void onlyAFolderThatIsARunIsRemoved() throws IOException {
    Path other = Files.createDirectories(folder.resolve("runs/photos"));
    Files.writeString(other.resolve("a"), "b");

    assertThatThrownBy(() -> catalog().remove("photos")).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> catalog().remove(other.toString())).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> catalog().remove("..")).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> catalog().remove("")).isInstanceOf(InputException.class);
    assertThat(other.resolve("a")).exists();
  }

  @Test
  void unknownAndAmbiguousNamesGiveOneLine() {
    assertThatThrownBy(() -> catalog().load("x"))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("(there is none in " + folder.resolve("runs") + ")");
    RunResult one = new SmallSearch(folder).run();
    new SmallSearch(folder).with("steps", "20").run();

    assertThatThrownBy(() -> catalog().load("flowers")).hasMessageContaining("several fit");
    assertThatThrownBy(() -> catalog().load(one.name() + "0"))
        .hasMessageContaining("nearest: " + one.name());
  }

  @Test
  void aRunWithoutALevelSaysHowToGoOn() throws IOException {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    Path run = search.runFolder();
    Files.move(run.resolve("replicate-1/level-0"), folder.resolve("gone"));

    assertThatThrownBy(() -> catalog().load("flowers"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected a finished level, found none; tombola find --config");
  }
}
