package tombola.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TreeTest {

  @Test
  void lanesTwoApartAreAddedFirstThenQuartersInPairs() {
    for (long seed = 0; seed < 200; seed++) {
      float[] l = new float[16];
      RandomStream stream = new Seed(seed).generator();
      for (int i = 0; i < 16; i++) {
        l[i] = (float) (stream.nextGaussian() * Math.scalb(1.0, stream.nextInt(24)));
      }
      float s0 = (l[0] + l[2]) + (l[1] + l[3]);
      float s1 = (l[4] + l[6]) + (l[5] + l[7]);
      float s2 = (l[8] + l[10]) + (l[9] + l[11]);
      float s3 = (l[12] + l[14]) + (l[13] + l[15]);

      assertThat(Tree.sum(l, 0)).isEqualTo((s0 + s1) + (s2 + s3));
    }
  }

  @Test
  void theOrderIsVisibleInWhatIsLost() {
    float[] lanes = new float[16];
    lanes[0] = 1e8f;
    lanes[1] = 1f;
    lanes[2] = -1e8f;

    assertThat(Tree.sum(lanes, 0)).isEqualTo(1f); // one lane after the other it would be 0

    lanes[2] = 0f;
    lanes[3] = -1e8f;

    assertThat(Tree.sum(lanes, 0)).isEqualTo(0f); // (1e8 + 0) + (1 - 1e8)
  }

  @Test
  void aSumOfNegativeZerosIsPlusZero() {
    float[] lanes = new float[16];
    Arrays.fill(lanes, -0f);

    assertThat(Float.floatToRawIntBits(Tree.sum(lanes, 0))).isZero();
  }
}
