package tombola.nn;

/**
 * A named array of trained values, {@code [rows][columns]} row-major.
 *
 * @param name such as {@code fc1.weight}
 * @param layer the name of its layer, such as {@code fc1}
 * @param rows the layer's outputs: units, or filters of a convolution
 * @param columns the layer's inputs for a weight, {@code [ky][kx][channel]} for a convolution's; 1
 *     for all that is no weight
 * @param prunable whether masks cover it: weights yes, all others no
 * @param output whether it belongs to the last layer with weights
 * @param taps the places of a picture at which a filter looks at once; 1 for all but the weights of
 *     a convolution, and 1 for a convolution of single pixels
 * @param convolution whether it belongs to a convolution
 * @param role what it is to its layer
 */
public record Parameter(
    String name,
    String layer,
    int rows,
    int columns,
    boolean prunable,
    boolean output,
    int taps,
    boolean convolution,
    ParameterRole role) {

  /** Checks that masks cover weights alone. */
  public Parameter {
    if (prunable != role.masked()) {
      throw new IllegalArgumentException(
          "%s: expected masks to cover weights alone, got %s".formatted(name, role));
    }
  }

  /** Creates the weights or biases of a layer. */
  public Parameter(
      String name,
      String layer,
      int rows,
      int columns,
      boolean prunable,
      boolean output,
      int taps,
      boolean convolution) {
    this(
        name,
        layer,
        rows,
        columns,
        prunable,
        output,
        taps,
        convolution,
        prunable ? ParameterRole.WEIGHT : ParameterRole.BIAS);
  }

  /** Creates a parameter of a fully connected layer. */
  public Parameter(
      String name, String layer, int rows, int columns, boolean prunable, boolean output) {
    this(name, layer, rows, columns, prunable, output, 1, false);
  }

  /** Returns the number of values. */
  public int size() {
    return Math.multiplyExact(rows, columns);
  }

  /** Returns the inputs that one output of its layer has. */
  public int fanIn() {
    return columns;
  }

  /** Returns the outputs that one input of its layer reaches, edges of pictures left aside. */
  public int fanOut() {
    return Math.multiplyExact(rows, taps);
  }
}
