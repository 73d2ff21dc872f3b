package tombola.lab.advice;

import java.util.List;
import tombola.nn.NetworkSpec;
import tombola.nn.Parameter;
import tombola.sparse.LiveLayer;

/** Bytes that a prediction keeps, as calculated from the arrays that there are. */
final class Memory {
  private Memory() {}

  /**
   * Returns the bytes of the exported runtime: of each weight its value and the output it feeds, of
   * each input that feeds any its number and first weight, biases, and what the layers give.
   */
  static long sparse(List<LiveLayer> layers) {
    long bytes = 4L * layers.getFirst().shape().in();
    for (LiveLayer layer : layers) {
      int in = layer.shape().in();
      long used = layer.live().stream().map(place -> place % in).distinct().count();
      bytes += 8L * layer.live().cardinality() + 8 * used + 4 + 8L * layer.shape().out();
    }
    return bytes;
  }

  /** Returns four bytes for each weight and bias, for the inputs and for what the layers give. */
  static long dense(NetworkSpec network) {
    long values = network.parameters().stream().mapToLong(Parameter::size).sum();
    long units = network.dense().stream().mapToLong(layer -> layer.out()).sum();
    return 4 * (network.inputs() + values + units);
  }
}
