package tombola.lab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsFileTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("my.yaml"), text);
  }

  @Test
  void aFileHoldsOneSettingALine() throws IOException {
    Settings settings =
        Settings.read(
            file("# mine\nsteps: 500\nrate: 1e-3\nrewind: step:20\nnetwork: mlp:30-20\n"));

    assertThat(settings.texts())
        .isEqualTo(
            Map.of("steps", "500", "rate", "1e-3", "rewind", "step:20", "network", "mlp:30-20"));
  }

  @Test
  void anEmptyFileGivesNothing() throws IOException {
    assertThat(Settings.read(file("")).texts()).isEmpty();
    assertThat(Settings.read(file("# nothing yet\n")).texts()).isEmpty();
  }

  @Test
  void aWrittenConfigurationReadsBackToItself() throws IOException {
    for (Map<String, String> given :
        List.of(
            Map.<String, String>of(),
            Map.of(
                "data",
                "d \"q\" \\ é\n.csv",
                "label",
                "no",
                "optimizer",
                "sgd",
                "nesterov",
                "true"),
            Map.of(
                "one-shot",
                "true",
                "schedule",
                "step:40:0.5",
                "rewind",
                "step:5",
                "threads",
                "2"))) {
      FindConfig config = FindConfig.of(Settings.of(given));

      assertThat(FindConfig.of(Settings.read(file(SettingsFile.write(config))))).isEqualTo(config);
    }
  }

  @Test
  void aWrittenConfigurationHoldsEverySettingThatAppliesButItsOwnFolder() throws IOException {
    Map<String, String> read =
        Settings.read(file(SettingsFile.write(FindConfig.defaults()))).texts();

    for (Setting<?> setting : FindSettings.ALL) {
      boolean applies =
          setting.text(FindConfig.defaults()).isPresent() && !setting.name().equals("out");
      assertThat(read.containsKey(setting.name())).as(setting.name()).isEqualTo(applies);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a: 1                   | line 1: a: expected a known setting, got this (did you mean",
        "steps: 5\\nbach: 3     | line 2: bach: expected a known setting, got this (did you mean batch?)",
        "steps: many            | line 1: steps: expected a whole number, got many (default: 10000; of conv-2 20000",
        "steps: true            | line 1: steps: expected a whole number, got true",
        "one-shot: 1            | line 1: one-shot: expected true or false, got 1",
        "prune: 1.2             | line 1: prune: expected a number in (0, 1), got 1.2",
        "prune:                 | line 1: prune: expected a number, got nothing",
        "prune: [0.1, 0.2]      | line 1: prune: expected a number, got a list",
        "recipe:\\n  steps: 5   | line 1: recipe: expected a known setting",
        "prune:\\n  share: 0.2  | line 1: prune: expected a number, got a mapping",
        "steps: 5\\nsteps: 6    | line 2: ",
        "- steps                | line 1: expected lines of the form name: value",
        "steps                  | line 1: expected lines of the form name: value",
        "steps: 5\\n---\\nlevels: 1 | line 3: expected one document",
        "steps: {               | line 1: ",
        "schema: 2              | line 1: schema: expected 1, got 2: the file belongs to another version",
        "schema: [1]            | line 1: schema: expected 1, got",
        "momentum: 0.9          | line 1: momentum: expected with optimizer sgd alone, got 0.9",
      })
  void badFilesGiveOneLineWithFileAndKey(String yaml, String message) throws IOException {
    Path file = file(yaml.replace("\\n", "\n") + "\n");

    assertThatThrownBy(() -> FindConfig.of(Settings.read(file)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ", " + message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aMissingFileAndOneThatIsNoTextGiveOneLine() throws IOException {
    assertThatThrownBy(() -> Settings.read(folder.resolve("none.yaml")))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("none.yaml: expected a YAML file with settings, found no such file");
    Path bytes = Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xFF, 0x00});
    assertThatThrownBy(() -> Settings.read(bytes)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Settings.read(folder))
        .isInstanceOf(InputException.class)
        .hasMessageNotContaining("\n");
  }
}
