package tombola.math;

/**
 * Functions of one fixed sequence of IEEE 754 operations, hence of equal bits on every machine and
 * vector width.
 */
public final class Functions {
  private static final float LOG2_E = 0x1.715476p0f;
  private static final float LN2_HIGH =
      0x1.62e4p-1f; // few enough bits that n * LN2_HIGH is exact for |n| < 256
  private static final float LN2_LOW = 0x1.7f7d1cp-20f;
  private static final float ROUNDER = 0x1.8p23f;

  private Functions() {}

  /**
   * Returns e to the power {@code x} within 2 ulp for {@code x} in [-87, 88]; +0.0 below, +infinity
   * above, NaN for NaN.
   */
  public static float exp(float x) {
    if (!(x >= -87f)) {
      return Float.isNaN(x) ? x : 0f;
    }
    if (x > 88f) {
      return Float.POSITIVE_INFINITY;
    }
    float n = Math.fma(x, LOG2_E, ROUNDER) - ROUNDER; // x / ln 2, rounded to an integer
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x)); // |r| <= ln 2 / 2
    float p = 1f / 5040f; // Taylor's polynomial of degree 7, remainder below 2^-27
    p = Math.fma(p, r, 1f / 720f);
    p = Math.fma(p, r, 1f / 120f);
    p = Math.fma(p, r, 1f / 24f);
    p = Math.fma(p, r, 1f / 6f);
    p = Math.fma(p, r, 0.5f);
    p = Math.fma(p, r, 1f);
    p = Math.fma(p, r, 1f);
    return p * Float.intBitsToFloat(((int) n + 127) << 23);
  }

  /** Returns the natural logarithm of {@code x}. */
  public static double log(double x) {
    return StrictMath.log(x);
  }
}
