package tombola.nn;

/** One step of a network: a shape without values. */
public sealed interface Layer {

  /**
   * A fully connected layer, {@code y = W x + b} with W {@code [out][in]} row-major and b {@code
   * [out]}.
   *
   * @param name the prefix of its parameters' names, such as {@code fc1}
   * @param in inputs of a sample
   * @param out outputs of a sample
   */
  record Dense(String name, int in, int out) implements Layer {

    /** Checks that both sides have at least one unit. */
    public Dense {
      if (in < 1 || out < 1) {
        throw new IllegalArgumentException(
            name + ": expected at least one input and one output, got " + in + " and " + out);
      }
    }
  }

  /** The rectifier, {@code y = x <= 0 ? 0 : x}, after a layer with weights. */
  record Relu() implements Layer {}
}
