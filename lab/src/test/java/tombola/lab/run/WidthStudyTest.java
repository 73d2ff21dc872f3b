package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.store.RunFolder;
import tombola.lab.verdict.Plan;
import tombola.lab.verify.ArmFigures;
import tombola.lab.verify.VerifyRequest;
import tombola.lab.verify.VerifyResult;
import tombola.lab.verify.VerifyScope;
import tombola.lab.verify.WidthFigures;
import tombola.lab.verify.WidthFigures.AtWidth;
import tombola.lab.verify.Widths;

/**
 * The same search from other widths. The network 3-8-3 has 48 weights; 24 in a layer become 19 and
 * 22, then 15 and 20: level 2 has 35. Of 3-16-3, 96 become 81, 69, 59, 50, 43, 37 and 32, of which
 * 37 at level 6 is nearest to 35.
 */
final class WidthStudyTest {
  @TempDir Path folder;

  private static VerifyRequest widths(int level, String factors, VerifyScope scope) {
    return new VerifyRequest(
        OptionalInt.of(level),
        false,
        scope,
        List.of(),
        Plan.standard(2),
        Optional.empty(),
        Optional.of(Widths.of(factors)));
  }

  private static VerifyRequest widths(String factors) {
    return widths(2, factors, VerifyScope.REPLICATES);
  }

