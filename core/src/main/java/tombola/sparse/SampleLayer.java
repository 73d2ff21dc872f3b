package tombola.sparse;

import tombola.kernel.Panels;

/**
 * A layer for one sample. Each output is one sum from the bias by fused multiply-adds over inputs
 * ascending, as the kernels define it; terms that are left out or added are zeros, which change at
 * most the sign of a zero, and +0.0 at the end mends that. Pictures are planes up to the flatten;
 * {@link PlaneLayout} says how they lie.
 */
sealed interface SampleLayer
    permits ColumnLayer,
        RowLayer,
        KernelLayer,
        ConvolutionSample,
        PhaseSample,
        PoolSample,
        ActivationSample,
        PictureOrder {

  /**
   * Computes the outputs of {@code x}.
   *
   * @param x the inputs; those of a hidden layer have a place more, for a zero
   * @param y for the outputs, {@link PlaneLayout#room} floats, zeros before the first call; those
   *     beyond the outputs are undefined then
   */
  void forward(float[] x, float[] y);

  /**
   * Returns the floats of an array for {@code outputs}: whole lines of 16, and one more for a zero.
   */
  static int room(int outputs) {
    return (outputs / Panels.LANES + 1) * Panels.LANES;
  }

  /** Returns the output whose sum is {@code sum}. */
  static float output(float sum, boolean relu) {
    return relu && sum <= 0f ? 0f : sum + 0f;
  }
}
