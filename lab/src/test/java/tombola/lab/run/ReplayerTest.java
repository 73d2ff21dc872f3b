package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tombola.lab.certificate.Certificate;
import tombola.lab.certificate.Replay;
import tombola.lab.certificate.ReplayScope;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.store.RunStore;
import tombola.lab.verify.Sensitivity;
import tombola.lab.verify.VerifyRequest;
import tombola.lab.verify.VerifyScope;
import tombola.lab.verify.Widths;

final class ReplayerTest {
  private static final VerifyRequest REQUEST = Requests.level(2, "kept-signs,rate-rewound");

  @TempDir Path folder;
  @TempDir Path other;
  private Path out;

  @BeforeEach
  void placeForWork() {
    out = other.resolve("runs");
  }

  private SmallSearch search() {
    return new SmallSearch(folder).with("steps", "12");
  }

  /** Verifies, hands certificate, ticket and result on, and removes the run. */
  private Path handedOn() {
    Certified made = Certified.of(search(), REQUEST);
    Path file = made.handedOnTo(other);
    RunStore.remove(made.search().runFolder());
    return file;
  }

  @Test
  void anHonestCertificatePassesWithoutTheRunAndLeavesNoWork() {
    Replay replay = Certified.replay(handedOn(), out);

    assertThat(replay.lines()).isEmpty();
    assertThat(replay.equal()).isTrue();
    assertThat(replay.retrained()).isEqualTo(replay.trainings()).isEqualTo(2 * 3 + 8 + 4);
    assertThat(replay.left()).isEmpty();
    assertThat(out.resolve("replay")).doesNotExist();
  }

  @Test
  void aCertificateOfOneTicketUnderOtherOrdersPassesToo() {
    VerifyRequest request = Requests.of(OptionalInt.of(1), 3, VerifyScope.TICKET, "kept-signs");
    Path file = Certified.of(search().with("rewind", "step:3"), request).handedOnTo(other);

    Replay replay = Certified.replay(file, out);

    assertThat(replay.lines()).isEmpty();
    assertThat(replay.retrained()).isEqualTo(2 + 2 * 2 + 3 * 3); // search, ticket and dense, arms
  }

  private static VerifyRequest dosesAndWidths() {
    return new VerifyRequest(
        OptionalInt.of(2),
        false,
        VerifyScope.REPLICATES,
        List.of(),
        REQUEST.statistics(),
        Optional.of(Sensitivity.STANDARD),
        Optional.of(Widths.of("1,2")));
  }

  @Test
  void dosesOfNoiseAndStartingWidthsAreMadeAgainToo() {
    Path file = Certified.of(search(), dosesAndWidths()).handedOnTo(other);

    Replay replay = Certified.replay(file, out);

    assertThat(replay.lines()).isEmpty();
    int doses = 3 + 4 + 2; // of the ticket, of the dense network, further draws
    assertThat(replay.retrained()).isEqualTo(2 * (3 + 2 + doses));
    assertThat(out.resolve("replay")).doesNotExist();
  }

  @Test
  void anAccuracyThatWasAlteredAtAStartingWidthIsFoundByTraining() {
    SmallSearch search = search();
    Certified.of(search, dosesAndWidths());
    new Certified(search.with("network", "mlp:3-16-3"), folder)
        .forge("replicate-1/level-6", "testAccuracy", "0.125");
    Path file = Certified.again(search, dosesAndWidths()).handedOnTo(other);

    Replay replay = Certified.replay(file, out);

    assertThat(replay.checks()).allMatch(check -> check.holds());
    assertThat(replay.lines())
        .singleElement()
        .asString()
        .startsWith("starting widths: widths/1/ticket/");
  }

  @Test
  void aSlopeThatWasAlteredIsNotThatOfTheTrainings() {
    Path file = Certified.of(search(), dosesAndWidths()).handedOnTo(other);
    Certified.edit(
        file,
        text -> text.replaceFirst("(\"slopes\": \\[[^]]*],\\s*\"mean\": )[-0-9.E]+", "$10.5"));

    assertThat(Certified.replay(file, out).lines())
        .anySatisfy(line ->
            assertThat(line)
                .startsWith("statistics: by the figures of its trainings sensitivity/ticket/"));
  }

  @Test
  void anAccuracyThatWasAlteredWithAllHashesIsFoundByTraining() {
    Certified made = Certified.of(search(), REQUEST);
    made.forge("replicate-2/arms/random-mask/level-2", "testAccuracy", "0.125");
    Path file = Certified.again(made.search(), REQUEST).handedOnTo(other);

    Replay replay = Certified.replay(file, out);

    assertThat(replay.checks()).allMatch(check -> check.holds());
    assertThat(replay.equal()).isFalse();
    assertThat(replay.lines())
        .singleElement()
        .asString()
        .startsWith("seed 2, random-mask, level 2: testAccuracy: expected 0.125, found ");
    assertThat(out.resolve("replay")).exists();
  }

