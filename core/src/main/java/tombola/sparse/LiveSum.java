package tombola.sparse;

import tombola.nn.Volume;

/**
 * The sum of what the step before gives and an earlier value: here a residual block ends.
 *
 * @param shape of both and of the sum
 * @param other the number of the earlier value
 * @param relu whether a rectifier follows
 */
public record LiveSum(Volume shape, int other, boolean relu) implements LiveStep {

  /** Returns the sum of two values. */
  public float of(float x, float y) {
    return SampleLayer.output(x + y, relu);
  }
}
