package tombola.nn;

/**
 * A named array of trained values, {@code [rows][columns]} row-major.
 *
 * @param name such as {@code fc1.weight}
 * @param layer the name of its layer, such as {@code fc1}
 * @param rows the layer's outputs
 * @param columns the layer's inputs for a weight, 1 for a bias
 * @param prunable whether masks cover it: weights yes, biases no
 * @param output whether it belongs to the last layer with weights
 */
public record Parameter(
    String name, String layer, int rows, int columns, boolean prunable, boolean output) {

  /** Returns the number of values. */
  public int size() {
    return Math.multiplyExact(rows, columns);
  }
}
