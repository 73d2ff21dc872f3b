package tombola.runtime;

import java.util.Arrays;

/**
 * A convolution's live weights by filter. Each is multiplied with a stretch of a plane that has a
 * border of zeros, in the order ky, kx, channel, so that every output is one sum from the bias in
 * that order. With a stride of 1 the stretch is the whole plane, whose sums beyond the picture's
 * edge are not used.
 */
final class ConvolutionLayer implements Step.Single {
  private final boolean relu;
  private final int padding;
  private final int stride;
  private final Picture takes;
  private final Picture bordered;
  private final Picture gives;
  private final int[] first; // weight of each filter, then the number of weights
  private final int[] offset; // of each weight: the place that its first output looks at
  private final float[] weight;
  private final float[] bias;

  /**
   * Sorts the weights by filter.
   *
   * @param column the place {@code [ky][kx][channel]} of each weight, never falling
   * @param row the filter of each weight
   * @throws BadTicketException if the filter does not fit into the pictures
   */
  ConvolutionLayer(
      boolean relu,
      Picture takes,
      int kernel,
      int stride,
      int padding,
      int[] column,
      int[] row,
      float[] weight,
      float[] bias) {
    this.relu = relu;
    this.padding = padding;
    this.stride = stride;
    this.takes = takes;
    this.bordered = takes.bordered(padding);
    this.gives = bordered.windows(kernel, stride, bias.length);
    this.first = new int[bias.length + 1];
    this.offset = new int[weight.length];
    this.weight = new float[weight.length];
    this.bias = bias;
    for (int filter : row) {
      first[filter + 1]++;
    }
    for (int o = 0; o < bias.length; o++) {
      first[o + 1] += first[o];
    }
    int[] next = first.clone();
    for (int k = 0; k < weight.length; k++) {
      int tap = column[k] / takes.channels();
      int at = next[row[k]]++;
      offset[at] =
          column[k] % takes.channels() * bordered.pixels()
              + tap / kernel * bordered.width()
              + tap % kernel;
      this.weight[at] = weight[k];
    }
  }

  Picture gives() {
    return gives;
  }

  boolean relu() {
    return relu;
  }

  int stride() {
    return stride;
  }

  /** Returns the shape of what it takes with its border of zeros. */
  Picture bordered() {
    return bordered;
  }

  /** Returns the first weight of each filter, then the number of weights. */
  int[] first() {
    return first;
  }

  /** Returns for each weight the place in the bordered planes that its first output looks at. */
  int[] offset() {
    return offset;
  }

  float[] weight() {
    return weight;
  }

  float[] bias() {
    return bias;
  }

  @Override
  public int outputs() {
    return gives.values();
  }

  @Override
  public int live() {
    return weight.length;
  }

  @Override
  public float[] forward(float[] x, Batches batches) {
    return batches.forward(this, x);
  }

  @Override
  public float[] forward(Inputs x) {
    float[] planes = bordered(x);
    float[] y = new float[gives.values()];
    int step = stride == 1 ? bordered.width() : gives.width(); // from one row of sums to the next
    float[] sums = new float[(gives.height() - 1) * step + gives.width()];
    for (int o = 0; o < bias.length; o++) {
      Arrays.fill(sums, bias[o]);
      if (stride == 1) {
        addPlanes(planes, first[o], first[o + 1], sums);
      } else {
        addRows(planes, first[o], first[o + 1], sums);
      }
      for (int i = 0; i < gives.pixels(); i++) {
        float sum = sums[i / gives.width() * step + i % gives.width()];
        y[o * gives.pixels() + i] = relu && sum <= 0f ? 0f : sum + 0f;
      }
    }
    return y;
  }

  private float[] bordered(Inputs x) {
    float[] planes = new float[bordered.values()];
    for (int i = 0; i < takes.values(); i++) {
      planes[inBorder(i)] = x.at(i);
    }
    return planes;
  }

  /** Returns the place of value {@code i} of the pictures among those with a border. */
  private int inBorder(int i) {
    int row = i / takes.width() % takes.height() + padding;
    return i / takes.pixels() * bordered.pixels()
        + row * bordered.width()
        + i % takes.width()
        + padding;
  }

  /** Returns the values of a chunk with a border of zeros, each of {@code lanes} samples. */
  float[] bordered(float[] x, int lanes) {
    if (padding == 0) {
      return x;
    }
    float[] planes = new float[bordered.values() * lanes];
    for (int i = 0; i < takes.values(); i += takes.width()) {
      System.arraycopy(x, i * lanes, planes, inBorder(i) * lanes, takes.width() * lanes);
    }
    return planes;
  }

  private void addPlanes(float[] x, int from, int to, float[] sums) {
    int k = from;
    for (; k + 3 < to; k += 4) {
      four(x, k, sums);
    }
    for (; k < to; k++) {
      float w = weight[k];
      int at = offset[k];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = Math.fma(w, x[at + i], sums[i]);
      }
    }
  }

  private void four(float[] x, int k, float[] sums) {
    float w0 = weight[k];
    float w1 = weight[k + 1];
    float w2 = weight[k + 2];
    float w3 = weight[k + 3];
    int at0 = offset[k];
    int at1 = offset[k + 1];
    int at2 = offset[k + 2];
    int at3 = offset[k + 3];
    for (int i = 0; i < sums.length; i++) {
      float sum = Math.fma(w0, x[at0 + i], sums[i]);
      sum = Math.fma(w1, x[at1 + i], sum);
      sum = Math.fma(w2, x[at2 + i], sum);
      sums[i] = Math.fma(w3, x[at3 + i], sum);
    }
  }

  private void addRows(float[] x, int from, int to, float[] sums) {
    for (int k = from; k < to; k++) {
      float w = weight[k];
      for (int i = 0; i < sums.length; i += gives.width()) {
        int row = offset[k] + i / gives.width() * stride * bordered.width();
        for (int ox = 0; ox < gives.width(); ox++) {
          sums[i + ox] = Math.fma(w, x[row + ox * stride], sums[i + ox]);
        }
      }
    }
  }
}
