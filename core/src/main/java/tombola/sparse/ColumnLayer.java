package tombola.sparse;

import java.util.Arrays;

/**
 * Live weights by column, so that an input of zero costs a look: for samples, often mostly zero.
 */
final class ColumnLayer implements SampleLayer {
  private final boolean relu;
  private final int[] inputs; // that feed live weights, ascending
  private final int[] first; // of their weights, then the number of weights
  private final int[] row; // that each weight feeds
  private final float[] weight;
  private final float[] bias;

  ColumnLayer(LiveLayer layer) {
    int in = layer.shape().in();
    int[] places = layer.byColumn();
    this.relu = layer.relu();
    this.bias = layer.bias();
    this.row = new int[places.length];
    this.weight = new float[places.length];
    int[] used = new int[in];
    int[] starts = new int[in + 1];
    int count = 0;
    for (int k = 0; k < places.length; k++) {
      int column = places[k] % in;
      if (count == 0 || used[count - 1] != column) {
        used[count] = column;
        starts[count++] = k;
      }
      row[k] = places[k] / in;
      weight[k] = layer.weights()[places[k]];
    }
    starts[count] = places.length;
    this.inputs = Arrays.copyOf(used, count);
    this.first = Arrays.copyOf(starts, count + 1);
  }

  @Override
  public void forward(float[] x, float[] y) {
    System.arraycopy(bias, 0, y, 0, bias.length);
    for (int c = 0; c < inputs.length; c++) {
      float value = x[inputs[c]];
      if (value != 0f) { // holds for NaN
        add(value, first[c], first[c + 1], y);
      }
    }
    for (int o = 0; o < bias.length; o++) {
      y[o] = SampleLayer.output(y[o], relu);
    }
  }

  private void add(float value, int from, int to, float[] y) {
    for (int k = from; k < to; k++) {
      y[row[k]] = Math.fma(weight[k], value, y[row[k]]);
    }
  }
}
