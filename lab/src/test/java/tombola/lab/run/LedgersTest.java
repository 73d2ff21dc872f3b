package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.data.Checksum;
import tombola.lab.config.InputException;
import tombola.lab.ledger.Energy;
import tombola.lab.ledger.Ledger;
import tombola.lab.ledger.Rates;
import tombola.lab.report.Narrative;
import tombola.lab.result.LevelResult;
import tombola.lab.result.RunResult;
import tombola.lab.store.RunFolder;
import tombola.lab.store.Timing;
import tombola.lab.verify.Arms;
import tombola.lab.verify.VerifyPlan;
import tombola.lab.verify.VerifyResult;
import tombola.lab.verify.VerifyScope;

final class LedgersTest {
  private static final Rates RATES = new Rates(10, 500);

  @TempDir Path folder;

  private static double flops(List<LevelResult> levels) {
    return levels.stream().mapToDouble(LevelResult::trainFlops).sum();
  }

  @Test
  void aSearchIsBilledWithEveryLevelOfEveryReplicate() {
    SmallSearch search = new SmallSearch(folder).with("replicates", "2");
    RunResult run = search.run();
    Ledger ledger = Ledgers.of(new RunFolder(search.runFolder()), run, RATES);
    assertThat(ledger.searches().trainings()).isEqualTo(8);
    assertThat(ledger.count()).isEqualTo(2);
    assertThat(ledger.searches().cost().operations())
        .isEqualTo(
            flops(run.replicates().get(0).levels()) + flops(run.replicates().get(1).levels()));
    double denseFlops = run.replicates().getFirst().levels().getFirst().trainFlops();
    assertThat(ledger.dense().operations()).isEqualTo(denseFlops);
    assertThat(ledger.prediction().dense()).isEqualTo(2.0 * 48); // 3 · 8 + 8 · 3 weights
    assertThat(ledger.proof()).isEmpty();
  }

  /** Arms train on one thread each, and the two searches here too. */
  @Test
  void aProofIsBilledWithWhatTheSearchesDoNotHave() {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    VerifyPlan plan = search.verify(Requests.level(2, "rate-rewound,kept-signs")).plan();
    RunFolder run = new RunFolder(search.runFolder());
    Ledger ledger = Ledgers.of(run, plan, RATES);
    assertThat(ledger.searches().trainings()).isEqualTo(2 * 3);
    int controls = 2 * 2 * 2; // controls, levels, seeds
    assertThat(ledger.proof().orElseThrow().trainings()).isEqualTo(controls + 2 + 2);
    double rewound = 0;
    for (long seed : plan.seeds()) {
      rewound +=
          run.replicate(seed)
              .arm(Arms.of("rate-rewound"), 2, seed)
              .timing()
              .orElseThrow()
              .trainFlops();
    }
    assertThat(rewound).isGreaterThan(2 * ledger.dense().operations());
    assertThat(ledger.proof().orElseThrow().cost().operations()).isGreaterThan(rewound);
  }

  @Test
  void theOrderOfOneTicketIsProvenWithOneSearch() {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    VerifyResult result =
        search.verify(Requests.of(OptionalInt.of(1), 2, VerifyScope.TICKET, "none"));
    RunFolder run = new RunFolder(search.runFolder());
    Ledger ledger = Ledgers.of(run, result.plan(), RATES);
    assertThat(ledger.count()).isEqualTo(1);
    assertThat(ledger.searches().trainings()).isEqualTo(2);
    assertThat(ledger.proof().orElseThrow().trainings()).isPositive();
    PlanReader reader = new PlanReader(run, result.plan());
    assertThat(reader.masks()).hasSize(1);
    assertThat(reader.results(Arms.TICKET, 1))
        .extracting(LevelResult::testAccuracy)
        .isEqualTo(
            result.arm("ticket").orElseThrow().seeds().stream()
                .map(seed -> seed.testAccuracy())
                .toList());
  }