  private Path run(String network) {
    try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
      return runs.filter(RunFolder::isRun)
          .filter(run -> new RunFolder(run).facts().network().equals(network))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void eachWidthGoesDownToTheLiveCountThatIsNearest() {
    SmallSearch search = new SmallSearch(folder);
    search.run();

    WidthFigures found = search.verify(widths("1,2")).widths().orElseThrow();

    assertThat(found.live()).isEqualTo(35);
    AtWidth same = found.widths().getFirst();
    assertThat(same.level()).isEqualTo(2);
    assertThat(same.ticket().meanLive()).isEqualTo(35);
    assertThat(same.network()).isEqualTo("mlp:8");
    AtWidth twice = found.widths().getLast();
    assertThat(twice.network()).isEqualTo("mlp:3-16-3");
    assertThat(twice.total()).isEqualTo(96);
    assertThat(twice.level()).isEqualTo(6);
    assertThat(twice.ticket().meanLive()).isEqualTo(37);
    assertThat(twice.dense().meanLive()).isEqualTo(96);
    assertThat(twice.reinitialised().orElseThrow().meanLive()).isEqualTo(37);
    assertThat(twice.run()).isEqualTo(run("mlp:3-16-3").getFileName().toString());
  }

  @Test
  void factorOneIsTheJudgedRunItself() {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    CountingEngines engines = new CountingEngines();
    Verifier verifier = new Verifier(new DataSources(), _ -> engines);

    VerifyResult result = search.verify(verifier, widths("1"), event -> {});

    assertThat(engines.trainings()).as("levels of seed 2, two controls").isEqualTo(3 + 2 * 2);
    AtWidth same = result.widths().orElseThrow().widths().getFirst();
    assertThat(same.ticket()).isEqualTo(result.arm("ticket").orElseThrow());
    ArmFigures dense = result.arm("dense").orElseThrow();
    assertThat(same.dense().seeds()).isEqualTo(dense.seeds());
    assertThat(same.dense().difference()).isEqualTo(dense.difference());
  }

  @Test
  void whatARunOfThatWidthHasIsNotTrainedAgain() {
    SmallSearch search = new SmallSearch(folder).with("replicates", "2");
    search.run();
    search.with("network", "mlp:3-16-3").with("levels", "4").run();
    CountingEngines engines = new CountingEngines();
    Verifier verifier = new Verifier(new DataSources(), _ -> engines);

    VerifyResult result = search.verify(verifier, widths("2"), event -> {});

    int controls = 2 * 2;
    int levels = 2 * 2; // 5 and 6
    assertThat(engines.trainings()).isEqualTo(controls + levels + 2);
    assertThat(new RunFolder(run("mlp:3-16-3")).config().extent().levels()).isEqualTo(6);
    assertThat(search.verify(verifier, widths("2"), event -> {})).isEqualTo(result);
    assertThat(engines.trainings()).isZero();
  }

  /** Else the command that began the widths would not find its run again. */
  @Test
  void aNameThatFitsTheJudgedRunStillMeansItWhenWidthsAreBesideIt() {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    search.verify(widths("1,2"));
    RunCatalog catalog = new RunCatalog(folder.resolve("runs"));

    assertThat(catalog.find("flowers").folder()).isEqualTo(search.runFolder());
    assertThat(catalog.find("mlp-3-16-3").folder()).isEqualTo(run("mlp:3-16-3"));

    search.with("steps", "20").run();
    assertThatThrownBy(() -> catalog.find("flowers")).hasMessageContaining("several fit");
  }

  @Test
  void aRunThatGoesFurtherIsNotCutShort() throws IOException {
    SmallSearch search = new SmallSearch(folder).with("replicates", "2");
    search.run();
    search.with("network", "mlp:3-16-3").with("levels", "8").with("replicates", "3").run();
    String before = Files.readString(run("mlp:3-16-3").resolve("config.yaml"));

    search.verify(widths("2"));

    assertThat(run("mlp:3-16-3").resolve("config.yaml")).hasContent(before);
  }

  @Test
  void widthsKilledAtAnyEventGoOnToTheSameBits(@TempDir Path undisturbed) throws IOException {
    SmallSearch whole = small(undisturbed);
    List<VerifyEvent> events = new ArrayList<>();
    VerifyRequest request = widths(1, "0.9,1", VerifyScope.REPLICATES);
    VerifyResult expected = whole.verify(request, events::add);
    assertThat(events).filteredOn(VerifyEvent.WidthStarted.class::isInstance).hasSize(2);

    for (int kill = 0; kill < events.size(); kill += 11) {
      SmallSearch search = small(Files.createDirectories(folder.resolve("kill-" + kill)));
      AtomicInteger left = new AtomicInteger(kill);
      assertThatThrownBy(() ->
              search.verify(
                  request,
                  event -> {
                    if (left.getAndDecrement() == 0) {
                      throw new Killed();
                    }
                  }))
          .isInstanceOf(Killed.class);

      VerifyResult result = search.verify(request);

      assertThat(result.widths().orElseThrow().perDoubling())
          .as("killed at " + events.get(kill))
          .isEqualTo(expected.widths().orElseThrow().perDoubling());
    }
  }

  private static SmallSearch small(Path place) {
    SmallSearch search =
        new SmallSearch(place).with("levels", "1").with("steps", "10").with("threads", "1");
    search.run();
    return search;
  }

  /** Ends a verification as a kill does: nothing in the program expects it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @Test
  void aSearchThatDivergesNamesItsWidthInOneLine() {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    CountingEngines engines =
        new CountingEngines(network -> !network.widths().equals(SmallSearch.WIDTHS));
    Verifier verifier = new Verifier(new DataSources(), _ -> engines);

    assertThatThrownBy(() -> search.verify(verifier, widths("2"), event -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("width 2: replicate with seed 1, level 0: training diverged")
        .hasMessageNotContaining("\n");
  }

  private void refused(SmallSearch search, VerifyRequest request, String message) {
    assertThatThrownBy(() -> search.verify(request))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
    assertThat(search.runFolder().resolve("verify")).doesNotExist();
  }

  @Test
  void widthsThatCannotBeComparedAreRefusedBeforeAnythingIsTrained() {
    SmallSearch search = new SmallSearch(folder);
    search.run();

    refused(
        search,
        widths("0.5,1"),
        "widths: expected networks of at least the ticket's 35 weights, got factor 0.5 with 24"
            + " (3-4-3)");
    refused(
        search,
        widths("1,1.01"),
        "widths: expected factors of different networks, got 1 and 1.01, which are both 3-8-3");
    assertThatThrownBy(() -> widths(2, "1,2", VerifyScope.TICKET))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "widths: expected --scope replicates, got ticket: another width has another ticket");
  }

  @Test
  void aRunThatPrunesOnceHasNoWidths() {
    SmallSearch search = new SmallSearch(folder).with("one-shot", "true");
    search.run();

    refused(
        search,
        widths(1, "1,2", VerifyScope.REPLICATES),
        "widths: expected a run that prunes level by level, got one with one-shot: its one level"
            + " has no neighbour to choose");
  }
}
