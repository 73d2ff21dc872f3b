package tombola.lab.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tombola.lab.verdict.Plan;
import tombola.lab.verdict.Variation;
import tombola.verify.Control;

/** Two networks whose slopes are known. */
final class SensitivityTest {
  private static final List<ArmKind> ALL = new ArrayList<>(Arms.SENSITIVITY);

  private static VerifyPlan plan(List<ArmKind> arms) {
    return new VerifyRequest(
            OptionalInt.of(2), false, VerifyScope.REPLICATES, arms, Plan.standard(2))
        .plan("c0", 2, List.of(), List.of(1L, 2L), 1);
  }

  private static ArmFigures figures(ArmKind arm, double first, double second, long step) {
    return ArmFigures.of(
        arm,
        plan(ALL).levelsOf(arm).getLast(),
        List.of(seed(1, first, step), seed(2, second, step + 100)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static SeedFigures seed(long seed, double accuracy, long step) {
    return new SeedFigures(
        seed, 10, 100, accuracy, 0.1, accuracy, accuracy, step, step > 900, step, true, 1000);
  }

  private static ArmKind blended(double dose) {
    return new ArmKind.OfControl(new Control.Blended(dose));
  }

  private static ArmKind dense(double dose) {
    return new ArmKind.OfDense(new Control.Blended(dose));
  }

  /** The ticket falls by 0.04 and 0.08, a straight line; the dense network by 0.01 at half only. */
  private static List<ArmFigures> arms() {
    return List.of(
        figures(Arms.TICKET, 0.98, 0.98, 100),
        figures(Arms.DENSE, 0.97, 0.97, 500),
        figures(Arms.REINITIALISED, 0.94, 0.90, 500),
        figures(Arms.RANDOM_MASK, 0.5, 0.5, 1000),
        figures(blended(0.25), 0.97, 0.96, 200),
        figures(blended(0.5), 0.96, 0.94, 300),
        figures(blended(0.75), 0.95, 0.92, 400),
        figures(dense(0.25), 0.97, 0.97, 500),
        figures(dense(0.5), 0.96, 0.97, 500),
        figures(dense(0.75), 0.97, 0.97, 500),
        figures(dense(1.0), 0.97, 0.97, 950));
  }

  @Test
  void slopesAreThoseWorkedOutByHand() {
    Sensitivity found = Sensitivity.of(plan(ALL), arms()).orElseThrow();

    assertThat(found.ticket().accuracy().values()).containsExactly(-0.04, -0.08);
    assertThat(found.ticket().accuracy().mean()).isCloseTo(-0.06, within(1e-9));
    assertThat(found.ticket().earlyStop().values()).containsExactly(400.0, 400.0);
    assertThat(found.dense().accuracy().mean()).isCloseTo(0, within(1e-9));
    assertThat(found.accuracy().values()).containsExactly(-0.04, -0.08);
    // sd 0.02 √2, error 0.02, Student's t of one degree of freedom 12.7062
    Variation.Varying varying = (Variation.Varying) found.accuracy().variation();
    assertThat(varying.interval().low()).isCloseTo(-0.06 - 12.7062 * 0.02, within(1e-6));
    assertThat(varying.interval().high()).isCloseTo(-0.06 + 12.7062 * 0.02, within(1e-6));
    // the last dose alone is 450 later: 0.5 * 450 / 0.625
    assertThat(found.dense().earlyStop().mean()).isCloseTo(360, within(1e-6));
    assertThat(found.earlyStop().mean()).isCloseTo(40, within(1e-6));
  }

  @Test
  void dosesGoFromTheNetworkItselfToNoiseAlone() {
    Sensitivity found = Sensitivity.of(plan(ALL), arms()).orElseThrow();

    assertThat(found.ticket().doses())
        .extracting(Sensitivity.Dose::dose)
        .containsExactly(0.0, 0.25, 0.5, 0.75, 1.0);
    assertThat(found.ticket().doses())
        .extracting(Sensitivity.Dose::arm)
        .containsExactly("ticket", "blended-0.25", "blended-0.5", "blended-0.75", "reinitialised");
    assertThat(found.dense().doses())
        .extracting(Sensitivity.Dose::arm)
        .containsExactly(
            "dense",
            "dense-blended-0.25",
            "dense-blended-0.5",
            "dense-blended-0.75",
            "dense-blended-1.0");
    assertThat(found.ticket().censored()).isFalse();
    assertThat(found.dense().censored()).isTrue();
    assertThat(found.ticket().doses().getLast().sdTestAccuracy())
        .isCloseTo(0.04 / Math.sqrt(2), within(1e-9));
    assertThat(found.ticket().doses().getFirst().sdBestStep())
        .isCloseTo(100 / Math.sqrt(2), within(1e-6));
  }

  @Test
  void thereIsNoneUnlessItWasAskedFor() {
    assertThat(Sensitivity.of(plan(List.of()), arms())).isEmpty();
    assertThat(Sensitivity.of(plan(List.of(blended(0.25))), arms())).isEmpty();
  }

  @Test
  void thereIsNoneIfADoseDiverged() {
    List<ArmFigures> rest =
        arms().stream().filter(arm -> !arm.arm().equals("dense-blended-0.5")).toList();

    assertThat(Sensitivity.of(plan(ALL), rest)).isEmpty();
  }
}
