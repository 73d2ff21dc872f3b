package tombola.lab.export;

import tombola.nn.Volume;

/**
 * The sum of what the step before gives and an earlier value.
 *
 * @param shape of both and of the sum
 * @param other the number of the earlier value
 * @param relu whether a rectifier follows
 */
record PackedSum(Volume shape, int other, boolean relu) implements PackedStep {

  @Override
  public Volume gives() {
    return shape;
  }
}
