package tombola.lab.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tombola.lab.result.LevelResult;
import tombola.lab.verdict.Plan;
import tombola.train.Curve;

/** Outcomes given by hand at every dose: what they come to. */
final class SensitivityFindingsTest {
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L);
  private static final List<Double> DOSES = Sensitivity.STANDARD.doses();

  private final Map<Evidence.Place, SortedMap<Long, ArmOutcome>> outcomes = new HashMap<>();
  private final Map<Evidence.Place, SortedMap<Long, Double>> signs = new HashMap<>();
  private final VerifyPlan plan =
      new VerifyRequest(
              OptionalInt.of(2),
              false,
              VerifyScope.REPLICATES,
              List.of(),
              Plan.standard(3),
              Optional.of(Sensitivity.STANDARD),
              Optional.empty())
          .plan("hash", 2, List.of(), SEEDS, 1);

  /**
   * Ticket: from 0.98, down by 0.04, 0.05 and 0.06 along a line; dense network: from 0.97, down by
   * 0.01 under each seed. Early stop of the ticket: from 3,000 up by 2,000; of the dense network
   * 5,000 always. Draws of seed s: 0.94 - 0.01 (s - 1) and that ± 0.002.
   */
  SensitivityFindingsTest() {
    for (Evidence.Place place : plan.places()) {
      for (long seed : SEEDS) {
        put(place, seed, outcome(0.9, 1000, false));
      }
    }
    for (double dose : DOSES) {
      for (long seed : SEEDS) {
        Evidence.Place ticket = new Evidence.Place(Sensitivity.arm(Arms.TICKET, dose), 2);
        Evidence.Place dense = new Evidence.Place(Sensitivity.arm(Arms.DENSE, dose), 0);
        double fall = 0.03 + 0.01 * seed;
        put(ticket, seed, outcome(0.98 - fall * dose, Math.round(3000 + 2000 * dose), false));
        put(dense, seed, outcome(0.97 - 0.01 * dose, 5000, false));
        signs.computeIfAbsent(ticket, _ -> new TreeMap<>()).put(seed, 0.9 - 0.1 * dose);
      }
    }
    for (int draw = 2; draw <= 3; draw++) {
      for (long seed : SEEDS) {
        double first = 0.98 - (0.03 + 0.01 * seed);
        ArmKind arm = Sensitivity.STANDARD.redrawn().get(draw - 1);
        put(
            new Evidence.Place(arm, 2),
            seed,
            outcome(first + (draw == 2 ? 0.002 : -0.002), 9000, false));
      }
    }
  }

  private void put(Evidence.Place place, long seed, ArmOutcome outcome) {
    outcomes.computeIfAbsent(place, _ -> new TreeMap<>()).put(seed, outcome);
  }

  private static ArmOutcome outcome(double accuracy, long bestStep, boolean censored) {
    Curve curve =
        new Curve(
            List.of(
                new Curve.Point(0, Double.NaN, 2, 0.1),
                new Curve.Point(bestStep, 1, 0.4, 0.9),
                new Curve.Point(10_000, 1, 1, 0.9)));
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
            censored,
            10_000,
            1,
            1,
            1,
            OptionalLong.empty(),
            List.of(),
            curve),
        10_000);
  }

  private SensitivityFigures figures() {
    return SensitivityFindings.of(new Evidence(plan, outcomes), signs).orElseThrow();
  }

  /** Slopes -0.04, -0.05, -0.06: mean -0.05, deviation 0.01; 4.302653 · 0.01 / √3 = 0.024841. */
  @Test
  void slopesAndTheirIntervalsAreThoseWorkedOutByHand() {
    SensitivityFigures found = figures();

    SlopeFigures ticket = found.ticket().accuracy().orElseThrow();
    assertThat(ticket.kind()).isEqualTo(Ratio.Kind.MEASURED);
    assertThat(ticket.slopes()).containsExactly(-0.04, -0.05, -0.06);
    assertThat(ticket.mean()).contains(-0.05);
    assertThat(ticket.interval().orElseThrow().low()).isCloseTo(-0.074841, within(1e-6));
    assertThat(ticket.interval().orElseThrow().high()).isCloseTo(-0.025159, within(1e-6));
    SlopeFigures dense = found.dense().accuracy().orElseThrow();
    assertThat(dense.mean()).contains(-0.01);
    assertThat(dense.interval()).as("all seeds are equal").isEmpty();
    SlopeFigures difference = found.accuracy().orElseThrow();
    assertThat(difference.slopes()).containsExactly(-0.03, -0.04, -0.05);
    assertThat(difference.mean()).contains(-0.04);
    assertThat(difference.interval().orElseThrow().high()).isCloseTo(-0.015159, within(1e-6));
    // t = -0.04 / (0.01 / √3) = -6.928 with 2 degrees: p = 1 - 6.928 / √(48 + 2) = 0.0202
    assertThat(difference.pUnequal().orElseThrow()).isCloseTo(0.0202, within(1e-4));
    assertThat(found.ticket().earlyStop().orElseThrow().slopes())
        .containsExactly(2000.0, 2000.0, 2000.0);
    assertThat(found.earlyStop().orElseThrow().mean()).contains(2000.0);
  }

  @Test
  void everyDoseIsComparedWithTheNetworkItself() {
    SensitivityFigures found = figures();

    assertThat(found.ticket().doses()).extracting(d -> d.dose()).isEqualTo(DOSES);
    assertThat(found.ticket().doses())
        .extracting(d -> d.figures().arm())
        .containsExactly("ticket", "blended-0.25", "blended-0.5", "blended-0.75", "reinitialised");
    assertThat(found.dense().doses())
        .extracting(d -> d.figures().arm() + " " + d.figures().level())
        .containsExactly(
            "dense 0", "blended-0.25 0", "blended-0.5 0", "blended-0.75 0", "reinitialised 0");
    assertThat(found.ticket().doses().getFirst().figures().difference()).isEmpty();
    assertThat(found.ticket().doses().get(2).figures().difference().orElseThrow().differences())
        .containsExactly(-0.02, -0.025, -0.03);
    Compared dense = found.dense().doses().getLast().figures().difference().orElseThrow();
    assertThat(dense.against()).isEqualTo("the dense network");
    assertThat(dense.mean()).isEqualTo(-0.01);
  }

  /** Under each seed three draws apart by 0.002: a variance of 4e-6. */
  @Test
  void theSpreadOverDrawsIsThatWithinASeed() {
    SensitivityFigures.Redraws redraws = figures().redraws();

    assertThat(redraws.draws()).isEqualTo(3);
    assertThat(redraws.ticket()).contains(0.0);
    assertThat(redraws.reinitialised().orElseThrow()).isCloseTo(0.01, within(1e-9));
    assertThat(redraws.withinSeed().orElseThrow()).isCloseTo(0.002, within(1e-9));
  }

  @Test
  void aShareOfSignsIsThereWhereItWasNotedUnderEverySeed() {
    assertThat(figures().ticket().doses().get(1).signsKept()).containsExactly(0.875, 0.875, 0.875);
    assertThat(figures().ticket().doses().get(1).meanSignsKept()).contains(0.875);
    assertThat(figures().dense().doses().get(1).meanSignsKept()).isEmpty();
    signs.values().forEach(bySeed -> bySeed.remove(2L));
    assertThat(figures().ticket().doses().get(1).signsKept()).isEmpty();
  }

  @Test
  void aStepThatIsABoundMakesTheSlopeOne() {
    put(new Evidence.Place(Arms.REINITIALISED, 2), 3, outcome(0.92, 9500, true));

    SlopeFigures slope = figures().ticket().earlyStop().orElseThrow();

    assertThat(slope.kind()).isEqualTo(Ratio.Kind.AT_LEAST);
    assertThat(slope.mean()).contains(2000 + 0.8 * 4500 / 3);
    assertThat(slope.interval()).isEmpty();
    assertThat(figures().earlyStop().orElseThrow().kind()).isEqualTo(Ratio.Kind.AT_LEAST);
    assertThat(figures().accuracy().orElseThrow().kind()).isEqualTo(Ratio.Kind.MEASURED);
  }

  @Test
  void aDoseThatDivergedIsNotInAndThereIsNoSlope() {
    Evidence.Place place = new Evidence.Place(Sensitivity.arm(Arms.DENSE, 0.5), 0);
    put(place, 2, new ArmOutcome.Diverged("training diverged"));

    SensitivityFigures found = figures();

    assertThat(found.dense().doses())
        .extracting(d -> d.dose())
        .containsExactly(0.0, 0.25, 0.75, 1.0);
    assertThat(found.dense().accuracy()).isEmpty();
    assertThat(found.accuracy()).isEmpty();
    assertThat(found.ticket().accuracy()).isPresent();
    VerifyResult result =
        Findings.of(new Evidence(plan, outcomes), "run", "data", "network", "hash", 0);
    assertThat(result.diverged())
        .extracting(VerifyResult.Divergence::line)
        .containsExactly("seed 2, blended-0.5, level 0: training diverged");
    assertThat(result.criteria()).as("the verdict needs no dose").hasSize(5);
  }

  /** The re-initialised dense network is a dose and no arm of the verdict. */
  @Test
  void aMissingDoseIsNotWhyThereIsNoVerdict() {
    put(new Evidence.Place(Arms.REINITIALISED, 0), 2, new ArmOutcome.Diverged("no"));
    put(new Evidence.Place(Arms.RANDOM_MASK, 2), 1, new ArmOutcome.Diverged("no"));

    VerifyResult result =
        Findings.of(new Evidence(plan, outcomes), "run", "data", "network", "hash", 0);

    assertThat(result.sentence()).endsWith("diverged: a random mask under seed 1.");
  }

  @Test
  void aPlanWithoutDosesHasNoFigures() {
    VerifyPlan none =
        new VerifyRequest(
                OptionalInt.of(2), false, VerifyScope.REPLICATES, List.of(), Plan.standard(3))
            .plan("hash", 2, List.of(), SEEDS, 1);

    assertThat(SensitivityFindings.of(new Evidence(none, outcomes), signs)).isEmpty();
    assertThat(none.places()).hasSize(4);
    // inner doses of two networks, the dense network's re-initialisation, two draws
    List<Evidence.Place> more = new ArrayList<>(plan.places());
    more.removeAll(none.places());
    assertThat(more).hasSize(3 + 3 + 1 + 2);
  }

  @Test
  void dosesAscendFromTheNetworkToItsReInitialisation() {
    for (List<Double> doses :
        List.of(List.<Double>of(), List.of(1.0), List.of(0.0, 0.5), List.of(0.0, 0.5, 0.5, 1.0))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Sensitivity(doses, 1))
          .withMessage("doses: expected an ascent from 0 to 1, got " + doses);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sensitivity(DOSES, 0))
        .withMessage("draws: expected at least 1, got 0");
  }
}
