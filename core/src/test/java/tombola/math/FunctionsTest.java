package tombola.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

  @Test
  void tanhIsWithinFourUlpAndOdd() {
    double worst = 0;
    for (int i = 0; i <= 400_000; i++) {
      float x = i / 20_000f;
      double exact = StrictMath.tanh(x);
      worst = Math.max(worst, Math.abs(Functions.tanh(x) - exact) / Math.ulp((float) exact));
      assertThat(Functions.tanh(-x)).isEqualTo(-Functions.tanh(x));
    }
    assertThat(worst).isLessThan(4);
    assertThat(Functions.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(Functions.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    assertThat(Functions.tanh(1e-30f)).isEqualTo(1e-30f);
    assertThat(Functions.tanh(Float.NaN)).isNaN();
  }

  /** Φ by its integral from 0, of steps that are exact in float. */
  @Test
  void theNormalDistributionIsTheIntegralOfItsDensity() {
    double integral = 0;
    double step = 0x1p-14;
    double absolute = 0;
    double relative = 0;
    for (int i = 0; i < 5 << 14; i++) {
      double middle = density((i + 0.5) * step);
      integral += (density(i * step) + 4 * middle + density((i + 1) * step)) * step / 6;
      float x = (float) ((i + 1) * step);
      double tail = 0.5 - integral;
      absolute = Math.max(absolute, Math.abs(Functions.normal(x) - (0.5 + integral)));
      relative = Math.max(relative, Math.abs(Functions.normal(-x) / tail - 1));
    }
    assertThat(absolute).isLessThan(3e-7);
    assertThat(relative).isLessThan(2e-6);
    assertThat(Functions.normal(40f)).isEqualTo(1f);
    assertThat(Functions.normal(-40f)).isZero();
    assertThat(Functions.normal(Float.NaN)).isNaN();
    assertThat((double) Functions.normalDensity(0.7f)).isCloseTo(density(0.7f), within(1e-7));
  }

  private static double density(double x) {
    return StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI);
  }
}
