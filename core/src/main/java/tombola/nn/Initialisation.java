package tombola.nn;

import tombola.math.RandomStream;

/**
 * How weights begin; biases begin at 0. Fan-in and fan-out are those of the dense shape, whatever
 * the mask; those of a convolution count every place of its kernel.
 */
public enum Initialisation {
  /**
   * Normal with variance 2 / (in + out), as in Frankle &amp; Carbin 2019, section 2.
   *
   * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot &amp; Bengio 2010</a>
   */
  GLOROT_NORMAL,
  /** Uniform with variance 2 / (in + out). */
  GLOROT_UNIFORM,
  /**
   * Normal with variance 2 / in.
   *
   * @see <a href="https://arxiv.org/abs/1502.01852">He et al. 2015</a>
   */
  HE_NORMAL,
  /** Uniform with variance 2 / in. */
  HE_UNIFORM;

  /** Returns one value for a weight of a layer with {@code in} inputs and {@code out} outputs. */
  float draw(RandomStream stream, int in, int out) {
    return (float)
        switch (this) {
          case GLOROT_NORMAL -> stream.nextGaussian() * Math.sqrt(2.0 / (in + out));
          case GLOROT_UNIFORM -> (2 * stream.nextDouble() - 1) * Math.sqrt(6.0 / (in + out));
          case HE_NORMAL -> stream.nextGaussian() * Math.sqrt(2.0 / in);
          case HE_UNIFORM -> (2 * stream.nextDouble() - 1) * Math.sqrt(6.0 / in);
        };
  }
}
