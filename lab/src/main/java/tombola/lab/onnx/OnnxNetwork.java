package tombola.lab.onnx;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tombola.lab.data.InputUnits;
import tombola.nn.NetworkSpec;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;

/**
 * A network as an ONNX model holds it.
 *
 * @param network its shape; layers are called {@code fc1}, {@code fc2} and so on
 * @param weights its values, those that the model stores sparsely filled up with +0.0
 * @param units how a sample is given, if the model scales its input itself
 * @param classes the names of the classes, if the model has them
 * @param metadata the model's texts by name
 * @param opset version of the operators
 * @param leftOut operators at the end that no class depends on, such as {@code Softmax}
 */
public record OnnxNetwork(
    NetworkSpec network,
    Weights weights,
    Optional<InputUnits> units,
    Optional<List<String>> classes,
    Map<String, String> metadata,
    long opset,
    List<String> leftOut) {

  /** Copies the collections. */
  public OnnxNetwork {
    metadata = Map.copyOf(metadata);
    leftOut = List.copyOf(leftOut);
  }

  /** Returns the mask of the weights that are not zero. */
  public Mask mask() {
    Map<String, BitSet> live = new HashMap<>();
    for (Parameter parameter : network.prunable()) {
      float[] values = weights.get(parameter.name());
      BitSet bits = new BitSet(values.length);
      for (int i = 0; i < values.length; i++) {
        bits.set(i, values[i] != 0f);
      }
      live.put(parameter.name(), bits);
    }
    return Mask.of(network, live);
  }
}
