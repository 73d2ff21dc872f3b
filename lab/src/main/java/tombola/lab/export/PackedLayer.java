package tombola.lab.export;

import java.util.BitSet;
import tombola.kernel.Linear;
import tombola.lab.config.InputException;
import tombola.nn.Volume;
import tombola.sparse.LiveLayer;

/**
 * A fully connected layer's live weights, or those of a convolution, by input, outputs ascending
 * within one. Pictures are taken pixel by pixel, {@code [y][x][channel]}.
 *
 * @param name such as {@code fc1}
 * @param inputs inputs of a sample
 * @param outputs outputs of a sample
 * @param relu whether a rectifier follows
 * @param columns the input of each weight, never falling
 * @param rows the output of each weight
 * @param weights what the file's weights stand for
 * @param levels the weights as whole numbers from -127 to 127; none unless they are int8
 * @param scales for each output what a level is worth; none unless weights are int8
 * @param bias a value for each output
 * @param norm whether it is a normalisation that stands by itself, of one weight a channel
 */
@SuppressWarnings("ArrayRecordComponent") // within this package, never compared or changed
record PackedLayer(
    String name,
    int inputs,
    int outputs,
    boolean relu,
    int[] columns,
    int[] rows,
    float[] weights,
    byte[] levels,
    float[] scales,
    float[] bias,
    boolean norm)
    implements PackedStep {
  private static final int MOST = 127;

  /**
   * Packs {@code layer}.
   *
   * @throws InputException in one line if a weight is too large for {@code values}
   */
  static PackedLayer of(LiveLayer layer, WeightValues values) {
    String name = layer.name();
    int inputs = layer.shape().in();
    int[] places = layer.byColumn();
    int[] columns = new int[places.length];
    int[] rows = new int[places.length];
    float[] weights = new float[places.length];
    for (int k = 0; k < places.length; k++) {
      columns[k] = places[k] % inputs;
      rows[k] = places[k] / inputs;
      weights[k] = layer.weights()[places[k]];
    }
    float[] scales =
        values == WeightValues.INT8 ? scales(weights, rows, layer.shape().out()) : new float[0];
    byte[] levels = new byte[values == WeightValues.INT8 ? places.length : 0];
    for (int k = 0; k < places.length; k++) {
      switch (values) {
        case FLOAT32 -> {}
        case FLOAT16 -> weights[k] = half(name, weights[k]);
        case INT8 -> {
          levels[k] = level(weights[k], scales[rows[k]]);
          weights[k] = levels[k] * scales[rows[k]];
        }
      }
    }
    return new PackedLayer(
        name,
        inputs,
        layer.shape().out(),
        layer.relu(),
        columns,
        rows,
        weights,
        levels,
        scales,
        layer.bias().clone(),
        false);
  }

  /** Returns the same as a normalisation. */
  PackedLayer asNorm() {
    return new PackedLayer(
        name, inputs, outputs, relu, columns, rows, weights, levels, scales, bias, true);
  }

  @Override
  public Volume gives() {
    return Volume.flat(outputs);
  }

  private static float half(String name, float weight) {
    float half = Float.float16ToFloat(Float.floatToFloat16(weight));
    if (Float.isInfinite(half)) {
      throw new InputException(
          "values: expected weights up to 65504 for float16, got %s in %s (float32 holds it)"
              .formatted(weight, name));
    }
    return half;
  }

  /**
   * Returns for each row a 127th of its greatest |weight|, rounded up to a float whose lower half
   * is zero, so that two bytes hold it.
   */
  private static float[] scales(float[] weights, int[] rows, int outputs) {
    float[] scales = new float[outputs];
    for (int k = 0; k < weights.length; k++) {
      scales[rows[k]] = Math.max(scales[rows[k]], Math.abs(weights[k]));
    }
    for (int o = 0; o < outputs; o++) {
      int bits = Float.floatToRawIntBits(scales[o] / MOST);
      scales[o] = Float.intBitsToFloat((bits + 0xFFFF) & 0xFFFF0000);
    }
    return scales;
  }

  private static byte level(float weight, float scale) {
    return scale == 0 ? 0 : (byte) Math.clamp(Math.round(weight / scale), -MOST, MOST);
  }

  /** Returns the number of weights. */
  int live() {
    return weights.length;
  }

  /** Returns the layer with the weights that the file's stand for. */
  LiveLayer unpacked() {
    BitSet places = new BitSet();
    float[] matrix = new float[Math.multiplyExact(inputs, outputs)];
    for (int k = 0; k < weights.length; k++) {
      int place = rows[k] * inputs + columns[k];
      places.set(place);
      matrix[place] = weights[k];
    }
    return new LiveLayer(name, new Linear(inputs, outputs), relu, places, matrix, bias);
  }
}
