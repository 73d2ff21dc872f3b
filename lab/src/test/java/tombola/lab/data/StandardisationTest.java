package tombola.lab.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandardisationTest {

  @Test
  void aTrainColumnGetsMeanZeroAndDeviationOne() {
    double[][] rows = {{2}, {4}, {4}, {4}, {5}, {5}, {7}, {9}}; // mean 5, deviation 2

    Standardisation standard = Standardisation.of(rows, new int[] {0, 1, 2, 3, 4, 5, 6, 7});

    assertThat(standard.apply(0, 2)).isEqualTo(-1.5f);
    assertThat(standard.apply(0, 5)).isEqualTo(0f);
    assertThat(standard.apply(0, 9)).isEqualTo(2f);
  }

  @Test
  void samplesOutsideTheTrainPartAreNotLookedAt() {
    double[][] rows = {{1, 5}, {1e30, -7}, {3, 5}};

    Standardisation standard = Standardisation.of(rows, new int[] {0, 2});

    assertThat(standard.apply(0, 1)).isEqualTo(-1f);
    assertThat(standard.apply(0, 3)).isEqualTo(1f);
  }

  @Test
  void aColumnConstantInTheTrainPartBecomesZeroEverywhere() {
    double[][] rows = {{0.1}, {0.1}, {0.1}, {7}};

    Standardisation standard = Standardisation.of(rows, new int[] {0, 1, 2});

    assertThat(standard.apply(0, 0.1)).isEqualTo(0f);
    assertThat(standard.apply(0, 7)).isEqualTo(0f);
  }

  @Test
  void aSmallSpreadFarFromZeroIsNotLost() {
    double[][] rows = {{1.7e9}, {1.7e9 + 2}}; // times of day in seconds

    Standardisation standard = Standardisation.of(rows, new int[] {0, 1});

    assertThat(standard.apply(0, 1.7e9)).isEqualTo(-1f);
    assertThat(standard.apply(0, 1.7e9 + 2)).isEqualTo(1f);
  }
}
