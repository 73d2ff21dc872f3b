package tombola.lab.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tombola.math.RandomStream;
import tombola.math.Seed;

class PowerTest {

  /** Two groups of 20, one deviation apart: the example in the manual of R's power.t.test. */
  @Test
  void thePowerIsThatOfThePublishedExample() {
    double critical = TDistribution.of(38).inverseSurvivalProbability(0.025);

    assertThat(Power.noncentralTail(38, Math.sqrt(10), critical))
        .isCloseTo(0.8689528, within(5e-8));
  }

  /**
   * Two groups at the two-sided level 0.05 with power 0.8 take 393, 64 or 26 samples each for
   * small, medium or large effects (Cohen 1992, table 2).
   */
  @ParameterizedTest
  @CsvSource({"0.2, 393", "0.5, 64", "0.8, 26"})
  void theGroupsAreAsLargeAsCohensTableSays(double effect, int size) {
    assertThat(ofTwoGroups(effect, size)).isGreaterThanOrEqualTo(0.7995); // rounded to 0.80
    assertThat(ofTwoGroups(effect, size - 1)).isLessThan(0.8);
  }

  private static double ofTwoGroups(double effect, int size) {
    int freedom = 2 * size - 2;
    double critical = TDistribution.of(freedom).inverseSurvivalProbability(0.025);
    return Power.noncentralTail(freedom, effect * Math.sqrt(size / 2.0), critical);
  }

  /**
   * The first two columns are in every table of the paired t; the last is for Holm's first step.
   */
  @ParameterizedTest
  @CsvSource({"0.2, 156, 199", "0.5, 27, 34", "0.8, 12, 15", "1, 8, 10", "3, 3, 4"})
  void theNumberOfPairsIsTheLeastThatIsEnough(double effect, int oneSided, int twoSided) {
    assertThat(Power.seeds(effect, 0.05, 0.8)).isEqualTo(oneSided);
    assertThat(Power.seeds(effect, 0.025, 0.8)).isEqualTo(twoSided);
  }

  @Test
  void withoutAnEffectThePowerIsTheLevel() {
    for (int n : new int[] {2, 3, 5, 20, 200, 1000}) {
      assertThat(Power.ofTest(n, 0, 0.05)).isCloseTo(0.05, within(1e-7));
    }
  }

  @Test
  void thePowerGrowsWithSeedsAndWithTheEffect() {
    for (int n = 2; n < 40; n++) {
      assertThat(Power.ofTest(n + 1, 0.4, 0.05)).isGreaterThan(Power.ofTest(n, 0.4, 0.05));
      assertThat(Power.ofTest(n, 0.5, 0.05)).isGreaterThan(Power.ofTest(n, 0.4, 0.05));
    }
  }

  @Test
  void simulatedTestsPassAsOftenAsComputed() {
    RandomStream random = new Seed(4).child("power").generator();
    double critical = TDistribution.of(4).inverseSurvivalProbability(0.05);
    int passed = 0;
    for (int round = 0; round < 20_000; round++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < 5; i++) {
        double x = 1.1 + random.nextGaussian();
        sum += x;
        squares += x * x;
      }
      double variance = (squares - sum * sum / 5) / 4;
      passed += sum / 5 / Math.sqrt(variance / 5) > critical ? 1 : 0;
    }
    // The standard deviation of the share is 0.0034.
    assertThat(passed / 20_000.0).isCloseTo(Power.ofTest(5, 1.1, 0.05), within(0.014));
  }

  @Test
  void anEffectTooSmallOrOnTheWrongSideTakesMoreThanTheMost() {
    assertThat(Power.seeds(0.01, 0.05, 0.8)).isEqualTo(Power.MOST_SEEDS + 1);
    assertThat(Power.seeds(0.0786, 0.05, 0.8)).isEqualTo(Power.MOST_SEEDS + 1);
    assertThat(Power.seeds(0, 0.05, 0.8)).isEqualTo(Power.MOST_SEEDS + 1);
    assertThat(Power.seeds(-1, 0.05, 0.8)).isEqualTo(Power.MOST_SEEDS + 1);
    assertThat(Power.seeds(1000, 0.05, 0.8)).isEqualTo(2);
  }
}
