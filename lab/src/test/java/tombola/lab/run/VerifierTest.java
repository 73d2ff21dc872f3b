package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.result.LevelResult;
import tombola.lab.store.RunFolder;
import tombola.lab.verify.Answer;
import tombola.lab.verify.ArmFigures;
import tombola.lab.verify.Arms;
import tombola.lab.verify.SeedFigures;
import tombola.lab.verify.VerifyRequest;
import tombola.lab.verify.VerifyResult;
import tombola.lab.verify.VerifyScope;

final class VerifierTest {
  @TempDir Path folder;

  private static List<Long> seeds(ArmFigures arm) {
    return arm.seeds().stream().map(SeedFigures::seed).toList();
  }

  @Test
  void everyArmIsMeasuredUnderEverySeed() {
    SmallSearch search = new SmallSearch(folder);
    search.run();

    VerifyResult result = search.verify(Requests.level(2, "all"));

    assertThat(result.arms())
        .extracting(ArmFigures::arm)
        .containsExactly(
            "ticket",
            "dense",
            "reinitialised",
            "random-mask",
            "shuffled-mask",
            "kept-signs",
            "constant-magnitudes",
            "prune-only",
            "fine-tuned",
            "rate-rewound",
            "one-shot",
            "small-dense");
    assertThat(result.arms()).allSatisfy(arm -> assertThat(seeds(arm)).containsExactly(1L, 2L));
    assertThat(result.criteria()).hasSize(5);
    assertThat(result.levels()).extracting(l -> l.level()).containsExactly(1, 2);
    assertThat(result.levels()).allSatisfy(level -> assertThat(level.arms()).hasSize(3));
    assertThat(result.diverged()).isEmpty();
  }

  @Test
  void ticketAndDenseNetworkAreThoseOfTheSearches() {
    SmallSearch search = new SmallSearch(folder).with("replicates", "2");
    var found = search.run();

    VerifyResult result = search.verify(Requests.level(2, "none"));

    for (int i = 0; i < 2; i++) {
      List<LevelResult> levels = found.replicates().get(i).levels();
      SeedFigures ticket = result.arm("ticket").orElseThrow().seeds().get(i);
      SeedFigures dense = result.arm("dense").orElseThrow().seeds().get(i);
      assertThat(ticket.testAccuracy()).isEqualTo(levels.get(2).testAccuracy());
      assertThat(ticket.live()).isEqualTo(levels.get(2).live());
      assertThat(dense.testAccuracy()).isEqualTo(levels.get(0).testAccuracy());
      assertThat(dense.denseLossStep()).isEqualTo(levels.get(0).bestStep());
    }
    assertThat(result.arm("ticket").orElseThrow().meanStepsInAll()).isEqualTo(90);
    assertThat(result.arm("dense").orElseThrow().meanStepsInAll()).isEqualTo(30);
    assertThat(result.arm("random-mask").orElseThrow().meanStepsInAll()).isEqualTo(30);
  }

  @Test
  void methodsSpendTheStepsOfTheTicketsSearch() {
    SmallSearch search = new SmallSearch(folder).with("rewind", "step:7");
    search.run();

    VerifyResult result =
        search.verify(Requests.level(2, "prune-only,fine-tuned,rate-rewound,one-shot,small-dense"));

    assertThat(result.arm("ticket").orElseThrow().meanStepsInAll()).isEqualTo(30 + 2 * 23);
    assertThat(result.arms())
        .filteredOn(arm -> !List.of("dense", "reinitialised", "random-mask").contains(arm.arm()))
        .allSatisfy(arm -> assertThat(arm.meanStepsInAll()).isEqualTo(30 + 2 * 23));
  }

  @Test
  void nothingThatIsFinishedIsTrainedAgain() {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    CountingEngines engines = new CountingEngines();
    Verifier verifier = new Verifier(new DataSources(), _ -> engines);

    search.verify(verifier, Requests.level(2, "rate-rewound"), event -> {});
    int levels = 3; // of seed 2
    int controls = 2 * 2 * 2; // controls, levels, seeds
    assertThat(engines.trainings()).isEqualTo(levels + controls + 2 * 3);

    search.verify(verifier, Requests.level(2, "rate-rewound"), event -> {});
    assertThat(engines.trainings()).isZero();

    search.verify(verifier, Requests.level(2, "rate-rewound,kept-signs"), event -> {});
    assertThat(engines.trainings()).isEqualTo(2);

    VerifyRequest more = Requests.of(OptionalInt.of(2), 3, VerifyScope.REPLICATES, "none");
    search.verify(verifier, more, event -> {});
    assertThat(engines.trainings()).isEqualTo(levels + 2 * 2);
  }

