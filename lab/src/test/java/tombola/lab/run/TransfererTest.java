package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.result.LevelResult;
import tombola.lab.store.RunFolder;
import tombola.lab.transfer.MatrixResult;
import tombola.lab.transfer.TransferArm;
import tombola.lab.transfer.TransferArms;
import tombola.lab.transfer.TransferFigures;
import tombola.lab.transfer.TransferRequest;
import tombola.lab.transfer.TransferResult;
import tombola.lab.transfer.TransferSeed;
import tombola.lab.verdict.Plan;
import tombola.verify.Head;

final class TransfererTest {
  @TempDir Path folder;

  private SmallSearch search() {
    SmallSearch search = new SmallSearch(folder).with("threads", "1");
    search.run();
    return search;
  }

  private static TransferFigures arm(TransferResult result, TransferArm arm) {
    return result.arm(arm).orElseThrow();
  }

  @Test
  void everyArmIsMeasuredUnderEverySeedAndClaimsAreMadeOfTheFourStrengths() {
    TransferResult result =
        Tasks.transfer(search(), Tasks.data(folder, "birds", 3, 4), 2, Tasks.REQUEST);

    assertThat(result.arms())
        .extracting(TransferFigures::arm)
        .containsExactly(
            "trained-weights",
            "initial-weights",
            "mask-and-signs",
            "mask-alone",
            "random-ticket",
            "dense",
            "dense-pretrained",
            "own-ticket");
    assertThat(result.arms())
        .allSatisfy(
            arm -> assertThat(arm.seeds()).extracting(TransferSeed::seed).containsExactly(1L, 2L));
    assertThat(result.claims()).hasSize(4);
    assertThat(result.from()).isEqualTo("flowers");
    assertThat(result.to()).isEqualTo("birds");
    assertThat(result.sentence()).startsWith("From flowers to birds at level 2: ");
  }

  /** 3-8-4: level 2 keeps 15 of 24 hidden weights; a new head has all 32, an own ticket's fewer. */
  @Test
  void aNewHeadIsDenseAndTheDensityIsStatedWithAndWithoutIt() {
    TransferResult result =
        Tasks.transfer(search(), Tasks.data(folder, "birds", 3, 4), 2, Tasks.REQUEST);

    for (TransferArm arm : List.of(TransferArms.STRENGTHS.getFirst(), TransferArms.RANDOM)) {
      TransferSeed seed = arm(result, arm).seeds().getFirst();
      assertThat(seed.live()).isEqualTo(15 + 32);
      assertThat(seed.total()).isEqualTo(24 + 32);
      assertThat(seed.hiddenLive()).isEqualTo(15);
      assertThat(seed.hiddenTotal()).isEqualTo(24);
    }
    assertThat(arm(result, TransferArms.OWN).seeds().getFirst().live()).isEqualTo(15 + 26);
    assertThat(arm(result, TransferArms.PRETRAINED).density()).isEqualTo(1);
  }

  @Test
  void aKeptHeadHasTheLiveWeightsOfTheSource() {
    TransferRequest keep = new TransferRequest(Head.KEEP, Plan.standard(2));
    TransferResult result = Tasks.transfer(search(), Tasks.data(folder, "birds", 3, 3), 2, keep);

    TransferSeed own = arm(result, TransferArms.OWN).seeds().getFirst();
    for (TransferArm arm : TransferArms.STRENGTHS) {
      assertThat(arm(result, arm).seeds().getFirst().live()).isEqualTo(own.live());
    }
  }

  @Test
  void denseFromScratchAndOwnTicketAreThoseOfAnOrdinarySearchOnTheTarget() {
    SmallSearch search = search();
    Path birds = Tasks.data(folder, "birds", 3, 4);
    TransferResult result = Tasks.transfer(search, birds, 2, Tasks.REQUEST);

    var found =
        search.with("data", birds.toString()).with("replicates", "2").with("levels", "2").run();

    assertThat(found.name()).isEqualTo(result.target());
    for (int i = 0; i < 2; i++) {
      List<LevelResult> levels = found.replicates().get(i).levels();
      assertThat(arm(result, TransferArms.DENSE).seeds().get(i).testAccuracy())
          .isEqualTo(levels.get(0).testAccuracy());
      assertThat(arm(result, TransferArms.OWN).seeds().get(i).testAccuracy())
          .isEqualTo(levels.get(2).testAccuracy());
    }
    assertThat(arm(result, TransferArms.OWN).meanTargetSteps()).isEqualTo(90);
    assertThat(arm(result, TransferArms.RANDOM).meanTargetSteps()).isEqualTo(30);
  }

