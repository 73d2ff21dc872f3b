package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.store.RunFolder;
import tombola.lab.store.StoredLevel;
import tombola.lab.verdict.Plan;
import tombola.lab.verify.SeedFigures;
import tombola.lab.verify.Sensitivity;
import tombola.lab.verify.SensitivityFigures;
import tombola.lab.verify.VerifyRequest;
import tombola.lab.verify.VerifyResult;
import tombola.lab.verify.VerifyScope;
import tombola.nn.Networks;
import tombola.verify.Signs;

/** Doses of noise, trained: the queue, the store, what is reused and what is noted. */
final class SensitivityTest {
  @TempDir Path folder;

  private static VerifyRequest doses(int level, VerifyScope scope) {
    return new VerifyRequest(
        OptionalInt.of(level),
        false,
        scope,
        List.of(),
        Plan.standard(2),
        Optional.of(Sensitivity.STANDARD),
        Optional.empty());
  }

  private static List<Double> accuracies(SensitivityFigures.DoseFigures dose) {
    return dose.figures().seeds().stream().map(SeedFigures::testAccuracy).toList();
  }

  @Test
  void theEndsOfTheDosesAreTheArmsThatThereAre() {
    SmallSearch search = new SmallSearch(folder).with("replicates", "2");
    search.run();
    CountingEngines engines = new CountingEngines();
    Verifier verifier = new Verifier(new DataSources(), _ -> engines);
    VerifyRequest plain =
        new VerifyRequest(
            OptionalInt.of(2), false, VerifyScope.REPLICATES, List.of(), Plan.standard(2));
    VerifyResult verdict = search.verify(verifier, plain, event -> {});
    assertThat(engines.trainings()).isEqualTo(2 * 2);

    VerifyResult result = search.verify(verifier, doses(2, VerifyScope.REPLICATES), event -> {});

    // three doses of two networks, the dense network's re-initialisation, two more draws; two seeds
    assertThat(engines.trainings()).isEqualTo(2 * (3 + 3 + 1 + 2));
    SensitivityFigures found = result.sensitivity().orElseThrow();
    assertThat(found.ticket().doses()).hasSize(5);
    assertThat(found.dense().doses()).hasSize(5);
    assertThat(found.ticket().doses().getFirst().figures().seeds())
        .isEqualTo(verdict.arm("ticket").orElseThrow().seeds());
    assertThat(found.ticket().doses().getLast().figures().seeds())
        .isEqualTo(verdict.arm("reinitialised").orElseThrow().seeds());
    assertThat(found.dense().doses().getFirst().figures().seeds())
        .isEqualTo(verdict.arm("dense").orElseThrow().seeds());
    assertThat(result.arms()).isEqualTo(verdict.arms());
    assertThat(result.planHash()).isNotEqualTo(verdict.planHash());
    assertThat(verdict.sensitivity()).isEmpty();
    search.verify(verifier, doses(2, VerifyScope.REPLICATES), event -> {});
    assertThat(engines.trainings()).isZero();
  }

  @Test
  void everyDoseIsATrainingOfItsOwn() {
    SmallSearch search = new SmallSearch(folder);
    search.run();

    SensitivityFigures found =
        search.verify(doses(2, VerifyScope.REPLICATES)).sensitivity().orElseThrow();

    assertThat(
            List.of(found.ticket(), found.dense()).stream()
                .flatMap(network -> network.doses().stream())
                .map(dose -> dose.figures().seeds().getFirst().testLoss()))
        .doesNotHaveDuplicates()
        .hasSize(10);
    assertThat(found.ticket().doses()).allSatisfy(dose -> assertThat(accuracies(dose)).hasSize(2));
    assertThat(found.redraws().withinSeed().orElseThrow()).isNotNegative();
  }

