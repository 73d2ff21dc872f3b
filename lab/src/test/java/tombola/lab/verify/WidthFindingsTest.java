package tombola.lab.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import tombola.lab.result.LevelResult;
import tombola.lab.verdict.Plan;
import tombola.train.Curve;

/** Outcomes given by hand at several widths: what they come to. */
final class WidthFindingsTest {
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L);
  private static final VerifyPlan PLAN =
      new VerifyPlan(
          VerifyPlan.SCHEMA,
          1,
          "hash",
          2,
          List.of(),
          SEEDS,
          VerifyScope.REPLICATES,
          1,
          List.of(2),
          List.of(),
          Plan.standard(3));

  private static ArmOutcome.Measured measured(double accuracy, long live) {
    Curve curve =
        new Curve(
            List.of(new Curve.Point(0, Double.NaN, 2, 0.1), new Curve.Point(500, 1, 0.4, 0.9)));
    return new ArmOutcome.Measured(
        new LevelResult(
            2,
            live,
            400,
            live / 400.0,
            accuracy,
            0.1,
            0.9,
            accuracy,
            List.of(1.0),
            500,
            false,
            500,
            1,
            1,
            1,
            OptionalLong.empty(),
            List.of(),
            curve),
        500);
  }

  private static <T> SortedMap<Long, T> bySeed(LongFunction<T> outcome) {
    SortedMap<Long, T> all = new TreeMap<>();
    SEEDS.forEach(seed -> all.put(seed, outcome.apply(seed)));
    return all;
  }

  /** The dense network has 0.98, so the margin is 0.002. */
  private static WidthEvidence width(
      double factor, LongFunction<Double> ticket, LongFunction<ArmOutcome.Trained> reinitialised) {
    return new WidthEvidence(
        factor,
        "mlp:" + factor,
        "run-" + factor,
        4,
        bySeed(seed -> measured(ticket.apply(seed), 100)),
        bySeed(_ -> measured(0.98, 400)),
        bySeed(reinitialised));
  }

  @Test
  void aTicketWinsUnderASeedWhereItBeatsItsReInitialisationAndIsNoWorseThanDense() {
    WidthEvidence half =
        width(
            0.5,
            seed -> seed == 1 ? 0.979 : seed == 2 ? 0.9775 : 0.985,
            seed -> measured(seed == 3 ? 0.985 : 0.97, 100));

    WidthFigures.AtWidth found = WidthFindings.of(PLAN, 105, List.of(half)).widths().getFirst();

    assertThat(found.margin()).isEqualTo(0.002);
    assertThat(found.noWorse()).as("seeds 1 and 3").isEqualTo(2);
    assertThat(found.better()).as("seeds 1 and 2; equal is not better").isEqualTo(2);
    assertThat(found.both()).as("seed 1").isEqualTo(1);
    assertThat(found.winRate()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(found.total()).isEqualTo(400);
    assertThat(found.ticket().meanLive()).isEqualTo(100);
    assertThat(found.dense().difference().orElseThrow().differences())
        .containsExactly(0.001, 0.0025, -0.005);
    assertThat(found.ticket().difference()).isEmpty();
    assertThat(found.level()).isEqualTo(4);
  }

  /** From a quarter to twice there are three doublings; the slopes are 0.001, 0.002 and 0.003. */
  @Test
  void theSlopeIsPerDoublingOfTheWidth() {
    LongFunction<ArmOutcome.Trained> other = _ -> measured(0.9, 100);
    WidthFigures found =
        WidthFindings.of(
            PLAN,
            105,
            List.of(
                width(0.25, _ -> 0.97, other),
                width(0.5, seed -> 0.97 + 0.001 * seed, other),
                width(1, seed -> 0.97 + 0.002 * seed, other),
                width(2, seed -> 0.97 + 0.003 * seed, other)));

    SlopeFigures slope = found.perDoubling().orElseThrow();
    assertThat(slope.slopes()).containsExactly(0.001, 0.002, 0.003);
    assertThat(slope.mean()).contains(0.002);
    assertThat(slope.interval().orElseThrow().low())
        .isCloseTo(0.002 - 4.302653 * 0.001 / Math.sqrt(3), within(1e-8));
    assertThat(found.live()).isEqualTo(105);
    assertThat(WidthFindings.of(PLAN, 105, List.of(width(1, _ -> 0.97, other))).perDoubling())
        .isEmpty();
  }

  @Test
  void aReInitialisationThatDivergedIsBeatenAndNamed() {
    WidthEvidence one =
        width(
            1,
            _ -> 0.98,
            seed -> seed == 2 ? new ArmOutcome.Diverged("no loss") : measured(0.99, 100));

    WidthFigures.AtWidth found = WidthFindings.of(PLAN, 105, List.of(one)).widths().getFirst();

    assertThat(found.reinitialised()).isEmpty();
    assertThat(found.better()).isEqualTo(1);
    assertThat(found.diverged())
        .extracting(VerifyResult.Divergence::line)
        .containsExactly("seed 2, reinitialised, level 4: no loss");
  }

  @Test
  void seedsOtherThanThePlansAreRefused() {
    WidthEvidence whole = width(1, _ -> 0.98, _ -> measured(0.9, 100));
    whole.ticket().remove(2L);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> WidthFindings.of(PLAN, 105, List.of(whole)))
        .withMessage("ticket at width 1.0: expected the seeds [1, 2, 3], got [1, 3]");
  }
}
