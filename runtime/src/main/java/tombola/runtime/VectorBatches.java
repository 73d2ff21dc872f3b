package tombola.runtime;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Four vectors of samples at a time by the Vector API. Each lane is one sample and makes the
 * multiply-adds of {@link ColumnLayer} and {@link ConvolutionLayer}, in their order; those of an
 * input that is zero in some lanes alone are made there too, which changes at most the sign of a
 * zero, and +0.0 at the end mends that.
 */
final class VectorBatches implements Batches {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int LENGTH = LANES.length();
  private static final int CHUNK = 4 * LENGTH;

  @Override
  public String name() {
    return "Vector API of " + LANES.vectorBitSize() + " bits";
  }

  @Override
  public int chunk() {
    return CHUNK;
  }

  @Override
  public float[] forward(ColumnLayer layer, float[] x) {
    float[] bias = layer.bias();
    float[] y = new float[bias.length * CHUNK];
    for (int o = 0; o < bias.length; o++) {
      Arrays.fill(y, o * CHUNK, (o + 1) * CHUNK, bias[o]);
    }
    int[] inputs = layer.inputs();
    int[] first = layer.first();
    for (int c = 0; c < inputs.length; c++) {
      column(layer.weight(), layer.row(), first[c], first[c + 1], x, inputs[c] * CHUNK, y);
    }
    finish(y, layer.relu());
    return y;
  }

  /** Adds what the input at {@code at} brings, unless it is zero in every sample. */
  private static void column(
      float[] weight, int[] row, int from, int to, float[] x, int at, float[] y) {
    FloatVector x0 = FloatVector.fromArray(LANES, x, at);
    FloatVector x1 = FloatVector.fromArray(LANES, x, at + LENGTH);
    FloatVector x2 = FloatVector.fromArray(LANES, x, at + 2 * LENGTH);
    FloatVector x3 = FloatVector.fromArray(LANES, x, at + 3 * LENGTH);
    VectorMask<Float> live = isLive(x0).or(isLive(x1)).or(isLive(x2)).or(isLive(x3));
    if (!live.anyTrue()) {
      return;
    }
    for (int k = from; k < to; k++) {
      FloatVector w = FloatVector.broadcast(LANES, weight[k]);
      int o = row[k] * CHUNK;
      w.fma(x0, FloatVector.fromArray(LANES, y, o)).intoArray(y, o);
      w.fma(x1, FloatVector.fromArray(LANES, y, o + LENGTH)).intoArray(y, o + LENGTH);
      w.fma(x2, FloatVector.fromArray(LANES, y, o + 2 * LENGTH)).intoArray(y, o + 2 * LENGTH);
      w.fma(x3, FloatVector.fromArray(LANES, y, o + 3 * LENGTH)).intoArray(y, o + 3 * LENGTH);
    }
  }

  @Override
  public float[] forward(ConvolutionLayer layer, float[] x) {
    float[] planes = layer.bordered(x, CHUNK);
    Picture gives = layer.gives();
    float[] y = new float[gives.values() * CHUNK];
    int[] first = layer.first();
    for (int o = 0; o < gives.channels(); o++) {
      for (int place = 0; place < gives.pixels(); place++) {
        int from =
            place / gives.width() * layer.stride() * layer.bordered().width()
                + place % gives.width() * layer.stride();
        int to = (o * gives.pixels() + place) * CHUNK;
        place(layer, first[o], first[o + 1], planes, from, layer.bias()[o], y, to);
      }
    }
    finish(y, layer.relu());
    return y;
  }

  /** Sums what a filter's weights see from the place {@code from}. */
  private static void place(
      ConvolutionLayer layer,
      int begin,
      int end,
      float[] x,
      int from,
      float bias,
      float[] y,
      int to) {
    int[] offset = layer.offset();
    float[] weight = layer.weight();
    FloatVector y0 = FloatVector.broadcast(LANES, bias);
    FloatVector y1 = y0;
    FloatVector y2 = y0;
    FloatVector y3 = y0;
    for (int k = begin; k < end; k++) {
      FloatVector w = FloatVector.broadcast(LANES, weight[k]);
      int at = (offset[k] + from) * CHUNK;
      y0 = w.fma(FloatVector.fromArray(LANES, x, at), y0);
      y1 = w.fma(FloatVector.fromArray(LANES, x, at + LENGTH), y1);
      y2 = w.fma(FloatVector.fromArray(LANES, x, at + 2 * LENGTH), y2);
      y3 = w.fma(FloatVector.fromArray(LANES, x, at + 3 * LENGTH), y3);
    }
    y0.intoArray(y, to);
    y1.intoArray(y, to + LENGTH);
    y2.intoArray(y, to + 2 * LENGTH);
    y3.intoArray(y, to + 3 * LENGTH);
  }

  private static VectorMask<Float> isLive(FloatVector x) {
    return x.compare(VectorOperators.NE, 0f); // holds for NaN
  }

  private static void finish(float[] y, boolean relu) {
    for (int i = 0; i < y.length; i += LENGTH) {
      FloatVector sum = FloatVector.fromArray(LANES, y, i);
      FloatVector out = sum.add(0f);
      if (relu) {
        out = out.blend(0f, sum.compare(VectorOperators.LE, 0f));
      }
      out.intoArray(y, i);
    }
  }
}
