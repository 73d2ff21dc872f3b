package tombola.runtime;

import java.util.Arrays;

/** A layer's live weights by input, so that an input of zero costs a look. */
final class ColumnLayer {
  private final boolean relu;
  private final int[] inputs; // that feed live weights, ascending
  private final int[] first; // weight of each of them, then the number of weights
  private final int[] row; // the output that each weight feeds
  private final float[] weight;
  private final float[] bias;

  /** The values that a layer takes in. */
  interface Inputs {
    float at(int input);
  }

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

  int outputs() {
    return bias.length;
  }

  int live() {
    return weight.length;
  }

  boolean relu() {
    return relu;
  }

  /** Returns the inputs that feed live weights, ascending. */
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

  float[] forward(Inputs x) {
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
