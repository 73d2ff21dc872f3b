package tombola.lab.export;

import tombola.nn.Layer;
import tombola.nn.Volume;

/**
 * A convolution as constants and functions of C, on planes {@code [channel][y][x]}: each live
 * weight is multiplied with its channel's plane and added to its filter's, in the order ky, kx,
 * channel.
 */
final class CConvolution {
  private final Layer.Conv2d shape;
  private final PackedLayer matrix;
  private final CLayer constants;
  private final int number;
  private final String input;

  /**
   * Describes {@code convolution}.
   *
   * @param number what its names end in
   * @param input what the function computes with, an expression of {@code x[i]}
   */
  CConvolution(PackedConvolution convolution, int number, String input) {
    this.shape = convolution.shape();
    this.matrix = convolution.matrix();
    this.constants = new CLayer(matrix, number, input);
    this.number = number;
    this.input = input;
  }

  /** Appends constants and functions. */
  void write(StringBuilder c) {
    String type = number == 1 ? "tombola_input" : "float";
    Volume takes = shape.takes();
    int pixels = shape.gives().pixels();
    constants.constants(c);
    if (matrix.live() > 0) {
      plane(c, type);
    }
    c.append("\nstatic void layer_%d(const %s *x, float *y)\n{\n".formatted(number, type));
    boolean live = matrix.live() > 0;
    boolean levels = constants.levels() && live;
    c.append(
        """
          for (uint32_t i = 0; i < %1$du; i++) {
            y[i] = %2$s;
          }
        """
            .formatted(
                matrix.outputs() * pixels,
                levels ? "0.0f" : "bias_%d[i / %du]".formatted(number, pixels)));
    c.append(live ? loops(takes, pixels, levels) : "  (void)x;\n");
    c.append("  for (uint32_t i = 0; i < %du; i++) {\n".formatted(matrix.outputs() * pixels));
    if (levels) {
      c.append(
          "    y[i] = y[i] * scale_%1$d[i / %2$du] + bias_%1$d[i / %2$du];\n"
              .formatted(number, pixels));
    }
    c.append(
        matrix.relu()
            ? "    y[i] = y[i] <= 0.0f ? 0.0f : y[i];\n  }\n}\n\n"
            : "    y[i] += 0.0f;\n  }\n}\n\n");
  }

  private String loops(Volume takes, int pixels, boolean levels) {
    return """
      uint32_t k = 0;
      for (uint32_t column = 0; column < %2$du; column++) {
        const uint32_t end = k + count_%1$d[column];
        const int32_t tap = (int32_t)(column / %3$du);
        const uint32_t at = column %% %3$du * %4$du;
        for (; k < end; k++) {
          plane_%1$d(x, at, tap / %5$d, tap %% %5$d, %6$sweight_%1$d[k], y + row_%1$d[k] * %7$du);
        }
      }
    """
        .formatted(
            number,
            matrix.inputs(),
            takes.channels(),
            takes.pixels(),
            shape.kernel(),
            levels ? "(float)" : "",
            pixels);
  }

  /** Appends the function that adds a weight times a plane to another. */
  private void plane(StringBuilder c, String type) {
    Volume takes = shape.takes();
    Volume gives = shape.gives();
    c.append(
        """

        static void plane_%1$d(const %2$s *x, uint32_t at, int32_t ky, int32_t kx, float w, float *y)
        {
          for (int32_t oy = 0; oy < %3$d; oy++) {
            const int32_t iy = oy * %5$d + ky - %6$d;
            if (iy < 0 || iy >= %7$d) {
              continue;
            }
            for (int32_t ox = 0; ox < %4$d; ox++) {
              const int32_t ix = ox * %5$d + kx - %6$d;
              if (ix >= 0 && ix < %8$d) {
                const uint32_t i = at + (uint32_t)(iy * %8$d + ix);
                y[oy * %4$d + ox] += w * (%9$s);
              }
            }
          }
        }
        """
            .formatted(
                number,
                type,
                gives.height(),
                gives.width(),
                shape.stride(),
                shape.padding(),
                takes.height(),
                takes.width(),
                input));
  }

  /** Appends the function of a pooling. */
  static void pool(StringBuilder c, Layer.Pool pool, int number) {
    String collect =
        switch (pool.kind()) {
          case MAX -> "sum = k == 0 || value > sum ? value : sum;";
          case AVERAGE -> "sum += value;";
        };
    String share =
        switch (pool.kind()) {
          case MAX -> "sum";
          case AVERAGE -> "sum * " + CText.number(1f / (pool.size() * pool.size()));
        };
    c.append(
        """
        static void layer_%1$d(const float *x, float *y)
        {
          for (uint32_t o = 0; o < %2$du; o++) {
            const uint32_t place = o %% %3$du;
            const uint32_t at = o / %3$du * %4$du + place / %5$du * %6$du + place %% %5$du * %7$du;
            float sum = 0.0f;
            for (uint32_t k = 0; k < %8$du; k++) {
              const float value = x[at + k / %9$du * %10$du + k %% %9$du];
              %11$s
            }
            y[o] = %12$s;
          }
        }

        """
            .formatted(
                number,
                pool.gives().features(),
                pool.gives().pixels(),
                pool.takes().pixels(),
                pool.gives().width(),
                pool.stride() * pool.takes().width(),
                pool.stride(),
                pool.size() * pool.size(),
                pool.size(),
                pool.takes().width(),
                collect,
                share));
  }
}
