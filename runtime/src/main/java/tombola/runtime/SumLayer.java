package tombola.runtime;

/** The sum of two values, where a residual block ends. */
final class SumLayer implements Step {
  private final int outputs;
  private final boolean relu;

  SumLayer(int outputs, boolean relu) {
    this.outputs = outputs;
    this.relu = relu;
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public int live() {
    return 0;
  }

  /** Returns the sum of two values, of one sample or of a chunk. */
  float[] forward(float[] x, float[] other) {
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      float sum = x[i] + other[i];
      y[i] = relu && sum <= 0f ? 0f : sum + 0f;
    }
    return y;
  }
}
