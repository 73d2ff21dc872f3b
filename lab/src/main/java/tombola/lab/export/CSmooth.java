package tombola.lab.export;

import tombola.sparse.LiveActivation;

/**
 * Sums, GELU and tanh as functions of C. The polynomials are those of {@link
 * tombola.math.Functions}, whose coefficients they have, with multiply and add in place of fused
 * multiply-adds: within 1e-6 of it, relative to 1 where a value is less. No mathematical library is
 * needed.
 */
final class CSmooth {
  private static final String EXP =
      """
      static float tombola_exp(float x)
      {
        union { uint32_t bits; float value; } power;
        float n, r, p;
        if (!(x >= -87.0f)) {
          return x != x ? x : 0.0f;
        }
        if (x > 88.0f) {
          x = 88.0f;
        }
        n = (float)(int32_t)(x * 0x1.715476p0f + (x < 0.0f ? -0.5f : 0.5f));
        r = x - n * 0x1.62e4p-1f - n * 0x1.7f7d1cp-20f;
        p = 1.0f / 5040.0f;
        p = p * r + 1.0f / 720.0f;
        p = p * r + 1.0f / 120.0f;
        p = p * r + 1.0f / 24.0f;
        p = p * r + 1.0f / 6.0f;
        p = p * r + 0.5f;
        p = p * r + 1.0f;
        p = p * r + 1.0f;
        power.bits = (uint32_t)((int32_t)n + 127) << 23;
        return p * power.value;
      }

      """;
  private static final String TANH =
      """
      static float tombola_tanh(float x)
      {
        const float size = x < 0.0f ? -x : x;
        if (size < 0.625f) {
          const float s = x * x;
          float p = -0x1.903cc8p-8f;
          p = p * s + 0x1.58246cp-6f;
          p = p * s - 0x1.b928ecp-5f;
          p = p * s + 0x1.110e28p-3f;
          p = p * s - 0x1.555552p-2f;
          return x * s * p + x;
        } else {
          const float far = 1.0f - 2.0f / (tombola_exp(2.0f * size) + 1.0f);
          return x < 0.0f ? -far : far;
        }
      }

      """;
  private static final String GELU =
      """
      static float tombola_gelu(float x)
      {
        static const float c[10] = {
          0x1.ce3f6cp-4f, 0x1.ccb3a8p-4f, 0x1.b82770p-4f, 0x1.0995c8p-4f, 0x1.169808p-3f,
          -0x1.233006p-3f, 0x1.1848d2p-2f, -0x1.fec76ep-3f, 0x1.95870cp-4f, -0x1.e4de3ep-7f
        };
        const float t = 1.0f / (0.4f * 0x1.6a09e6p-1f * (x < 0.0f ? -x : x) + 1.0f);
        float p = c[9];
        for (int k = 8; k >= 0; k--) {
          p = p * t + c[k];
        }
        p = p * t * tombola_exp(-0.5f * x * x);
        return x * (x > 0.0f ? 1.0f - p : p);
      }

      """;

  private CSmooth() {}

  /** Appends the functions that the steps of {@code ticket} call. */
  static void functions(StringBuilder c, PackedTicket ticket) {
    boolean gelu = has(ticket, LiveActivation.Kind.GELU);
    boolean tanh = has(ticket, LiveActivation.Kind.TANH);
    c.append(gelu || tanh ? EXP : "").append(tanh ? TANH : "").append(gelu ? GELU : "");
  }

  private static boolean has(PackedTicket ticket, LiveActivation.Kind kind) {
    return ticket.steps().stream()
        .anyMatch(step -> step instanceof PackedActivation activation && activation.kind() == kind);
  }

  /** Appends the function of an activation; both places may be the same. */
  static void write(StringBuilder c, PackedActivation activation, int number) {
    String function =
        switch (activation.kind()) {
          case GELU -> "tombola_gelu";
          case TANH -> "tombola_tanh";
        };
    c.append(
        """
        static void layer_%d(const float *x, float *y)
        {
          for (uint32_t i = 0; i < %du; i++) {
            y[i] = %s(x[i]) + 0.0f;
          }
        }

        """
            .formatted(number, activation.shape().features(), function));
  }

  /** Appends the function of a sum; two of the places may be the same. */
  static void write(StringBuilder c, PackedSum sum, int number) {
    c.append(
        """
        static void layer_%d(const float *x, const float *other, float *y)
        {
          for (uint32_t i = 0; i < %du; i++) {
            const float both = x[i] + other[i];
            y[i] = %s;
          }
        }

        """
            .formatted(
                number,
                sum.shape().features(),
                sum.relu() ? "both <= 0.0f ? 0.0f : both" : "both + 0.0f"));
  }
}
