package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tombola.lab.config.FindSettings;
import tombola.lab.config.Setting;

class HelpTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "find",
        "verify",
        "transfer",
        "export",
        "bench",
        "predict",
        "import",
        "replay",
        "runs",
        "runs list",
        "runs show",
        "runs compare",
        "runs rm",
        "networks",
        "doctor"
      })
  void everyCommandHasHelpWithAnExample(String command) {
    Cli.Result result = Cli.run((command + " --help").strip().split(" "));
    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("Example").contains("  tombola " + command);
    assertThat(result.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(101));
  }

  @Test
  void theProgramAlonePrintsItsHelp() {
    Cli.Result result = Cli.run();
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .startsWith("Usage: tombola")
        .contains(
            "find",
            "verify",
            "transfer",
            "export",
            "bench",
            "predict",
            "import",
            "replay",
            "runs",
            "networks",
            "doctor");
  }

  @Test
  void everySettingIsAnOptionWithItsDefault() {
    String help = Cli.run("find", "--help").out().replaceAll("\\s+", " ");
    for (Setting<?> setting : FindSettings.ALL) {
      assertThat(help).contains("--" + setting.name()).contains(setting.description());
      assertThat(help).contains("(default: " + setting.initialText() + ")");
    }
  }

  @Test
  void theVersionIsOneLine() {
    assertThat(Cli.run("--version").out()).matches("tombola \\S+\\R");
    assertThat(Cli.run("-V").out()).isEqualTo(Cli.run("--version").out());
  }
}
