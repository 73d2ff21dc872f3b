package tombola.sparse;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Live weights by row, four rows side by side so that one sum need not wait for another: for hidden
 * layers. Rows are sorted by their number of weights and filled up to that of the first of the four
 * with weights +0.0 of an input +0.0.
 */
final class RowLayer implements SampleLayer {
  private static final int SIDE = 4;

  private final int inputs;
  private final boolean relu;
  private final int[] order; // the row at each place; places without one stand for a row more
  private final int[] first; // weight of each four rows, then the number of weights
  private final int[] column; // of each weight, [four rows][weight of a row][4]
  private final float[] weight;
  private final float[] bias;

  RowLayer(LiveLayer layer) {
    int in = layer.shape().in();
    int out = layer.shape().out();
    int[] count = new int[out];
    layer.live().stream().forEach(place -> count[place / in]++);
    int[] sorted =
        IntStream.range(0, out)
            .boxed()
            .sorted(Comparator.comparingInt(o -> -count[o]))
            .mapToInt(Integer::intValue)
            .toArray();
    int fours = (out + SIDE - 1) / SIDE;
    this.inputs = in;
    this.relu = layer.relu();
    this.bias = Arrays.copyOf(layer.bias(), out + 1);
    this.order = Arrays.copyOf(sorted, fours * SIDE);
    Arrays.fill(order, out, order.length, out);
    this.first = new int[fours + 1];
    for (int f = 0; f < fours; f++) {
      first[f + 1] = Math.addExact(first[f], SIDE * count[order[f * SIDE]]);
    }
    this.column = new int[first[fours]];
    this.weight = new float[column.length];
    Arrays.fill(column, in);
    for (int p = 0; p < out; p++) {
      int k = first[p / SIDE] + p % SIDE;
      int end = (order[p] + 1) * in;
      for (int at = layer.live().nextSetBit(order[p] * in);
          at >= 0 && at < end;
          at = layer.live().nextSetBit(at + 1)) {
        column[k] = at % in;
        weight[k] = layer.weights()[at];
        k += SIDE;
      }
    }
  }

  @Override
  public void forward(float[] x, float[] y) {
    x[inputs] = 0f;
    for (int f = 0; f + 1 < first.length; f++) {
      four(f, x, y);
    }
  }

  private void four(int f, float[] x, float[] y) {
    int o0 = order[SIDE * f];
    int o1 = order[SIDE * f + 1];
    int o2 = order[SIDE * f + 2];
    int o3 = order[SIDE * f + 3];
    float s0 = bias[o0];
    float s1 = bias[o1];
    float s2 = bias[o2];
    float s3 = bias[o3];
    for (int k = first[f]; k < first[f + 1]; k += SIDE) {
      s0 = Math.fma(weight[k], x[column[k]], s0);
      s1 = Math.fma(weight[k + 1], x[column[k + 1]], s1);
      s2 = Math.fma(weight[k + 2], x[column[k + 2]], s2);
      s3 = Math.fma(weight[k + 3], x[column[k + 3]], s3);
    }
    y[o0] = SampleLayer.output(s0, relu);
    y[o1] = SampleLayer.output(s1, relu);
    y[o2] = SampleLayer.output(s2, relu);
    y[o3] = SampleLayer.output(s3, relu);
  }
}
