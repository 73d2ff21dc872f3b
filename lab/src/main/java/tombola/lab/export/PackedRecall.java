package tombola.lab.export;

import tombola.nn.Volume;

/**
 * Goes on from an earlier value: 0 is the sample, and step i gives value i + 1.
 *
 * @param shape of the value
 * @param value its number
 */
record PackedRecall(Volume shape, int value) implements PackedStep {

  @Override
  public Volume gives() {
    return shape;
  }
}
