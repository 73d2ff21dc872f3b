package tombola.lab.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tombola.lab.result.LevelResult;
import tombola.lab.verdict.Plan;
import tombola.lab.verdict.Variation;
import tombola.train.Curve;

/** Evidence given by hand: what it comes to. */
final class FindingsTest {
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L);
  private static final Map<String, double[]> ACCURACIES =
      Map.of(
          "ticket", new double[] {0.98, 0.981, 0.982},
          "dense", new double[] {0.978, 0.979, 0.98},
          "reinitialised", new double[] {0.96, 0.962, 0.961},
          "random-mask", new double[] {0.95, 0.953, 0.952},
          "small-dense", new double[] {0.985, 0.987, 0.986},
          "kept-signs", new double[] {0.97, 0.99, 0.98});

  private static VerifyPlan plan(String arms) {
    return new VerifyRequest(
            OptionalInt.of(2), false, VerifyScope.REPLICATES, Arms.optional(arms), Plan.standard(3))
        .plan("hash", 2, List.of(), SEEDS, 1);
  }

  private static ArmOutcome measured(double accuracy, long bestStep, double leastLoss) {
    Curve curve =
        new Curve(
            List.of(
                new Curve.Point(0, Double.NaN, 2, 0.1),
                new Curve.Point(bestStep, 1, leastLoss, 0.9),
                new Curve.Point(1000, 1, 1, 0.9)));
    return new ArmOutcome.Measured(
        new LevelResult(
            2,
            10,
            40,
            0.25,
            accuracy,
            0.1,
            0.9,
            accuracy,
            List.of(1.0),
            bestStep,
            false,
            1000,
            1,
            1,
            1,
            OptionalLong.empty(),
            List.of(),
            curve),
        3000);
  }

  private static Evidence evidence(VerifyPlan plan) {
    Map<Evidence.Place, SortedMap<Long, ArmOutcome>> outcomes = new HashMap<>();
    for (ArmKind arm : plan.armKinds()) {
      double[] accuracies = ACCURACIES.getOrDefault(arm.id(), new double[3]);
      SortedMap<Long, ArmOutcome> bySeed = new TreeMap<>();
      for (int i = 0; i < SEEDS.size(); i++) {
        boolean dense = arm.equals(Arms.DENSE);
        bySeed.put(SEEDS.get(i), measured(accuracies[i], dense ? 600 : 300, dense ? 0.5 : 0.4));
      }
      outcomes.put(new Evidence.Place(arm, plan.levelsOf(arm).getFirst()), bySeed);
    }
    return new Evidence(plan, outcomes);
  }

  private static VerifyResult result(Evidence evidence) {
    return Findings.of(evidence, "run", "data", "net", "hash", 0);
  }

  @Test
  void theFiguresAreThoseWorkedOutByHand() {
    VerifyResult result = result(evidence(plan("small-dense")));

    ArmFigures dense = result.arm("dense").orElseThrow();
    assertThat(dense.meanTestAccuracy()).isEqualTo(0.979);
    assertThat(dense.sdTestAccuracy()).isEqualTo(0.001);
    assertThat(dense.difference().orElseThrow().mean()).isEqualTo(-0.002);
    assertThat(dense.earlyStop().orElseThrow().ratio()).contains(2.0);
    SeedFigures first = result.arm("ticket").orElseThrow().seeds().getFirst();
    assertThat(first.denseLossStep()).isEqualTo(300);
    assertThat(first.denseLossReached()).isTrue();
    Compared random = result.arm("random-mask").orElseThrow().difference().orElseThrow();
    assertThat(random.differences()).containsExactly(-0.03, -0.028, -0.03);
    assertThat(random.variation()).isInstanceOf(Variation.Varying.class);
    Variation.Varying varying = (Variation.Varying) random.variation();
    double half = 4.302652729911275 * Math.sqrt(4.0 / 3) * 1e-3 / Math.sqrt(3); // t of 2 degrees
    assertThat(varying.interval().low()).isCloseTo(-0.088 / 3 - half, within(1e-9));
    assertThat(result.levels().getFirst().density()).isEqualTo(0.25);
  }

  @Test
  void aTicketThatMeetsEveryCriterionButHasThreeEqualDifferencesIsUndecided() {
    // three equal differences to dense: the sign test gives 1/8
    VerifyResult result = result(evidence(plan("none")));

    assertThat(result.answer()).isEqualTo(Answer.UNDECIDED);
    assertThat(result.criteria())
        .extracting(CriterionFigures::criterion)
        .containsExactly("reset", "accuracy", "early-stop", "superiority", "superiority");
  }

  @Test
  void armsThatAreShownToBeBetterAreNamedAndOthersAreNot() {
    VerifyResult result = result(evidence(plan("small-dense,kept-signs")));

    assertThat(result.better()).containsExactly("small-dense");
  }

  @Test
  void anArmThatDivergedUnderOneSeedIsNotIn() {
    VerifyPlan plan = plan("small-dense");
    Map<Evidence.Place, SortedMap<Long, ArmOutcome>> outcomes =
        new HashMap<>(evidence(plan).outcomes());
    Evidence.Place place = new Evidence.Place(Arms.of("small-dense"), 2);
    SortedMap<Long, ArmOutcome> two = new TreeMap<>(outcomes.get(place));
    two.put(2L, new ArmOutcome.Diverged("training diverged"));
    outcomes.put(place, two);

    VerifyResult result = result(new Evidence(plan, outcomes));

    assertThat(result.arm("small-dense")).isEmpty();
    assertThat(result.better()).isEmpty();
    assertThat(result.criteria()).hasSize(5);
    assertThat(result.diverged())
        .containsExactly(
            new VerifyResult.Divergence(
                "small-dense", "small dense network", 2, 2, "training diverged"));
  }

  @Test
  void aMissingSeedIsRefused() {
    VerifyPlan plan = plan("none");
    Map<Evidence.Place, SortedMap<Long, ArmOutcome>> outcomes =
        new HashMap<>(evidence(plan).outcomes());
    Evidence.Place place = new Evidence.Place(Arms.DENSE, 0);
    outcomes.put(place, new TreeMap<>(outcomes.getOrDefault(place, new TreeMap<>()).headMap(3L)));

    assertThatThrownBy(() -> new Evidence(plan, outcomes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dense, level 0: expected the seeds [1, 2, 3], got [1, 2]");
  }

  @Test
  void statisticsHaveTenDigits() {
    assertThat(Rounded.of(1.0 / 3)).isEqualTo(0.3333333333);
    assertThat(Rounded.of(1e-20 / 3)).isEqualTo(3.333333333e-21);
    assertThat(Rounded.of(Double.NaN)).isNaN();
  }
}
