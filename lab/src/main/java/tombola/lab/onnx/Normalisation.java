package tombola.lab.onnx;

import java.util.List;
import tombola.nn.Volume;

/**
 * A batch normalisation as what it does to each output of the layer before it: {@code y = factor ·
 * x + summand}, in double precision.
 */
final class Normalisation {
  private final Node node;
  private final double[] factor;
  private final double[] summand;

  /**
   * Computes both.
   *
   * @param numbers scale, shift, running mean and running variance
   */
  Normalisation(Node node, List<Numbers> numbers, float epsilon) {
    this.node = node;
    double[] scale = numbers.get(0).values();
    this.factor = new double[scale.length];
    this.summand = new double[scale.length];
    for (Numbers each : numbers) {
      if (!each.dims().equals(List.of(scale.length))) {
        throw node.refused("numbers for %d channels".formatted(scale.length), "" + each.dims());
      }
    }
    for (int o = 0; o < scale.length; o++) {
      double variance = numbers.get(3).values()[o] + epsilon;
      if (!(variance > 0)) {
        throw node.refused("variances above 0", Double.toString(variance));
      }
      factor[o] = scale[o] / Math.sqrt(variance);
      summand[o] = numbers.get(1).values()[o] - numbers.get(2).values()[o] * factor[o];
    }
  }

  /** Returns it as a step by itself, of values of {@code takes}. */
  Step.Norm alone(Volume takes) {
    check(takes.channels());
    float[] factors = new float[factor.length];
    float[] summands = new float[factor.length];
    for (int c = 0; c < factor.length; c++) {
      factors[c] = finite((float) factor[c]);
      summands[c] = finite((float) summand[c]);
    }
    return new Step.Norm(node.where(), takes, factors, summands);
  }

  private void check(int channels) {
    if (channels != factor.length) {
      throw node.refused(
          "numbers for %d channels".formatted(channels), Integer.toString(factor.length));
    }
  }

  /** Changes {@code weight}, {@code [out][in]}, and {@code bias} to those with this behind them. */
  void fold(float[] weight, float[] bias) {
    check(bias.length);
    int inputs = weight.length / bias.length;
    for (int i = 0; i < weight.length; i++) {
      weight[i] = finite((float) (weight[i] * factor[i / inputs]));
    }
    for (int o = 0; o < bias.length; o++) {
      bias[o] = finite((float) (bias[o] * factor[o] + summand[o]));
    }
  }

  private float finite(float value) {
    if (!Float.isFinite(value)) {
      throw node.refused("finite weights and biases", Float.toString(value));
    }
    return value;
  }
}