  @Test
  void theDenseNetworkReachesItsOwnLossAndAccuracyAtItsBestStepOrBefore() {
    TransferResult result =
        Tasks.transfer(search(), Tasks.data(folder, "birds", 3, 4), 1, Tasks.REQUEST);

    for (TransferSeed seed : arm(result, TransferArms.DENSE).seeds()) {
      assertThat(seed.denseLoss()).isEqualTo(new TransferSeed.Reached(seed.bestStep(), true));
      assertThat(seed.denseAccuracy().reached()).isTrue();
      assertThat(seed.denseAccuracy().step()).isLessThanOrEqualTo(seed.bestStep());
    }
  }

  @Test
  void aSourceThatWasRewoundToALaterStepTrainsByTheWholeScheduleOnTheTarget() {
    SmallSearch search = new SmallSearch(folder).with("rewind", "step:7");
    search.run();
    TransferResult result =
        Tasks.transfer(search, Tasks.data(folder, "birds", 3, 4), 1, Tasks.REQUEST);

    assertThat(arm(result, TransferArms.STRENGTHS.get(1)).meanTargetSteps()).isEqualTo(30);
    assertThat(arm(result, TransferArms.OWN).meanTargetSteps()).isEqualTo(30 + 23);
  }

  @Test
  void nothingThatIsFinishedIsTrainedAgain() {
    SmallSearch search = search();
    Path birds = Tasks.data(folder, "birds", 3, 4);
    CountingEngines engines = new CountingEngines();
    Transferer transferer = new Transferer(new DataSources(), _ -> engines);

    Tasks.transfer(transferer, search, birds, 1, Tasks.REQUEST, event -> {});
    // levels 0 and 1 of the source's seed 2 and of both of the target's; six arms, two seeds
    assertThat(engines.trainings()).isEqualTo(2 + 4 + 6 * 2);

    Tasks.transfer(transferer, search, birds, 1, Tasks.REQUEST, event -> {});
    assertThat(engines.trainings()).isZero();

    Tasks.transfer(transferer, search, birds, 2, Tasks.REQUEST, event -> {});
    // one more level of three searches; the pre-trained dense network is there
    assertThat(engines.trainings()).isEqualTo(1 + 2 + 5 * 2);
  }

  @Test
  void whatIsMissingIsCountedDownToNothing() {
    List<TransferEvent> events = new ArrayList<>();
    AtomicInteger left = new AtomicInteger(-1);
    SmallSearch search = search();
    Transferer transferer = new Transferer(new DataSources());
    Tasks.transfer(
        transferer, search, Tasks.data(folder, "birds", 3, 4), 1, Tasks.REQUEST, events::add);

    for (TransferEvent event : events) {
      switch (event) {
        case TransferEvent.Planned planned -> {
          assertThat(planned.jobs()).isEqualTo(12);
          assertThat(planned.levels()).isEqualTo(6);
          assertThat(planned.folder().resolve("plan.json")).exists();
        }
        case TransferEvent.Finished finished -> left.set(finished.left());
        case TransferEvent.Moved moved ->
            assertThat(moved.done()).isBetween(0.0, moved.all() * 1.0001);
        case TransferEvent.Searched _, TransferEvent.Diverged _ -> {}
      }
    }
    assertThat(left).hasValue(0);
  }

  @Test
  void theBitsDependOnNoThreadsAndNoKernels(@TempDir Path other) throws IOException {
    SmallSearch one = search();
    Tasks.transfer(one, Tasks.data(folder, "birds", 3, 4), 1, Tasks.REQUEST);
    SmallSearch two =
        new SmallSearch(Files.createDirectories(other))
            .with("threads", "3")
            .with("kernels", "auto");
    two.run();
    Tasks.transfer(two, Tasks.data(other, "birds", 3, 4), 1, Tasks.REQUEST);

    assertThat(Tasks.bits(two)).isEqualTo(Tasks.bits(one));
  }

  @Test
  void aStrengthThatDivergesIsLeftOutAndTheOthersAreTested() {
    SmallSearch search = search();
    Path birds = Tasks.data(folder, "birds", 3, 4);
    CountingEngines engines = new CountingEngines(network -> network.classes() == 4);
    Transferer failing = new Transferer(new DataSources(), _ -> engines);
    // the searches of the target have to be there, for they may not diverge
    search.with("data", birds.toString()).with("replicates", "2").with("levels", "1").run();

    TransferResult result = Tasks.transfer(failing, search, birds, 1, Tasks.REQUEST, event -> {});

    assertThat(result.arms())
        .extracting(TransferFigures::arm)
        .containsExactly("dense", "own-ticket");
    assertThat(result.claims()).isEmpty();
    assertThat(result.diverged()).hasSize(12);
    assertThat(result.sentence()).startsWith("Undecided");
  }

