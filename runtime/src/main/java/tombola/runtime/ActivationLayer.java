package tombola.runtime;

/** GELU or the hyperbolic tangent, value by value. */
final class ActivationLayer implements Step.Single {
  private final boolean gelu;
  private final int outputs;

  ActivationLayer(boolean gelu, int outputs) {
    this.gelu = gelu;
    this.outputs = outputs;
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public int live() {
    return 0;
  }

  @Override
  public float[] forward(Inputs x) {
    float[] y = new float[outputs];
    for (int i = 0; i < outputs; i++) {
      y[i] = of(x.at(i));
    }
    return y;
  }

  @Override
  public float[] forward(float[] x, Batches batches) {
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = of(x[i]);
    }
    return y;
  }

  private float of(float x) {
    return (gelu ? x * Smooth.normal(x) : Smooth.tanh(x)) + 0f;
  }
}
