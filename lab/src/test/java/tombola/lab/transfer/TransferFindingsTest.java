package tombola.lab.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tombola.lab.result.LevelResult;
import tombola.lab.verdict.Plan;
import tombola.lab.verify.ArmOutcome;
import tombola.lab.verify.Ratio;
import tombola.train.Curve;
import tombola.verify.Head;

/** Evidence given by hand: what it comes to. */
final class TransferFindingsTest {
  private static final TransferPlan PLAN = SampleTransfers.plan("s", "t", 1);
  private static final TransferArm TRAINED = TransferArms.STRENGTHS.get(0);
  private static final TransferArm MASK = TransferArms.STRENGTHS.get(3);

  private static TransferEvidence with(TransferArm arm, long seed, ArmOutcome.Trained outcome) {
    Map<TransferArm, SortedMap<Long, ArmOutcome.Trained>> outcomes =
        new HashMap<>(SampleTransfers.evidence(PLAN).outcomes());
    SortedMap<Long, ArmOutcome.Trained> bySeed =
        new TreeMap<>(outcomes.getOrDefault(arm, new TreeMap<>()));
    bySeed.put(seed, outcome);
    outcomes.put(arm, bySeed);
    return new TransferEvidence(PLAN, outcomes);
  }

  private static TransferResult result(TransferEvidence evidence) {
    return SampleTransfers.result(evidence, "mnist", "fashion");
  }

  @Test
  void theFiguresAreThoseWorkedOutByHand() {
    TransferFigures trained = result(SampleTransfers.evidence(PLAN)).arm(TRAINED).orElseThrow();

    assertThat(trained.meanTestAccuracy()).isEqualTo(0.91);
    assertThat(trained.sdTestAccuracy()).isCloseTo(1e-4 * Math.sqrt(10.0 / 4), within(1e-12));
    assertThat(trained.density()).isEqualTo(20 / 50.0);
    assertThat(trained.hiddenDensity()).isEqualTo(10 / 40.0);
    assertThat(trained.difference().orElseThrow().mean()).isEqualTo(0.01);
    assertThat(trained.earlyStop().orElseThrow().ratio()).contains(4.0);
    assertThat(trained.denseLoss().orElseThrow().ratio()).contains(4.0);
    assertThat(trained.denseAccuracy().orElseThrow().ratio()).contains(4.0);
  }

  @Test
  void eachStrengthHasItsAnswerAndTheSentenceSaysAll() {
    TransferResult result = result(SampleTransfers.evidence(PLAN));

    assertThat(result.claims())
        .extracting(Claim::answer)
        .containsExactly(
            Claim.Answer.CARRIES,
            Claim.Answer.CARRIES,
            Claim.Answer.CARRIES,
            Claim.Answer.LESS_ACCURATE);
    assertThat(result.sentence())
        .startsWith(
            "From mnist to fashion at level 1: the ticket carries over. The mask with its trained"
                + " weights, the mask with its initial weights and the mask with its signs are as"
                + " accurate as the dense network from scratch within the margin, and more accurate"
                + " than a random ticket of the same counts. The mask alone is less accurate than"
                + " the dense network from scratch by more than the margin.")
        .endsWith(
            "for each that the mask with its trained weights takes to it: ratio 4.00 over 5"
                + " seeds, all equal, which gives no interval.");
  }

  @Test
  void aBarThatIsNeverReachedBoundsTheRatioFromAbove() {
    TransferEvidence better =
        with(TransferArms.DENSE, 2, lower(SampleTransfers.measured(0.9, 400)));

    Ratio ratio = result(better).arm(TRAINED).orElseThrow().denseLoss().orElseThrow();

    assertThat(ratio.kind()).isEqualTo(Ratio.Kind.AT_MOST);
  }

  /** The same outcome with a loss that no other arm comes to. */
  private static ArmOutcome.Trained lower(ArmOutcome.Measured measured) {
    return new ArmOutcome.Measured(
        new LevelResult(
            1,
            20,
            50,
            0.4,
            0.9,
            0.3,
            0.9,
            0.9,
            List.of(1.0),
            400,
            false,
            1000,
            1,
            1,
            1,
            OptionalLong.empty(),
            measured.figures().layers(),
            new Curve(
                List.of(
                    new Curve.Point(0, Double.NaN, 2, 0.1),
                    new Curve.Point(400, 1, 0.1, 0.9),
                    new Curve.Point(1000, 1, 0.8, 0.9)))),
        1000);
  }

  @Test
  void aStrengthThatDivergedIsLeftOutAndCountsInItsFamily() {
    TransferResult all = result(SampleTransfers.evidence(PLAN));
    TransferResult three = result(with(MASK, 2, new ArmOutcome.Diverged("training diverged")));

    assertThat(three.arm(MASK)).isEmpty();
    assertThat(three.claims()).hasSize(3);
    assertThat(three.diverged()).containsExactly("seed 2, mask-alone: training diverged");
    assertThat(three.claim(TRAINED)).isEqualTo(all.claim(TRAINED));
  }

  @Test
  void withoutTheRandomTicketNothingIsTested() {
    TransferResult result =
        result(with(TransferArms.RANDOM, 1, new ArmOutcome.Diverged("training diverged")));

    assertThat(result.claims()).isEmpty();
    assertThat(result.sentence()).startsWith("Undecided");
    assertThat(result.arm(TRAINED)).isPresent();
  }

  @Test
  void aMissingSeedIsRefused() {
    Map<TransferArm, SortedMap<Long, ArmOutcome.Trained>> outcomes =
        new HashMap<>(SampleTransfers.evidence(PLAN).outcomes());
    outcomes.put(
        TransferArms.OWN,
        new TreeMap<>(
            SampleTransfers.evidence(PLAN)
                .outcomes()
                .getOrDefault(TransferArms.OWN, new TreeMap<>())
                .headMap(4L)));

    assertThatThrownBy(() -> new TransferEvidence(PLAN, outcomes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("own-ticket: expected the seeds [1, 2, 3, 4, 5], got [1, 2, 3]");
  }

  @Test
  void aPlanToItselfIsRefused() {
    assertThatThrownBy(() -> SampleTransfers.plan("s", "s", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("target: expected another than the source, got s");
  }

  @Test
  void oneReplicateIsRefusedAndHeadsAreNamed() {
    assertThatThrownBy(() -> new TransferRequest(Head.NEW, Plan.standard(1)))
        .hasMessage("replicates: expected 2 to 1000, got 1 (5 is usual)");
    assertThat(TransferRequest.head("keep")).isEqualTo(Head.KEEP);
    assertThatThrownBy(() -> TransferRequest.head("old"))
        .hasMessage("head: expected new or keep, got old");
  }
}