  @Test
  void aTrainingThatTheStatisticsDoNotShowIsTrainedTooAndTheFirstThatDiffersComesFirst() {
    VerifyRequest named =
        new VerifyRequest(
            OptionalInt.of(2), false, VerifyScope.REPLICATES, REQUEST.arms(), REQUEST.statistics());
    Certified made = Certified.of(search(), named);
    made.forge("replicate-2/level-1", "validationAccuracy", "0.5");
    made.forge("replicate-1/level-1", "testLoss", "0.5");
    Path file = Certified.again(made.search(), named).handedOnTo(other);

    Replay replay = Certified.replay(file, out);

    assertThat(replay.lines()).hasSize(2);
    assertThat(replay.lines().getFirst()).startsWith("seed 1, ticket, level 1: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ticket.safetensors", "result.json"})
  void aFlippedBitInAFileBesideItIsNamedAndNothingIsTrained(String name) {
    Path file = handedOn();
    Certified.flip(other.resolve(name), 0);

    Replay replay = Certified.replay(file, out);

    assertThat(replay.lines()).singleElement().asString().startsWith(name + ": expected SHA-256 ");
    assertThat(replay.retrained()).isZero();
  }

  @Test
  void aFlippedBitInTheDataIsNamed() {
    Path file = handedOn();
    Certified.edit(folder.resolve("flowers.csv"), text -> text.replaceFirst("1", "0"));

    assertThat(Certified.replay(file, out).lines())
        .singleElement()
        .asString()
        .startsWith("data: expected SHA-256 ");
  }

  @Test
  void dataThatLieElsewhereAndHaveAnotherNameAreTheSameData() throws IOException {
    Path file = handedOn();
    Path moved = Files.move(folder.resolve("flowers.csv"), other.resolve("blossoms.csv"));
    Replayer.Request there = Certified.request(ReplayScope.TICKET, out);

    Replay replay =
        new Replayer(new DataSources())
            .replay(
                file,
                new Replayer.Request(
                    there.scope(), Optional.of(moved.toString()), there.trusted(), there.machine()),
                event -> {});

    assertThat(replay.lines()).isEmpty();
  }

  @Test
  void anAlteredFigureIsFoundByTheHashAndByTheStatistics() {
    Path file = handedOn();
    Certified.edit(
        file,
        text -> text.replaceFirst("(?s)(\"trainings\".*?\"testAccuracy\": )[0-9.]+", "$10.125"));

    assertThat(Certified.replay(file, out).lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("content: expected SHA-256 "),
            line -> assertThat(line).startsWith("statistics: by the figures of its trainings "));
  }

  @Test
  void anAlteredPlanIsNamed() {
    Path file = handedOn();
    Certified.edit(file, text -> text.replaceFirst("(?s)(\"plan\": .*?\"alpha\": )0.05", "$10.25"));

    assertThat(Certified.replay(file, out).lines())
        .anySatisfy(line -> assertThat(line).startsWith("plan: expected SHA-256 "))
        .anySatisfy(line -> assertThat(line).startsWith("content: "));
  }

  @Test
  void anAlteredSettingIsNamed() {
    Path file = handedOn();
    Certified.edit(file, text -> text.replaceFirst("\"steps\": \"12\"", "\"steps\": \"11\""));

    assertThat(Certified.replay(file, out).lines())
        .anySatisfy(line -> assertThat(line).startsWith("configuration: expected SHA-256 "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[1]", "no JSON", "{\"schema\": 1}"})
  void whatIsNoCertificateIsRefusedInOneLine(String content) throws IOException {
    Path file = Files.writeString(other.resolve(Certificate.FILE), content);

    assertThatThrownBy(() -> Certified.replay(file, out))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageNotContaining("\n");
  }

  @Test
  void aCertificateOfAnotherArithmeticIsRefused() {
    Path file = handedOn();
    Certified.edit(file, text -> text.replace("\"arithmetic\": 1,", "\"arithmetic\": 2,"));

    assertThatThrownBy(() -> Certified.replay(file, out))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("arithmetic: expected 1, got 2");
  }

  @Test
  void lessThanAllIsTrainedIfAskedAndSaid() {
    Path file = handedOn();
    CountingEngines engines = new CountingEngines();
    Replayer replayer = new Replayer(new DataSources(), _ -> engines);

    Replay ticket = replayer.replay(file, Certified.request(ReplayScope.TICKET, out), e -> {});
    assertThat(engines.trainings()).isEqualTo(3).isEqualTo(ticket.retrained());
    assertThat(ticket.left()).isEqualTo("15 trainings of other seeds and arms");

    Replay verdict = replayer.replay(file, Certified.request(ReplayScope.VERDICT, out), e -> {});
    assertThat(engines.trainings()).isEqualTo(2 * 3 + 2 * 2).isEqualTo(verdict.retrained());
    assertThat(verdict.left()).isEqualTo("8 trainings that the verdict does not rest on");
    assertThat(verdict.equal()).isTrue();
  }

  @Test
  void aReplayThatWasStoppedGoesOn() {
    Path file = handedOn();
    CountingEngines engines = new CountingEngines();
    Replayer replayer = new Replayer(new DataSources(), _ -> engines);
    Replayer.Request all = Certified.request(ReplayScope.ALL, out);
    assertThatThrownBy(() ->
            replayer.replay(
                file,
                all,
                event -> {
                  if (event instanceof VerifyEvent.ArmFinished) {
                    throw new IllegalStateException("stopped");
                  }
                }))
        .hasMessage("stopped");
    int before = engines.trainings();
    assertThat(before).isGreaterThan(6);

    assertThat(replayer.replay(file, all, event -> {}).equal()).isTrue();

    assertThat(engines.trainings()).isEqualTo(2 * 3 + 8 + 2 + 2 * 3 - before);
  }
}
