package tombola.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import tombola.data.ByteFeatures;
import tombola.data.FloatFeatures;

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

  @Test
  void theUnitsFindTheColumnsBack() {
    double[][] rows = {{1, 0.1, 2000}, {2, 0.1, 2001}, {4, 0.1, 2003.5}};
    Standardisation standard = Standardisation.of(rows, new int[] {0, 1, 2});
    float[] seen = new float[9];
    for (int i = 0; i < 9; i++) {
      seen[i] = standard.apply(i % 3, rows[i / 3][i % 3]);
    }
    FloatFeatures features = new FloatFeatures(3, seen);

    for (int s = 0; s < 3; s++) {
      double[] raw = standard.units().raw(features, s);
      for (int c = 0; c < 3; c++) {
        assertThat(raw[c]).isCloseTo(rows[s][c], within(1e-6 * Math.abs(rows[s][c])));
        assertThat(standard.apply(c, raw[c])).isEqualTo(seen[3 * s + c]);
      }
    }
  }

  @Test
  void bytesAreFoundBackExactly() {
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
    }
    double[] raw = new InputUnits.Bytes().raw(new ByteFeatures(256, all), 0);

    for (int i = 0; i < 256; i++) {
      assertThat(raw[i]).isEqualTo(i);
    }
  }
}