  @Test
  void withoutALevelTheFirstReplicateChoosesOne() {
    SmallSearch search = new SmallSearch(folder).with("margin", "0.9");
    search.run();
    TransferResult result =
        new Transferer(new DataSources())
            .transfer(
                new RunFolder(Tasks.run(search, "flowers")),
                Tasks.machine(search),
                Tasks.data(folder, "birds", 3, 4).toString(),
                OptionalInt.empty(),
                Tasks.REQUEST,
                event -> {});

    assertThat(result.plan().level()).isEqualTo(3);
  }

  @Test
  void whatDoesNotFitIsRefusedInOneLineAndBeginsNoRun() {
    SmallSearch search = search();
    TransferRequest keep = new TransferRequest(Head.KEEP, Plan.standard(2));
    refused(search, Tasks.data(folder, "wide", 5, 3), 1, Tasks.REQUEST)
        .hasMessageStartingWith(
            "target: expected data of 3 features, as flowers has and the first layer of its tickets"
                + " takes, got wide with 5; use data of the same width");
    refused(search, Tasks.data(folder, "birds", 3, 4), 1, keep)
        .hasMessage(
            "head: expected as many classes as the 3 of flowers to keep its head, got birds with 4;"
                + " --head new draws one afresh");
    refused(search, folder.resolve("flowers.csv"), 1, Tasks.REQUEST)
        .hasMessageStartingWith("target: expected another task than the run's own");
    refused(search, Tasks.data(folder, "birds", 3, 4), 9, Tasks.REQUEST)
        .hasMessageStartingWith("level: expected 1 to 3");
    assertThat(folder.resolve("runs").toFile().list())
        .filteredOn(name -> name.startsWith("birds") || name.startsWith("wide"))
        .isEmpty();
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
      SmallSearch search, Path to, int level, TransferRequest request) {
    return assertThatThrownBy(() -> Tasks.transfer(search, to, level, request))
        .isInstanceOf(InputException.class)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aMatrixHasEverySourceOnEveryTarget() {
    SmallSearch search = new SmallSearch(folder).with("levels", "2");
    FindConfig base = search.config();
    List<String> data =
        List.of(
            base.data().source(),
            Tasks.data(folder, "birds", 3, 4).toString(),
            Tasks.data(folder, "fish", 3, 5).toString());
    CountingEngines engines = new CountingEngines();
    Transferer transferer = new Transferer(new DataSources(), _ -> engines);

    MatrixResult result = transferer.matrix(base, data, List.of(2, 1), Tasks.REQUEST, event -> {});

    assertThat(result.tasks()).containsExactly("flowers", "birds", "fish");
    assertThat(result.plan().levels()).containsExactly(1, 2);
    assertThat(result.results()).hasSize(2 * 6);
    // three searches of three levels; six pairs of five arms at two levels, and one at level 0
    assertThat(engines.trainings()).isEqualTo(2 * (3 * 3 + 6 * (5 * 2 + 1)));
    TransferArm trained = TransferArms.STRENGTHS.getFirst();
    assertThat(result.cell(2, 0, 1, trained)).isEqualTo(result.between(2, 0, 1).arm(trained));
    assertThat(result.cell(2, 1, 1, trained).map(TransferFigures::arm)).contains("own-ticket");
    assertThat(result.between(1, 2, 0).source()).startsWith("fish-");
    assertThat(Transferer.matrices(base.machine()).folder(result.planHash()).resolve("result.json"))
        .exists();

    assertThat(transferer.matrix(base, data, List.of(1, 2), Tasks.REQUEST, event -> {}))
        .isEqualTo(result);
    assertThat(engines.trainings()).isZero();
  }

  @Test
  void aMatrixFindsWhatASingleTransferMade() {
    SmallSearch search = search();
    Path birds = Tasks.data(folder, "birds", 3, 4);
    TransferResult single = Tasks.transfer(search, birds, 2, Tasks.REQUEST);

    MatrixResult matrix =
        new Transferer(new DataSources())
            .matrix(
                search.config(),
                List.of(search.config().data().source(), birds.toString()),
                List.of(2),
                Tasks.REQUEST,
                event -> {});

    assertThat(matrix.between(2, 0, 1)).isEqualTo(single);
  }

  @Test
  void aMatrixOfOneTaskIsRefused() {
    SmallSearch search = search();
    String own = search.config().data().source();
    Transferer transferer = new Transferer(new DataSources());
    assertThatThrownBy(() ->
            transferer.matrix(
                search.config(), List.of(own), List.of(1), Tasks.REQUEST, event -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("matrix: expected two data sets");
    assertThatThrownBy(() ->
            transferer.matrix(
                search.config(), List.of(own, own), List.of(1), Tasks.REQUEST, event -> {}))
        .isInstanceOf(InputException.class)
        .hasMessage("matrix: expected different data, got flowers twice");
  }
}