  @Test
  void aLevelThatValidationChoosesIsJudgedUnderOtherSeeds() {
    SmallSearch search = new SmallSearch(folder).with("replicates", "2").with("margin", "0.9");
    search.run();

    VerifyResult result = search.verify(Requests.chosen(2, "none"));

    assertThat(result.plan().level()).isEqualTo(3);
    assertThat(result.plan().chosenBy()).containsExactly(1L, 2L);
    assertThat(result.plan().seeds()).containsExactly(3L, 4L);
    assertThat(result.arms()).allSatisfy(arm -> assertThat(seeds(arm)).containsExactly(3L, 4L));
  }

  @Test
  void theSameRequestFindsItsPlanWhateverTheRunHasSince() {
    SmallSearch search = new SmallSearch(folder).with("margin", "0.9");
    search.run();
    VerifyResult first = search.verify(Requests.chosen(2, "none"));
    List<VerifyEvent> events = new ArrayList<>();

    assertThat(search.verify(Requests.chosen(2, "none"), events::add)).isEqualTo(first);
    assertThat(events).noneMatch(VerifyEvent.ArmStarted.class::isInstance);
    search.with("replicates", "5").run();
    assertThat(search.verify(Requests.chosen(2, "none"))).isEqualTo(first);
  }

  @Test
  void moreSeedsAreChosenForBySearchesThatWereNoWitnesses() {
    SmallSearch search = new SmallSearch(folder).with("margin", "0.9");
    search.run();
    search.verify(Requests.chosen(2, "none"));

    VerifyResult more = search.verify(Requests.chosen(3, "none"));

    assertThat(more.plan().chosenBy()).containsExactly(1L);
    assertThat(more.plan().seeds()).containsExactly(2L, 3L, 4L);
  }

  @Test
  void theScopeOfATicketKeepsMaskAndInitialWeightsAndVariesTheOrder() {
    SmallSearch search = new SmallSearch(folder);
    search.run();

    VerifyResult result =
        search.verify(Requests.of(OptionalInt.of(2), 3, VerifyScope.TICKET, "small-dense"));

    assertThat(result.arms()).allSatisfy(arm -> assertThat(seeds(arm)).containsExactly(1L, 2L, 3L));
    Path replicate = search.runFolder().resolve("replicate-1");
    assertThat(replicate.resolve("order-2/arms/ticket/level-2/metrics.json")).exists();
    assertThat(replicate.resolve("order-3/arms/dense/level-0/metrics.json")).exists();
    assertThat(replicate.resolve("arms/reinitialised/level-1/metrics.json")).exists();
    assertThat(search.runFolder().resolve("replicate-2")).doesNotExist();
    assertThat(result.arm("ticket").orElseThrow().seeds())
        .extracting(SeedFigures::testLoss)
        .doesNotHaveDuplicates();
  }

  @Test
  void threadsChangeNoBit(@TempDir Path alone) {
    SmallSearch two = new SmallSearch(folder);
    SmallSearch one = new SmallSearch(alone).with("threads", "1");
    two.run();
    one.run();

    VerifyResult result = two.verify(Requests.level(2, "all"));

    assertThat(one.verify(Requests.level(2, "all"))).isEqualTo(result);
    assertThat(one.bits()).isEqualTo(two.bits());
  }

  @Test
  void aVerificationLeavesTheConfigurationOfTheRunAsItWas() throws IOException {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    Path file = search.runFolder().resolve("config.yaml");
    String before = Files.readString(file);

    search.verify(Requests.level(1, "none"));

    assertThat(file).hasContent(before);
  }

  @Test
  void aTrainingThatDivergesIsAnOutcomeAndTheOthersGoOn() {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    CountingEngines engines =
        new CountingEngines(network -> !network.widths().equals(SmallSearch.WIDTHS));
    Verifier verifier = new Verifier(new DataSources(), _ -> engines);
    List<VerifyEvent> events = new ArrayList<>();
    VerifyRequest request = Requests.level(2, "small-dense,kept-signs");

    VerifyResult result = search.verify(verifier, request, events::add);

    assertThat(result.diverged())
        .extracting(VerifyResult.Divergence::line)
        .containsExactly(
            "seed 1, small-dense, level 2: training diverged: a small network",
            "seed 2, small-dense, level 2: training diverged: a small network");
    assertThat(events).filteredOn(VerifyEvent.ArmDiverged.class::isInstance).hasSize(2);
    assertThat(events).filteredOn(VerifyEvent.ArmFinished.class::isInstance).hasSize(8 + 2);
    assertThat(result.arm("small-dense")).isEmpty();
    assertThat(result.arm("kept-signs")).isPresent();
    assertThat(result.criteria()).hasSize(5);
    engines.trainings();
    assertThat(search.verify(verifier, request, events::add)).isEqualTo(result);
    assertThat(engines.trainings()).isZero();
  }

