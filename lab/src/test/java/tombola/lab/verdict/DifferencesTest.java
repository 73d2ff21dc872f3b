package tombola.lab.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.math.RandomStream;
import tombola.math.Seed;

class DifferencesTest {
  /**
   * Mean 0.002; squares of the deviations 1, 1, 0, 4, 4 times 10⁻⁶, so the variance is 10 / 4 = 2.5
   * times 10⁻⁶, the standard error √(2.5 / 5 · 10⁻⁶) = √0.5 · 10⁻³, and t = 2 / √0.5 = √8.
   */
  private static final Differences BY_HAND = of(0.003, 0.001, 0.002, 0.004, 0.000);

  private static Differences of(Double... values) {
    return new Differences(List.of(values));
  }

  private static Variation.Varying varying(Differences differences) {
    return (Variation.Varying) differences.variation();
  }

  @Test
  void thePairedTIsThatWorkedByHand() {
    assertThat(BY_HAND.mean()).isCloseTo(0.002, within(1e-15));
    assertThat(varying(BY_HAND).sd()).isCloseTo(Math.sqrt(2.5e-6), within(1e-15));
    assertThat(varying(BY_HAND).t()).isCloseTo(Math.sqrt(8), within(1e-12));
  }

  /**
   * With four degrees of freedom P(T ≤ t) = 1/2 + 3/8 · t/√a · (1 - t²/(12 a)), a = 1 + t²/4. For
   * t² = 8: a = 3, 3/8 · 1.632993 · 7/9 = 0.476290, above it 0.023710. For t² = 32: a = 9, 3/8 ·
   * 1.885618 · 19/27 = 0.497594, above it 0.002406.
   */
  @Test
  void thePValuesAreThoseWorkedByHand() {
    assertThat(BY_HAND.pGreater(0)).isCloseTo(0.023710, within(1e-6));
    assertThat(BY_HAND.pLess(0)).isCloseTo(1 - 0.023710, within(1e-6));
    assertThat(BY_HAND.pUnequal(0)).isCloseTo(0.047421, within(1e-6));
    assertThat(BY_HAND.pGreater(-0.002)).isCloseTo(0.002406, within(1e-6));
    assertThat(BY_HAND.pLess(0.004)).isCloseTo(0.023710, within(1e-6));
    assertThat(BY_HAND.pGreater(0.002)).isCloseTo(0.5, within(1e-9));
  }

  /** d = 2 / √2.5 = 1.264911; corrected by 1 - 3 / (4 · 4 - 1) = 0.8. */
  @Test
  void theEffectSizeIsInStandardDeviationsAndShrunkForFewSeeds() {
    assertThat(varying(BY_HAND).effect()).isCloseTo(1.264911, within(1e-6));
    assertThat(varying(BY_HAND).correctedEffect()).isCloseTo(1.011929, within(1e-6));
  }

  /**
   * The standard errors are 1, 1/√3, √0.5 · 10⁻³ and 1/3; the quantiles are from Student's table.
   */
  @Test
  void intervalsFollowThePublishedQuantiles() {
    assertHalfWidths(of(0.0, 2.0), 1, 12.706, 6.314);
    assertHalfWidths(of(-1.0, 0.0, 1.0), 1 / Math.sqrt(3), 4.303, 2.920);
    assertHalfWidths(BY_HAND, Math.sqrt(0.5e-6), 2.776, 2.132);
    List<Double> ten = new ArrayList<>(Collections.nCopies(5, 1.0));
    ten.addAll(Collections.nCopies(5, -1.0));
    assertHalfWidths(new Differences(ten), 1 / 3.0, 2.262, 1.833);
  }

  private static void assertHalfWidths(
      Differences differences, double error, double twoSided, double oneSided) {
    double mean = differences.mean();
    Interval interval = varying(differences).interval();
    assertThat((interval.high() - mean) / error).isCloseTo(twoSided, within(0.0006));
    assertThat((mean - interval.low()) / error).isCloseTo(twoSided, within(0.0006));
    assertThat((mean - differences.lowerBound(0.05).orElseThrow()) / error)
        .isCloseTo(oneSided, within(0.0006));
  }

  @Test
  void intervalBoundAndPValueAgree() {
    RandomStream random = new Seed(1).child("agree").generator();
    for (int round = 0; round < 200; round++) {
      Differences differences = normal(random, 2 + random.nextInt(20), 0.3, 1);
      Interval interval = varying(differences).interval();
      assertThat(differences.pUnequal(interval.low())).isCloseTo(0.05, within(1e-6));
      assertThat(differences.pUnequal(interval.high())).isCloseTo(0.05, within(1e-6));
      double bound = differences.lowerBound(0.02).orElseThrow();
      assertThat(differences.pGreater(bound)).isCloseTo(0.02, within(1e-6));
      assertThat(differences.pGreater(0) + differences.pLess(0)).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void theIntervalHoldsTheTrueMeanNineteenTimesInTwenty() {
    RandomStream random = new Seed(2).child("coverage").generator();
    int held = 0;
    for (int round = 0; round < 4000; round++) {
      Interval interval = varying(normal(random, 5, 0.7, 2)).interval();
      held += interval.low() <= 0.7 && 0.7 <= interval.high() ? 1 : 0;
    }
    assertThat(held / 4000.0).isCloseTo(0.95, within(0.014)); // four standard deviations
  }

  private static Differences normal(RandomStream random, int n, double mean, double sd) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      values.add(mean + sd * random.nextGaussian());
    }
    return new Differences(values);
  }

  @Test
  void oneSeedShowsNothing() {
    Differences one = of(0.3);

    assertThat(one.variation()).isEqualTo(new Variation.OneSeed());
    assertThat(one.lowerBound(0.05)).isEmpty();
    assertThat(one.pGreater(0)).isEqualTo(0.5);
    assertThat(one.pLess(0)).isEqualTo(1);
    assertThat(one.pUnequal(0)).isEqualTo(1);
  }

  @Test
  void whereAllDifferencesAreEqualTheSignTestStandsIn() {
    Differences equal = of(0.9812 - 0.98, 0.9799 - 0.9787, 0.9805 - 0.9793, 0.0012, 0.0012);

    assertThat(equal.variation()).isEqualTo(new Variation.AllEqual());
    assertThat(equal.lowerBound(0.05)).isEmpty();
    assertThat(equal.pGreater(0)).isEqualTo(1 / 32.0);
    assertThat(equal.pLess(0)).isEqualTo(1);
    assertThat(equal.pLess(0.002)).isEqualTo(1 / 32.0);
    assertThat(equal.pUnequal(0)).isEqualTo(1 / 16.0);
  }

  @Test
  void equalDifferencesAtTheBoundAreNotBeyondIt() {
    Differences tie = of(0.98 - 0.982, -0.002, 0.9705 - 0.9725);

    assertThat(tie.pGreater(-0.002)).isEqualTo(1);
    assertThat(tie.pLess(-0.002)).isEqualTo(1);
    assertThat(tie.pUnequal(-0.002)).isEqualTo(1);
  }

  @Test
  void ticketAndItselfDifferByNothing() {
    Differences same = of(0.0, 0.0, 0.0, 0.0, 0.0);

    assertThat(same.pGreater(0)).isEqualTo(1);
    assertThat(same.pGreater(-0.001)).isEqualTo(1 / 32.0);
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() {
    assertThatThrownBy(() -> of(0.1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("differences: expected finite numbers, got NaN in [0.1, NaN]");
    assertThatThrownBy(() -> of(Double.NEGATIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(DifferencesTest::of)
        .hasMessage("differences: expected at least one, got none");
  }
}
