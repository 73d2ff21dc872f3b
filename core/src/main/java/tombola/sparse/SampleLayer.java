package tombola.sparse;

import tombola.kernel.Panels;

/**
 * A layer for one sample. Each output is one sum from the bias by fused multiply-adds over inputs
 * ascending, as the kernels define it; terms that are left out or added are zeros, which change at
 * most the sign of a zero, and +0.0 at the end mends that. Pictures are planes, {@code
 * [channel][y][x]}, up to the flatten.
 */
sealed interface SampleLayer
    permits ColumnLayer,
        RowLayer,
        KernelLayer,
        ConvolutionSample,
        PoolSample,
        ActivationSample,
        PictureOrder {

  int outputs();

  /**
   * Computes the outputs of {@code x}.
   *
   * @param x the inputs; those of a hidden layer have a place more, for a zero
   * @param y for the outputs, {@link #room} floats; those beyond are undefined then
   */
  void forward(float[] x, float[] y);

  /**
   * Returns the floats of a place for {@code outputs}: whole lines of 16, and one more for a zero.
   */
  static int room(int outputs) {
    return (outputs / Panels.LANES + 1) * Panels.LANES;
  }

  /** Returns the output whose sum is {@code sum}. */
  static float output(float sum, boolean relu) {
    return relu && sum <= 0f ? 0f : sum + 0f;
  }
}
