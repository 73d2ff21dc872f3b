package tombola.sparse;

import java.util.Arrays;
import tombola.nn.Layer;
import tombola.nn.Volume;

/**
 * A convolution of one sample, plane by plane: each live weight is multiplied with a stretch of a
 * plane that has a border of zeros, and added to the filter's plane, in the order of its weights.
 * So each output is one sum from the bias over ky, kx and channel ascending; what the border adds
 * are zeros. With a stride of 1 the stretch is the whole plane, borders included, whose sums are
 * not used.
 */
final class ConvolutionSample implements SampleLayer {
  private static final int TOGETHER = 4; // weights that pass over a plane at once

  private final Layer.Conv2d shape;
  private final boolean relu;
  private final int width; // of a plane with its border
  private final int plane; // values of a plane with its border
  private final int[] first; // weight of each filter, then the number of weights
  private final int[] offset; // of each weight: the place that its first output looks at
  private final float[] weight;
  private final float[] bias;

  ConvolutionSample(LiveConvolution of) {
    LiveLayer matrix = of.matrix();
    this.shape = of.shape();
    this.relu = matrix.relu();
    this.bias = matrix.bias();
    this.width = shape.takes().width() + 2 * shape.padding();
    this.plane = (shape.takes().height() + 2 * shape.padding()) * width;
    int live = matrix.live().cardinality();
    this.first = new int[shape.out() + 1];
    this.offset = new int[live];
    this.weight = new float[live];
    int channels = shape.takes().channels();
    int columns = shape.columns();
    int k = 0;
    for (int place = matrix.live().nextSetBit(0);
        place >= 0;
        place = matrix.live().nextSetBit(place + 1)) {
      int tap = place % columns / channels;
      offset[k] = place % channels * plane + tap / shape.kernel() * width + tap % shape.kernel();
      weight[k++] = matrix.weights()[place];
      first[place / columns + 1] = k;
    }
    for (int o = 0; o < shape.out(); o++) {
      first[o + 1] = Math.max(first[o + 1], first[o]);
    }
  }

  @Override
  public int outputs() {
    return shape.gives().features();
  }

  @Override
  public void forward(float[] x, float[] y) {
    Volume gives = shape.gives();
    float[] bordered = bordered(x);
    int step = shape.stride() == 1 ? width : gives.width(); // from one row of sums to the next
    float[] sums = new float[(gives.height() - 1) * step + gives.width()];
    for (int o = 0; o < shape.out(); o++) {
      Arrays.fill(sums, bias[o]);
      if (shape.stride() == 1) {
        addPlanes(bordered, first[o], first[o + 1], sums);
      } else {
        addRows(bordered, first[o], first[o + 1], sums);
      }
      for (int oy = 0; oy < gives.height(); oy++) {
        int row = o * gives.pixels() + oy * gives.width();
        for (int ox = 0; ox < gives.width(); ox++) {
          y[row + ox] = SampleLayer.output(sums[oy * step + ox], relu);
        }
      }
    }
  }

  private float[] bordered(float[] x) {
    Volume takes = shape.takes();
    int padding = shape.padding();
    if (padding == 0) {
      return x;
    }
    float[] bordered = new float[takes.channels() * plane];
    for (int c = 0; c < takes.channels(); c++) {
      for (int row = 0; row < takes.height(); row++) {
        System.arraycopy(
            x,
            c * takes.pixels() + row * takes.width(),
            bordered,
            c * plane + (row + padding) * width + padding,
            takes.width());
      }
    }
    return bordered;
  }

  private void addPlanes(float[] x, int from, int to, float[] sums) {
    int k = from;
    for (; k + TOGETHER <= to; k += TOGETHER) {
      four(x, offset[k], offset[k + 1], offset[k + 2], offset[k + 3], k, sums);
    }
    for (; k < to; k++) {
      one(x, offset[k], weight[k], sums);
    }
  }

  private void four(float[] x, int at0, int at1, int at2, int at3, int k, float[] sums) {
    float w0 = weight[k];
    float w1 = weight[k + 1];
    float w2 = weight[k + 2];
    float w3 = weight[k + 3];
    for (int i = 0; i < sums.length; i++) {
      float sum = Math.fma(w0, x[at0 + i], sums[i]);
      sum = Math.fma(w1, x[at1 + i], sum);
      sum = Math.fma(w2, x[at2 + i], sum);
      sums[i] = Math.fma(w3, x[at3 + i], sum);
    }
  }

  private static void one(float[] x, int at, float w, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.fma(w, x[at + i], sums[i]);
    }
  }

  private void addRows(float[] x, int from, int to, float[] sums) {
    int stride = shape.stride();
    int across = shape.gives().width();
    for (int k = from; k < to; k++) {
      float w = weight[k];
      for (int i = 0; i < sums.length; i += across) {
        int row = offset[k] + i / across * stride * width;
        for (int ox = 0; ox < across; ox++) {
          sums[i + ox] = Math.fma(w, x[row + ox * stride], sums[i + ox]);
        }
      }
    }
  }
}
