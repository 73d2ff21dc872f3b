package tombola.runtime;

import java.util.Arrays;

/** A layer's live weights by input, so that an input of zero costs a look. */
final class ColumnLayer implements Step.Single {
  private final boolean relu;
  private final int[] inputs; // that feed live weights, in the order of sums
  private final int[] first; // weight of each of them, then the number of weights
  private final int[] row; // the output that each weight feeds
  private final float[] weight;
  private final float[] bias;

  /**
   * Takes the arrays over.
   *
   * @param column the input of each weight, never falling
   * @param row the output that each weight feeds
   * @param weight the weights
   * @param bias a value for each output
   */
  ColumnLayer(boolean relu, int[] column, int[] row, float[] weight, float[] bias) {
    int used = 0;
    for (int k = 0; k < column.length; k++) {
      used += k == 0 || column[k] != column[k - 1] ? 1 : 0;
    }
    this.inputs = new int[used];
    this.first = new int[used + 1];
    int count = 0;
    for (int k = 0; k < column.length; k++) {
      if (k == 0 || column[k] != column[k - 1]) {
        inputs[count] = column[k];
        first[count++] = k;
      }
    }
    first[count] = column.length;
    this.relu = relu;
    this.row = row;
    this.weight = weight;
    this.bias = bias;
  }

  private ColumnLayer(ColumnLayer like, int[] inputs) {
    this.relu = like.relu;
    this.inputs = inputs;
    this.first = like.first;
    this.row = like.row;
    this.weight = like.weight;
    this.bias = like.bias;
  }

  /**
   * Returns this layer for {@code pictures} as planes: it is described for their values pixel by
   * pixel, and keeps that order of sums.
   */
  ColumnLayer ofPlanes(Picture pictures) {
    int[] places = new int[inputs.length];
    for (int c = 0; c < places.length; c++) {
      places[c] =
          inputs[c] % pictures.channels() * pictures.pixels() + inputs[c] / pictures.channels();
    }
    return new ColumnLayer(this, places);
  }

  @Override
  public int outputs() {
    return bias.length;
  }

  @Override
  public int live() {
    return weight.length;
  }

  boolean relu() {
    return relu;
  }

  /** Returns the inputs that feed live weights, in the order of sums. */
  int[] inputs() {
    return inputs;
  }

  /** Returns the first weight of each of {@link #inputs()}, then the number of weights. */
  int[] first() {
    return first;
  }

  /** Returns the output that each weight feeds. */
  int[] row() {
    return row;
  }

  float[] weight() {
    return weight;
  }

  float[] bias() {
    return bias;
  }

  @Override
  public float[] forward(float[] x, Batches batches) {
    return batches.forward(this, x);
  }

  @Override
  public float[] forward(Inputs x) {
    float[] y = Arrays.copyOf(bias, bias.length);
    for (int c = 0; c < inputs.length; c++) {
      float value = x.at(inputs[c]);
      if (value != 0f) { // holds for NaN
        add(value, first[c], first[c + 1], y);
      }
    }
    for (int o = 0; o < y.length; o++) {
      y[o] = relu && y[o] <= 0f ? 0f : y[o] + 0f;
    }
    return y;
  }

  private void add(float value, int from, int to, float[] y) {
    for (int k = from; k < to; k++) {
      y[row[k]] = Math.fma(weight[k], value, y[row[k]]);
    }
  }
}