  @Test
  void energyIsEstimatedByThreadsOnlyWhereItWasNotMeasured() {
    Timing timing =
        new Timing(
            3, 1, 70, "scalar", 2, List.of("dense"), OptionalDouble.empty(), OptionalLong.empty());
    assertThat(Ledgers.cost(timing, RATES).energy()).isEqualTo(new Energy(0, 60));
    assertThat(Ledgers.cost(timing, RATES).threadSeconds()).isEqualTo(6);
    Timing measured =
        new Timing(
            3, 1, 70, "scalar", 2, List.of("dense"), OptionalDouble.of(25), OptionalLong.of(9));
    assertThat(Ledgers.cost(measured, RATES).energy()).isEqualTo(new Energy(25, 0));
  }

  @Test
  void aTimingWithoutEnergyIsReadHoweverItSaysSoAndAnotherGapIsNot() throws IOException {
    SmallSearch search = new SmallSearch(folder);
    RunResult run = search.run();
    RunFolder stored = new RunFolder(search.runFolder());
    Path level = search.runFolder().resolve("replicate-1/level-1");
    double seconds = run.replicates().getFirst().levels().get(1).trainSeconds();

    replace(level, "(\"layerKernels\": [^]]*])", "$1,\n  \"joules\": null");
    assertThat(stored.replicate(1).timing(1).joules()).isEmpty();
    assertThat(stored.replicate(1).timing(1).trainSeconds()).isEqualTo(seconds);
    assertThat(search.run().replicates().getFirst().levels()).hasSize(4);

    replace(level, "\\s*\"threads\": [0-9]+,", "");
    assertThatThrownBy(() -> stored.replicate(1).timing(1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("threads");
  }

  /** What a run of an earlier version lacks. */
  @Test
  void memoryOfTrainingIsStoredAndMayBeLacking() throws IOException {
    SmallSearch search = new SmallSearch(folder);
    RunResult run = search.run();
    RunFolder stored = new RunFolder(search.runFolder());
    List<LevelResult> levels = run.replicates().getFirst().levels();
    assertThat(levels)
        .allSatisfy(level -> assertThat(level.trainBytes().orElseThrow()).isPositive());
    assertThat(new Narrative(run).cost()).contains("A training kept at most ");

    replace(search.runFolder().resolve("replicate-1/level-1"), ",\\s*\"trainBytes\": [0-9]+", "");
    assertThat(stored.replicate(1).timing(1).trainBytes()).isEmpty();
    RunResult again = search.run();
    assertThat(again.replicates().getFirst().levels().get(1).trainBytes()).isEmpty();
    assertThat(again.replicates().getFirst().levels().get(2)).isEqualTo(levels.get(2));
  }

  @Test
  void measuredEnergyIsStoredAndReadAgain() throws IOException {
    SmallSearch search = new SmallSearch(folder);
    RunResult run = search.run();
    Path level = search.runFolder().resolve("replicate-1/level-1");
    RunFolder stored = new RunFolder(search.runFolder());
    Ledger before = Ledgers.of(stored, run, RATES);

    replace(level, "(\"layerKernels\": [^]]*])", "$1,\n  \"joules\": 1234.5");
    assertThat(stored.replicate(1).timing(1).joules()).hasValue(1234.5);
    Energy energy = Ledgers.of(stored, run, RATES).searches().cost().energy();
    assertThat(energy.measured()).isEqualTo(1234.5);
    assertThat(energy.isEstimate()).isTrue();
    assertThat(energy.estimated())
        .isCloseTo(
            before.searches().cost().energy().estimated()
                - 10 * 2 * run.replicates().getFirst().levels().get(1).trainSeconds(),
            within(1e-9));
  }

  /** Changes a level's timing and its checksum. */
  private static void replace(Path level, String expression, String text) throws IOException {
    Path file = level.resolve("timing.json");
    String old = Files.readString(file);
    String changed = old.replaceAll(expression, text);
    assertThat(changed).isNotEqualTo(old);
    Files.writeString(file, changed);
    Path sums = level.resolve("SHA256SUMS");
    Files.writeString(sums, Files.readString(sums).replace(sum(old), sum(changed)));
  }

  private static String sum(String text) {
    return Checksum.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