  @Test
  void anArmThatDivergedIsNotInAndTheVerdictIsOfTheOthers() {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    search.verify(Requests.level(2, "kept-signs"));
    diverge(search, 2, "kept-signs");

    VerifyResult result = search.verify(Requests.level(2, "kept-signs"));

    assertThat(result.arm("kept-signs")).isEmpty();
    assertThat(result.criteria()).hasSize(5);
    assertThat(result.diverged())
        .extracting(VerifyResult.Divergence::line)
        .containsExactly("seed 2, kept-signs, level 2: training diverged: by hand");
  }

  @Test
  void withoutAnArmOfTheVerdictTheAnswerIsUndecided() {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    search.verify(Requests.level(2, "none"));
    diverge(search, 1, "random-mask");

    VerifyResult result = search.verify(Requests.level(2, "none"));

    assertThat(result.answer()).isEqualTo(Answer.UNDECIDED);
    assertThat(result.sentence())
        .isEqualTo(
            "Undecided: a verdict needs every arm under every seed, and these trainings diverged:"
                + " a random mask under seed 1.");
    assertThat(result.criteria()).isEmpty();
    assertThat(result.arms())
        .extracting(ArmFigures::arm)
        .containsExactly("ticket", "dense", "reinitialised");
  }

  /** Puts the outcome of a divergence in the place of the one that is there. */
  private static void diverge(SmallSearch search, long seed, String arm) {
    var replicate = new RunFolder(search.runFolder()).replicate(seed);
    var place = replicate.arm(Arms.of(arm), 2, seed);
    Path level = search.runFolder().resolve("replicate-%d/arms/%s/level-2".formatted(seed, arm));
    try (var files = Files.list(level)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(level);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    place.writeDiverged(2, "training diverged: by hand");
  }

  @Test
  void aLevelOutOfRangeGivesOneLine() {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    for (int level : new int[] {0, 4}) {
      assertThatThrownBy(() -> search.verify(Requests.level(level, "none")))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("level: expected 1 to 3, the levels of flowers-")
          .hasMessageContaining("got " + level)
          .hasMessageNotContaining("\n");
    }
    assertThat(search.runFolder().resolve("verify")).doesNotExist();
  }

  @Test
  void aReplicateThatStoppedEarlyChoosesNoLevel() {
    SmallSearch search = new SmallSearch(folder);
    assertThatThrownBy(() ->
            search.run(event -> {
              if (event instanceof FindEvent.LevelStarted e && e.level() == 2) {
                throw new IllegalStateException("stopped");
              }
            }))
        .hasMessage("stopped");

    assertThatThrownBy(() -> search.verify(Requests.chosen(2, "none")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("level: expected a replicate of flowers-")
        .hasMessageContaining("with all its 4 levels");
  }

  @Test
  void otherDataThanTheRunsAreRefused() throws IOException {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    Path data = folder.resolve("flowers.csv");
    Files.writeString(data, Files.readString(data).replaceFirst("a\n", "b\n"));

    assertThatThrownBy(() -> search.verify(Requests.level(1, "none")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("run.json: expected the facts about this run, found others");
  }

  @Test
  void aRunIsLockedWhileItIsVerified() {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    List<String> messages = new ArrayList<>();

    search.verify(
        Requests.level(1, "none"),
        event -> {
          if (event instanceof VerifyEvent.Planned) {
            assertThatThrownBy(() -> search.verify(Requests.level(1, "none")))
                .satisfies(e -> messages.add(e.getMessage()));
          }
        });

    assertThat(messages).hasSize(1).allMatch(m -> m.contains("is at work on this run"));
  }

  @Test
  void progressCountsUpToAllThereIsToDo() {
    SmallSearch search = new SmallSearch(folder).with("threads", "1");
    search.run();
    List<VerifyEvent.Moved> moves = new ArrayList<>();

    search.verify(
        Requests.level(2, "all"),
        event -> {
          if (event instanceof VerifyEvent.Moved moved) {
            moves.add(moved);
          }
        });

    for (int i = 1; i < moves.size(); i++) {
      assertThat(moves.get(i).done()).isGreaterThanOrEqualTo(moves.get(i - 1).done() - 1e-6);
    }
    assertThat(moves.getLast().done())
        .isBetween(0.99 * moves.getLast().all(), moves.getLast().all() + 1e-6);
    assertThat(moves).hasSizeGreaterThan(100);
  }
}