  @Test
  void theShareOfSignsIsThatOfTheWeightsThatWereTrained() {
    SmallSearch search = new SmallSearch(folder);
    search.run();

    SensitivityFigures found =
        search.verify(doses(2, VerifyScope.REPLICATES)).sensitivity().orElseThrow();

    RunFolder run = new RunFolder(search.runFolder());
    var network = Networks.named("mlp:8", 3, 3);
    StoredLevel ticket = run.replicate(2).read(2, network);
    double share =
        Signs.agreement(
            ticket.ticket().mask(), ticket.ticket().start().weights(), ticket.run().end());
    assertThat(found.ticket().doses().getFirst().signsKept().get(1)).isCloseTo(share, within(1e-9));
    for (SensitivityFigures.Doses doses : List.of(found.ticket(), found.dense())) {
      assertThat(doses.doses())
          .allSatisfy(dose -> assertThat(dose.meanSignsKept().orElseThrow()).isBetween(0.3, 1.0));
    }
  }

  /** As of arms that were trained before signs were noted. */
  @Test
  void anArmWithoutANoteIsReusedAllTheSame() throws IOException {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    VerifyResult before = search.verify(doses(2, VerifyScope.REPLICATES));
    Path note = search.runFolder().resolve("replicate-1/arms/reinitialised/level-2-signs.json");
    byte[] content = Files.readAllBytes(note);
    Files.delete(note);
    CountingEngines engines = new CountingEngines();

    VerifyResult after =
        search.verify(
            new Verifier(new DataSources(), _ -> engines),
            doses(2, VerifyScope.REPLICATES),
            event -> {});

    assertThat(engines.trainings()).isZero();
    SensitivityFigures found = after.sensitivity().orElseThrow();
    assertThat(found.ticket().doses().getLast().signsKept()).isEmpty();
    assertThat(found.ticket().doses().get(3).signsKept()).hasSize(2);
    assertThat(found.accuracy()).isEqualTo(before.sensitivity().orElseThrow().accuracy());

    Files.write(
        search.runFolder().resolve("replicate-1/arms/blended-0.5/level-2-signs.json"), content);
    assertThatThrownBy(() -> search.verify(doses(2, VerifyScope.REPLICATES)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected a note about the weights of level-2")
        .hasMessageNotContaining("\n");
  }

  @Test
  void inTheScopeOfATicketNoiseAndOrderVaryAndTheNetworksStay() {
    SmallSearch search = new SmallSearch(folder);
    search.run();

    VerifyResult result = search.verify(doses(1, VerifyScope.TICKET));

    SensitivityFigures found = result.sensitivity().orElseThrow();
    Path replicate = search.runFolder().resolve("replicate-1");
    assertThat(replicate.resolve("order-2/arms/blended-0.5/level-0/metrics.json")).exists();
    assertThat(replicate.resolve("arms/blended-0.5/level-1/metrics.json")).exists();
    assertThat(search.runFolder().resolve("replicate-2")).doesNotExist();
    assertThat(found.ticket().doses()).allSatisfy(dose -> assertThat(dose.signsKept()).hasSize(2));
  }

  @Test
  void noiseKilledAtAnyEventGoesOnToTheSameBits(@TempDir Path undisturbed) throws IOException {
    SmallSearch whole = small(undisturbed);
    List<VerifyEvent> events = new ArrayList<>();
    whole.verify(doses(1, VerifyScope.REPLICATES), events::add);

    for (int kill = 0; kill < events.size(); kill += 11) {
      SmallSearch search = small(Files.createDirectories(folder.resolve("kill-" + kill)));
      AtomicInteger left = new AtomicInteger(kill);
      assertThatThrownBy(() ->
              search.verify(
                  doses(1, VerifyScope.REPLICATES),
                  event -> {
                    if (left.getAndDecrement() == 0) {
                      throw new Killed();
                    }
                  }))
          .isInstanceOf(Killed.class);
      search.verify(doses(1, VerifyScope.REPLICATES));

      assertThat(search.bits()).as("killed at " + events.get(kill)).isEqualTo(whole.bits());
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
}
