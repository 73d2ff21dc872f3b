package tombola.sparse;

import java.util.BitSet;
import tombola.kernel.Linear;
import tombola.nn.Layer;
import tombola.nn.Volume;
import tombola.nn.Weights;

/**
 * What a batch normalisation does to each channel in evaluation, {@code y = factor · x + summand}.
 * Products with weights are made in double precision and rounded once.
 *
 * @param name the prefix of its parameters' names
 * @param factor γ / sqrt(variance + 1e-5), by channel
 * @param summand β - mean · factor, by channel
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or changed
record ChannelScale(String name, double[] factor, double[] summand) {
  private static final double EPSILON = 1e-5f;

  /** Returns {@code norm} by its running statistics among {@code weights}. */
  static ChannelScale of(Layer.BatchNorm norm, Weights weights) {
    float[] scale = weights.get(norm.name() + ".weight");
    float[] shift = weights.get(norm.name() + ".bias");
    float[] mean = weights.get(norm.name() + ".running_mean");
    float[] variance = weights.get(norm.name() + ".running_var");
    double[] factor = new double[scale.length];
    double[] summand = new double[scale.length];
    for (int c = 0; c < scale.length; c++) {
      factor[c] = scale[c] / Math.sqrt(variance[c] + EPSILON);
      summand[c] = shift[c] - mean[c] * factor[c];
    }
    return new ChannelScale(norm.name(), factor, summand);
  }

  /**
   * Returns {@code layer} with this behind it. A unit of factor 0 keeps its summand and no weight.
   *
   * @throws IllegalArgumentException if a weight or bias would not be finite
   */
  LiveLayer behind(LiveLayer layer) {
    int in = layer.shape().in();
    float[] weights = new float[layer.weights().length];
    float[] bias = new float[layer.bias().length];
    BitSet live = (BitSet) layer.live().clone();
    for (int o = 0; o < bias.length; o++) {
      bias[o] = finite(layer.bias()[o] * factor[o] + summand[o]);
      if (factor[o] == 0) {
        live.clear(o * in, (o + 1) * in);
      }
    }
    live.stream()
        .forEach(place -> weights[place] = finite(layer.weights()[place] * factor[place / in]));
    return new LiveLayer(layer.name(), layer.shape(), layer.relu(), live, weights, bias);
  }

  /**
   * Returns {@code layer} with this before it, for all of its inputs: of input k to channel {@code
   * k % channels}.
   *
   * @throws IllegalArgumentException if a weight or bias would not be finite
   */
  LiveLayer before(LiveLayer layer) {
    int in = layer.shape().in();
    float[] weights = new float[layer.weights().length];
    double[] sums = new double[layer.bias().length];
    for (int o = 0; o < sums.length; o++) {
      sums[o] = layer.bias()[o];
    }
    layer.live().stream()
        .forEach(place -> {
          int channel = place % in % factor.length;
          weights[place] = finite(layer.weights()[place] * factor[channel]);
          sums[place / in] += layer.weights()[place] * summand[channel];
        });
    float[] bias = new float[sums.length];
    for (int o = 0; o < sums.length; o++) {
      bias[o] = finite(sums[o]);
    }
    return new LiveLayer(layer.name(), layer.shape(), layer.relu(), layer.live(), weights, bias);
  }

  /**
   * Returns the layer of one weight a channel that does the same to what is no layer's own, such as
   * the values behind a pool.
   */
  LiveStep alone(Volume takes, boolean relu) {
    int channels = takes.channels();
    BitSet live = new BitSet();
    float[] weights = new float[Math.multiplyExact(channels, channels)];
    for (int c = 0; c < channels; c++) {
      live.set(c * channels + c);
      weights[c * channels + c] = 1f;
    }
    Linear shape = new Linear(channels, channels);
    LiveLayer one = new LiveLayer(name, shape, relu, live, weights, new float[channels]);
    LiveLayer matrix = behind(one);
    return takes.pixels() == 1
        ? matrix
        : new LiveConvolution(new Layer.Conv2d(name, takes, channels, 1, 1, 0, true), matrix);
  }

  private float finite(double value) {
    if (!Float.isFinite((float) value)) {
      throw new IllegalArgumentException(
          "%s: expected finite weights behind the normalisation, got %s".formatted(name, value));
    }
    return (float) value;
  }
}
