package tombola.lab.export;

import java.util.Arrays;

/** One layer as constants and a function of C. */
final class CLayer {
  private final PackedLayer layer;
  private final int number;
  private final String input;
  private final int[] counts; // weights of each input
  private final boolean levels;

  /**
   * Describes {@code layer}.
   *
   * @param number what its names end in
   * @param input what the function computes with, an expression of {@code x[i]}
   */
  CLayer(PackedLayer layer, int number, String input) {
    this.layer = layer;
    this.number = number;
    this.input = input;
    this.counts = new int[layer.inputs()];
    for (int column : layer.columns()) {
      counts[column]++;
    }
    this.levels = layer.scales().length > 0;
  }

  /** Returns the bytes of the layer's constants. */
  long bytes() {
    long weights = (long) layer.live() * (width(mostRow()) + (levels ? 1 : 4));
    long inputs = layer.live() == 0 ? 0 : (long) layer.inputs() * width(mostCount());
    long scales = layer.live() == 0 ? 0 : 4L * layer.scales().length;
    return weights + inputs + scales + 4L * layer.bias().length;
  }

  private int mostRow() {
    return layer.outputs() - 1;
  }

  private int mostCount() {
    return Arrays.stream(counts).max().orElse(0);
  }

  private static int width(int most) {
    return most <= 0xFF ? 1 : most <= 0xFFFF ? 2 : 4;
  }

  private static String type(int most) {
    return "uint" + 8 * width(most) + "_t";
  }

  /** Returns whether weights are whole numbers and scales. */
  boolean levels() {
    return levels;
  }

  /** Appends the constants. */
  void constants(StringBuilder c) {
    if (layer.live() > 0) {
      weights(c);
    }
    CText.array(c, "float", "bias_" + number, layer.bias());
  }

  /** Appends constants and function. */
  void write(StringBuilder c) {
    constants(c);
    c.append(
        """

        static void layer_%d(const %s *x, float *y)
        {
        """
            .formatted(number, number == 1 ? "tombola_input" : "float"));
    if (layer.live() > 0) {
      loops(c);
    } else {
      c.append("  (void)x;\n");
    }
    c.append("  for (uint32_t o = 0; o < %du; o++) {\n".formatted(layer.outputs()));
    if (layer.live() == 0) {
      c.append("    y[o] = bias_%d[o];\n".formatted(number));
    } else if (levels) {
      c.append("    y[o] = y[o] * scale_%1$d[o] + bias_%1$d[o];\n".formatted(number));
    }
    c.append(
        layer.relu()
            ? "    y[o] = y[o] <= 0.0f ? 0.0f : y[o];\n  }\n}\n\n"
            : "    y[o] += 0.0f;\n  }\n}\n\n");
  }

  private void weights(StringBuilder c) {
    CText.array(
        c, type(mostCount()), "count_" + number, counts.length, i -> Integer.toString(counts[i]));
    CText.array(
        c, type(mostRow()), "row_" + number, layer.live(), k -> Integer.toString(layer.rows()[k]));
    if (levels) {
      CText.array(
          c, "int8_t", "weight_" + number, layer.live(), k -> Integer.toString(layer.levels()[k]));
      CText.array(c, "float", "scale_" + number, layer.scales());
    } else {
      CText.array(c, "float", "weight_" + number, layer.weights());
    }
  }

  private void loops(StringBuilder c) {
    c.append(
        """
          uint32_t k = 0;
          for (uint32_t o = 0; o < %2$du; o++) {
            y[o] = %4$s;
          }
          for (uint32_t i = 0; i < %3$du; i++) {
            const uint32_t end = k + count_%1$d[i];
            const float value = %5$s;
            if (value != 0.0f) {
              for (; k < end; k++) {
                y[row_%1$d[k]] += %6$sweight_%1$d[k] * value;
              }
            }
            k = end;
          }
        """
            .formatted(
                number,
                layer.outputs(),
                layer.inputs(),
                levels ? "0.0f" : "bias_" + number + "[o]",
                input,
                levels ? "(float)" : ""));
  }
}
