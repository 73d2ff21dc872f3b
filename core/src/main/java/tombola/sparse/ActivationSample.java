package tombola.sparse;

import tombola.nn.Volume;

/** An activation of one sample, which lies in the same way before and after it. */
record ActivationSample(LiveActivation activation, PlaneLayout layout) implements SampleLayer {

  @Override
  public void forward(float[] x, float[] y) {
    Volume shape = layout.shape();
    for (int c = 0; c < shape.channels(); c++) {
      for (int row = 0; row < shape.height(); row++) {
        int from = layout.row(c, row);
        for (int i = from; i < from + shape.width(); i++) {
          y[i] = activation.of(x[i]);
        }
      }
    }
  }
}
