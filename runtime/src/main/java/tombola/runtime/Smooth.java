package tombola.runtime;

/**
 * Functions of one fixed sequence of IEEE 754 operations: the bits of those that a ticket was
 * trained with.
 */
final class Smooth {
  private static final float LOG2_E = 0x1.715476p0f;
  private static final float LN2_HIGH =
      0x1.62e4p-1f; // few enough bits that n * LN2_HIGH is exact for |n| < 256
  private static final float LN2_LOW = 0x1.7f7d1cp-20f;
  private static final float ROUNDER = 0x1.8p23f;

  private static final float ROOT_HALF = 0x1.6a09e6p-1f;
  private static final float[]
      TANH = { // (tanh(x) / x - 1) / x² by powers of x², fitted on [0, 0.625]
    -0x1.555552p-2f, 0x1.110e28p-3f, -0x1.b928ecp-5f, 0x1.58246cp-6f, -0x1.903cc8p-8f
  };
  private static final float[] TAIL = { // erfc(u) e^(u²) / 2t by powers of t = 1 / (1 + 0.4 u)
    0x1.ce3f6cp-4f, 0x1.ccb3a8p-4f, 0x1.b82770p-4f, 0x1.0995c8p-4f, 0x1.169808p-3f,
    -0x1.233006p-3f, 0x1.1848d2p-2f, -0x1.fec76ep-3f, 0x1.95870cp-4f, -0x1.e4de3ep-7f
  };

  private Smooth() {}

  /** Returns e to the power {@code x}; +0.0 below -87, +infinity above 88. */
  private static float exp(float x) {
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

  /** Returns the hyperbolic tangent of {@code x}. */
  static float tanh(float x) {
    float size = Math.abs(x);
    if (size < 0.625f) {
      float square = x * x;
      return Math.fma(x * square, polynomial(TANH, square), x);
    }
    float far = 1f - 2f / (exp(2f * size) + 1f);
    return x < 0f ? -far : far;
  }

  /** Returns the standard normal distribution function at {@code x}. */
  static float normal(float x) {
    float t = 1f / Math.fma(0.4f * ROOT_HALF, Math.abs(x), 1f);
    float tail = polynomial(TAIL, t) * t * exp(-0.5f * x * x);
    return x > 0f ? 1f - tail : tail;
  }

  private static float polynomial(float[] coefficients, float x) {
    float sum = coefficients[coefficients.length - 1];
    for (int i = coefficients.length - 2; i >= 0; i--) {
      sum = Math.fma(sum, x, coefficients[i]);
    }
    return sum;
  }
}
