package tombola.lab.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.math.RandomStream;
import tombola.math.Seed;

class HolmTest {

  /** In ascending order 4 · 0.005, 3 · 0.01, 2 · 0.03 and 1 · 0.04, the last raised to 0.06. */
  @Test
  void theAdjustedValuesAreThoseWorkedByHand() {
    List<Double> adjusted = Holm.adjust(List.of(0.01, 0.04, 0.03, 0.005));

    assertThat(adjusted.get(0)).isCloseTo(0.03, within(1e-15));
    assertThat(adjusted.get(1)).isCloseTo(0.06, within(1e-15));
    assertThat(adjusted.get(2)).isCloseTo(0.06, within(1e-15));
    assertThat(adjusted.get(3)).isCloseTo(0.02, within(1e-15));
  }

  @Test
  void aFailedTestStopsThoseAfterIt() {
    assertThat(Holm.adjust(List.of(0.026, 0.04))).containsExactly(0.052, 0.052);
    assertThat(Holm.adjust(List.of(0.04, 0.02))).containsExactly(0.04, 0.04);
  }

  @Test
  void oneTestIsLeftAsItIsAndNoneExceedsOne() {
    assertThat(Holm.adjust(List.of(0.03))).containsExactly(0.03);
    assertThat(Holm.adjust(List.of(0.7, 0.7, 0.9))).containsExactly(1.0, 1.0, 1.0);
    assertThat(Holm.adjust(List.of())).isEmpty();
  }

  @Test
  void adjustingKeepsTheOrderAndLiesBetweenNothingAndBonferroni() {
    RandomStream random = new Seed(3).child("holm").generator();
    for (int round = 0; round < 500; round++) {
      List<Double> p = new ArrayList<>();
      for (int i = 1 + random.nextInt(6); i > 0; i--) {
        p.add(random.nextDouble());
      }
      List<Double> adjusted = Holm.adjust(p);
      for (int i = 0; i < p.size(); i++) {
        assertThat(adjusted.get(i)).isBetween(p.get(i), Math.min(1, p.size() * p.get(i)));
        for (int j = 0; j < p.size(); j++) {
          assertThat(p.get(i) < p.get(j) && adjusted.get(i) > adjusted.get(j)).isFalse();
        }
      }
    }
  }
}
