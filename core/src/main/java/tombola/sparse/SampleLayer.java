package tombola.sparse;

/**
 * A layer for one sample. Each output is one sum from the bias by fused multiply-adds over inputs
 * ascending, as the kernels define it; terms that are left out or added are zeros, which change at
 * most the sign of a zero, and +0.0 at the end mends that.
 */
sealed interface SampleLayer permits ColumnLayer, RowLayer {

  int outputs();

  /**
   * Computes the outputs of {@code x}.
   *
   * @param x the inputs; those of a hidden layer have a place more, for a zero
   * @param y for the outputs, with a place more
   */
  void forward(float[] x, float[] y);

  /** Returns the output whose sum is {@code sum}. */
  static float output(float sum, boolean relu) {
    return relu && sum <= 0f ? 0f : sum + 0f;
  }
}
