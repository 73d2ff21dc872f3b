package tombola.sparse;

import tombola.nn.Layer;
import tombola.nn.Volume;

/** A pooling of one sample, plane by plane. */
record PoolSample(Layer.Pool shape) implements SampleLayer {

  @Override
  public int outputs() {
    return shape.gives().features();
  }

  @Override
  public void forward(float[] x, float[] y) {
    Volume takes = shape.takes();
    Volume gives = shape.gives();
    int k = 0;
    for (int c = 0; c < takes.channels(); c++) {
      for (int oy = 0; oy < gives.height(); oy++) {
        int row = c * takes.pixels() + oy * shape.stride() * takes.width();
        for (int ox = 0; ox < gives.width(); ox++) {
          int window = row + ox * shape.stride();
          y[k++] =
              switch (shape.kind()) {
                case MAX -> greatest(x, window, takes.width());
                case AVERAGE -> mean(x, window, takes.width());
              };
        }
      }
    }
  }

  private float greatest(float[] x, int window, int width) {
    float greatest = x[window];
    for (int ky = 0; ky < shape.size(); ky++) {
      for (int kx = 0; kx < shape.size(); kx++) {
        float value = x[window + ky * width + kx];
        greatest = value > greatest ? value : greatest;
      }
    }
    return greatest;
  }

  private float mean(float[] x, int window, int width) {
    float sum = 0f;
    for (int ky = 0; ky < shape.size(); ky++) {
      for (int kx = 0; kx < shape.size(); kx++) {
        sum += x[window + ky * width + kx];
      }
    }
    return sum * (1f / (shape.size() * shape.size())) + 0f;
  }
}
