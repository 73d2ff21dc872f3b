package tombola.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FunctionsTest {

  private static double ulps(float x) {
    double exact = StrictMath.exp(x);
    return Math.abs(Functions.exp(x) - exact) / Math.ulp((float) exact);
  }

  @Test
  void expIsWithinTwoUlpOverItsRange() {
    double worst = 0;
    for (int i = 0; i <= 350_000; i++) {
      worst = Math.max(worst, ulps(-87 + i / 2_000f));
    }
    assertThat(worst).isLessThan(2);
  }

  @Test
  void expIsWithinTwoUlpNearZeroAndAtTheEndsOfTheReducedRange() {
    double worst = 0;
    for (int n = -125; n <= 126; n++) {
      float between = (float) ((n + 0.5) * StrictMath.log(2)); // where the rounding of n turns
      for (float x = between - 64 * Math.ulp(between), i = 0; i < 128; i++) {
        worst = Math.max(worst, ulps(x));
        x += Math.ulp(between);
      }
    }
    for (float x = 1; x > 1e-12f; x *= 0.93f) {
      worst = Math.max(worst, Math.max(ulps(x), ulps(-x)));
    }
    assertThat(worst).isLessThan(2);
  }

  @Test
  void expIsExactAtZero() {
    assertThat(Functions.exp(0f)).isEqualTo(1f);
    assertThat(Functions.exp(-0f)).isEqualTo(1f);
  }

  @Test
  void expBelowItsRangeIsPlusZeroAndAboveItInfinity() {
    for (float x : new float[] {Math.nextDown(-87f), -1000f, Float.NEGATIVE_INFINITY}) {
      assertThat(Float.floatToRawIntBits(Functions.exp(x))).isZero();
    }
    for (float x : new float[] {Math.nextUp(88f), 1000f, Float.POSITIVE_INFINITY}) {
      assertThat(Functions.exp(x)).isEqualTo(Float.POSITIVE_INFINITY);
    }
    assertThat(Functions.exp(Float.NaN)).isNaN();
  }

  @Test
  void expAtTheEndsOfItsRangeIsNormalAndFinite() {
    assertThat(Functions.exp(-87f)).isGreaterThanOrEqualTo(Float.MIN_NORMAL);
    assertThat(Functions.exp(88f)).isFinite();
  }

  @Test
  void logIsStrictMaths() {
    assertThat(Functions.log(StrictMath.E)).isEqualTo(StrictMath.log(StrictMath.E));
    assertThat(Functions.log(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Functions.log(-1)).isNaN();
  }
}
