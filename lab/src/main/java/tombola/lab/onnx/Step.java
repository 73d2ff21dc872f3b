package tombola.lab.onnx;

import java.util.List;

/** What a node does to a sample. */
sealed interface Step {

  /** What is done to each value before the first layer with weights. */
  enum Operation {
    /** Takes the number off. */
    LESS,
    /** Multiplies by the number. */
    TIMES,
    /** Divides by the number. */
    OVER
  }

  /**
   * An operation with stored numbers.
   *
   * @param where the node as messages call it
   * @param sample the length of each axis of a sample, -1 where it is open
   */
  record Scaling(String where, Operation operation, Numbers by, List<Integer> sample)
      implements Step {}

  /**
   * A fully connected layer.
   *
   * @param where the node as messages call it
   * @param weight {@code [out][in]}
   * @param bias {@code [out]}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; changed by a later Add alone
  record Linear(String where, Matrix weight, float[] bias) implements Step {}

  /** The rectifier. */
  record Relu() implements Step {}
}
