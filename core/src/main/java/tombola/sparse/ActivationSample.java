package tombola.sparse;

/** An activation of one sample. */
record ActivationSample(LiveActivation activation) implements SampleLayer {

  @Override
  public int outputs() {
    return activation.shape().features();
  }

  @Override
  public void forward(float[] x, float[] y) {
    for (int i = 0; i < outputs(); i++) {
      y[i] = activation.of(x[i]);
    }
  }
}
