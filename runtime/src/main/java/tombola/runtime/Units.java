package tombola.runtime;

/** From the values of the data to those that the network was trained on. */
interface Units {

  /** Returns {@code value} of feature {@code feature} as the network takes it. */
  float apply(int feature, double value);

  /** Returns the units of values that the network takes as they are. */
  static Units asGiven() {
    return (feature, value) -> (float) value;
  }

  /** Returns the units of values that are multiplied by {@code factor}. */
  static Units scaled(float factor) {
    return (feature, value) -> (float) value * factor;
  }

  /**
   * Returns the units of values of which each feature has a shift taken off and is divided by a
   * deviation; where that is 0 it is 0 whatever the value.
   */
  static Units standardised(double[] shift, double[] deviation) {
    return (feature, value) ->
        deviation[feature] == 0 ? 0f : (float) ((value - shift[feature]) / deviation[feature]);
  }
}
