package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VerifyCommandTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @TempDir private Path folder;

  private Cli.Result verify(String run, String... more) {
    List<String> args =
        new ArrayList<>(List.of("verify", run, "--out", folder.resolve("runs").toString()));
    args.addAll(List.of(more));
    if (!args.contains("--replicates")) {
      args.addAll(List.of("--replicates", "2"));
    }
    return Cli.run(args.toArray(String[]::new));
  }

  @Test
  void aVerificationPrintsPlanTablesVerdictAndEveryCriterion() throws IOException {
    Cli.run(Cli.find(folder));

    Cli.Result result = verify("sizes:2");

    assertThat(result.err()).isEmpty();
    assertThat(result.out().replaceAll("\\s+", " "))
        .contains(
            "Level 2 of mlp:6 on sizes, density ",
            "judged over 2 whole searches with the seeds 1, 2. The level was named.",
            "arm test acc. less ticket 95% interval early stop steps",
            "small-dense",
            "level density ticket reinitialised random-mask dense",
            "- Training starts from the initial weights: holds;",
            "- Test accuracy is higher than that of a random mask",
            "The searches of this verification cost 6 trainings",
            "Plan: verify/")
        .doesNotContain("nothing was trained");
    assertThat(result.out().lines().filter(line -> !line.startsWith("Report: ")))
        .allSatisfy(line -> assertThat(line.length()).isLessThan(101));
    String last = result.out().lines().toList().getLast();
    assertThat(last).startsWith("Report: ").endsWith("report.html");
    assertThat(Files.readString(Path.of(last.substring("Report: ".length()))))
        .contains("Training starts from the initial weights: holds;");
    assertThat(verify("sizes:2").out())
        .endsWith("This was finished before; nothing was trained.\n");
  }

  @Test
  void jsonIsOneDocumentWithEveryNumber() throws IOException {
    Cli.run(Cli.find(folder, "--replicates", "2"));

    Cli.Result result = verify("sizes:1", "--json", "--arms", "kept-signs");

    JsonNode json = MAPPER.readTree(result.out());
    assertThat(json.propertyNames())
        .contains("run", "planHash", "plan", "answer", "criteria", "arms", "levels", "trained");
    assertThat(json.path("trained").asInt()).isEqualTo(2 + 2 + 2);
    assertThat(json.path("plan").path("arms").path(0).asString()).isEqualTo("kept-signs");
    assertThat(json.path("arms").size()).isEqualTo(5);
    assertThat(json.path("arms").path(0).path("seeds").path(0).propertyNames())
        .contains("seed", "testAccuracy", "finalAccuracy", "bestStep", "denseLossStep");
    JsonNode stored =
        MAPPER.readTree(Files.readString(Path.of(json.path("folder").asString(), "result.json")));
    assertThat(json.path("criteria")).isEqualTo(stored.path("criteria"));
    assertThat(stored.propertyNames()).doesNotContain("trained", "folder", "cost");
    assertThat(json.path("cost").path("searches").asInt()).isEqualTo(2);
    assertThat(json.path("cost").path("proof").path("trainings").asInt()).isEqualTo(2 + 2 + 2);
    assertThat(Path.of(json.path("report").asString())).isRegularFile();
  }

  @Test
  void dosesAndWidthsAreInTablesResultAndReport() throws IOException {
    Cli.run(Cli.find(folder));
    String[] asked = {
      "--levels", "named", "--arms", "none", "--sensitivity", "--widths", "1,2", "--json"
    };

    JsonNode json = MAPPER.readTree(verify("sizes:2", asked).out());

    Path plan = Path.of(json.path("folder").asString());
    JsonNode stored = MAPPER.readTree(Files.readString(plan.resolve("result.json")));
    assertThat(json.path("sensitivity")).isEqualTo(stored.path("sensitivity"));
    assertThat(json.path("sensitivity").path("ticket").path("doses").size()).isEqualTo(5);
    assertThat(json.path("widths")).isEqualTo(stored.path("widths"));
    assertThat(json.path("widths").path("widths").size()).isEqualTo(2);
    // seed 2's search, two controls, doses and draws; the search of the other width, its control
    int levels = json.path("widths").path("widths").path(1).path("level").asInt() + 1;
    assertThat(json.path("trained").asInt()).isEqualTo(3 + 4 + 2 * 9 + 2 * levels + 2);
    assertThat(plan.resolve("dose-accuracy.svg")).isRegularFile();
    assertThat(plan.resolve("width-wins.svg")).isRegularFile();

    Cli.Result text = verify("sizes:2", Arrays.copyOf(asked, asked.length - 1));

    assertThat(text.out().replaceAll("\\s+", " "))
        .contains(
            "noise ticket early stop signs dense early stop signs",
            "From no noise to noise alone, test accuracy changes by ",
            "width level live of ticket reinitialised dense wins",
            "With each doubling of the starting width the ticket's test accuracy changes by ")
        .endsWith("This was finished before; nothing was trained. ");
    assertThat(text.out().lines().filter(line -> !line.startsWith("Report: ")))
        .allSatisfy(line -> assertThat(line.length()).isLessThan(101));
    JsonNode plain = MAPPER.readTree(verify("sizes:2", "--json", "--arms", "none").out());
    assertThat(plain.propertyNames()).doesNotContain("sensitivity", "widths");
    assertThat(plain.path("plan").propertyNames()).doesNotContain("sensitivity", "widths");
  }

  @Test
  void theExitCodeIsTheAnswer() throws IOException {
    Cli.run(Cli.find(folder, "--replicates", "5"));

    String[] wideArgs = {"--arms", "none", "--json", "--replicates", "5", "--margin", "0.9"};
    Cli.Result wide = verify("sizes:1", wideArgs);
    Cli.Result narrow = verify("sizes:1", "--arms", "none", "--margin", "0", "--json");

    assertThat(answer(wide)).isIn("MATCHING", "WINNING");
    assertThat(wide.code()).isZero();
    assertThat(answer(narrow)).isEqualTo("UNDECIDED");
    assertThat(narrow.code()).isEqualTo(4);
  }

  @Test
  void aTicketThatIsShownToBeWorseEndsWithOne() throws IOException {
    String[] find =
        Cli.find(
            folder,
            "--levels",
            "3",
            "--prune",
            "0.9",
            "--prune-output",
            "0.9",
            "--rate",
            "0.05",
            "--replicates",
            "5");
    Cli.run(find); // to one weight a layer

    Cli.Result result =
        verify("sizes:3", "--arms", "none", "--levels", "named", "--replicates", "5", "--json");

    assertThat(answer(result)).isEqualTo("NOT_WINNING");
    assertThat(result.code()).isEqualTo(1);
  }

  private static String answer(Cli.Result result) {
    return MAPPER.readTree(result.out()).path("answer").asString();
  }

  @Test
  void theScopeOfATicketSaysSo() throws IOException {
    Cli.run(Cli.find(folder));

    Cli.Result result = verify("sizes:1", "--scope", "ticket", "--arms", "none");

    assertThat(result.out().replaceAll("\\s+", " "))
        .contains(
            "judged for the one ticket of seed 1: its mask and initial weights stay, the order of"
                + " the data has the seeds 1, 2.",
            "This is about one ticket, that of seed 1, and not about the search that found it.");
  }

  @Test
  void theSeedThatChoseTheLevelIsLeftOut() throws IOException {
    Cli.run(Cli.find(folder, "--margin", "0.9"));

    Cli.Result result = verify("sizes", "--arms", "none");

    assertThat(result.out().replaceAll("\\s+", " "))
        .contains(
            "with the seeds 2, 3. The level was chosen by the validation accuracy of seed 1, which"
                + " is left out here.");
  }

  @Test
  void progressGoesToATerminalWithTheTimeLeft() throws IOException {
    Cli.run(Cli.find(folder));

    Cli.Result result =
        Cli.run(
            true,
            "",
            "verify",
            "sizes:1",
            "--out",
            folder.resolve("runs").toString(),
            "--replicates",
            "2",
            "--json");

    assertThat(result.err()).contains(" to do  seed ").endsWith("\r");
    assertThat(MAPPER.readTree(result.out()).isObject()).isTrue();
  }
}
