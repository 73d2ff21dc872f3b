package tombola.sparse;

import java.util.Arrays;
import tombola.nn.Layer;
import tombola.nn.Volume;

/** A pooling of one sample, plane by plane. */
record PoolSample(Layer.Pool shape, PlaneLayout takes, PlaneLayout gives) implements SampleLayer {

  @Override
  public void forward(float[] x, float[] y) {
    Volume pooled = shape.gives();
    for (int c = 0; c < pooled.channels(); c++) {
      for (int oy = 0; oy < pooled.height(); oy++) {
        int row = takes.row(c, oy * shape.stride());
        switch (shape.kind()) {
          case MAX -> greatest(x, row, y, gives.row(c, oy));
          case AVERAGE -> mean(x, row, y, gives.row(c, oy));
        }
      }
    }
  }

  /** Window places one after the other, for a whole row of windows at a time. */
  private void greatest(float[] x, int row, float[] y, int to) {
    if (shape.size() == 2) {
      greatestOfFour(x, row, y, to);
      return;
    }
    int windows = shape.gives().width();
    int stride = shape.stride();
    for (int k = 0; k < shape.size() * shape.size(); k++) {
      int at = row + k / shape.size() * takes.pitch() + k % shape.size();
      for (int ox = 0; ox < windows; ox++, at += stride) {
        float value = x[at];
        y[to + ox] = k == 0 || value > y[to + ox] ? value : y[to + ox];
      }
    }
  }

  /** The usual window, without a way through memory between its places. */
  private void greatestOfFour(float[] x, int row, float[] y, int to) {
    int windows = shape.gives().width();
    int below = takes.pitch();
    for (int ox = 0, at = row; ox < windows; ox++, at += shape.stride()) {
      float greatest = x[at];
      greatest = x[at + 1] > greatest ? x[at + 1] : greatest;
      greatest = x[at + below] > greatest ? x[at + below] : greatest;
      y[to + ox] = x[at + below + 1] > greatest ? x[at + below + 1] : greatest;
    }
  }

  private void mean(float[] x, int row, float[] y, int to) {
    int windows = shape.gives().width();
    int stride = shape.stride();
    float share = 1f / (shape.size() * shape.size());
    Arrays.fill(y, to, to + windows, 0f);
    for (int k = 0; k < shape.size() * shape.size(); k++) {
      int at = row + k / shape.size() * takes.pitch() + k % shape.size();
      for (int ox = 0; ox < windows; ox++, at += stride) {
        y[to + ox] += x[at];
      }
    }
    for (int ox = 0; ox < windows; ox++) {
      y[to + ox] = y[to + ox] * share + 0f;
    }
  }
}
