package tombola.runtime;

/** The greatest values of windows or their means, each channel by itself. */
final class PoolLayer implements Step.Single {
  private final boolean mean;
  private final Picture takes;
  private final Picture gives;
  private final int size;
  private final int stride;

  PoolLayer(boolean mean, Picture takes, int size, int stride) {
    this.mean = mean;
    this.takes = takes;
    this.size = size;
    this.stride = stride;
    this.gives = takes.windows(size, stride, takes.channels());
  }

  Picture gives() {
    return gives;
  }

  @Override
  public int outputs() {
    return gives.values();
  }

  @Override
  public int live() {
    return 0;
  }

  @Override
  public float[] forward(Inputs x) {
    float[] values = new float[takes.values()];
    for (int i = 0; i < values.length; i++) {
      values[i] = x.at(i);
    }
    return forward(values, 1);
  }

  @Override
  public float[] forward(float[] x, Batches batches) {
    return forward(x, batches.chunk());
  }

  private float[] forward(float[] x, int lanes) {
    float[] y = new float[gives.values() * lanes];
    for (int o = 0; o < gives.values(); o++) {
      int place = o % gives.pixels();
      int window =
          o / gives.pixels() * takes.pixels()
              + place / gives.width() * stride * takes.width()
              + place % gives.width() * stride;
      for (int k = 0; k < size * size; k++) {
        int from = (window + k / size * takes.width() + k % size) * lanes;
        if (mean) {
          add(x, from, y, o * lanes, lanes);
        } else {
          greatest(x, from, y, o * lanes, lanes, k == 0);
        }
      }
    }
    if (mean) {
      float share = 1f / (size * size);
      for (int i = 0; i < y.length; i++) {
        y[i] = y[i] * share + 0f;
      }
    }
    return y;
  }

  private static void add(float[] x, int from, float[] y, int to, int lanes) {
    for (int l = 0; l < lanes; l++) {
      y[to + l] += x[from + l];
    }
  }

  private static void greatest(float[] x, int from, float[] y, int to, int lanes, boolean first) {
    for (int l = 0; l < lanes; l++) {
      y[to + l] = first || x[from + l] > y[to + l] ? x[from + l] : y[to + l];
    }
  }
}
