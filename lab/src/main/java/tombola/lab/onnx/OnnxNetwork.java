package tombola.lab.onnx;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tombola.lab.config.InputException;
import tombola.lab.data.InputUnits;
import tombola.lab.data.Prepared;
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

  private static final double SAME = 1e-6; // of numbers that a file may hold as floats

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

  /**
   * Checks that this fits {@code prepared}: features, classes, and the scaling if the model has
   * one.
   *
   * @param setting what the message begins with
   * @param model what the message calls the model
   * @throws InputException in one line if it does not
   */
  public void checkFits(String setting, String model, Prepared prepared) {
    int width = prepared.data().width();
    int classes = prepared.data().classes().size();
    if (network.inputs() != width || network.classes() != classes) {
      throw new InputException(
          "%s: expected %d features and %d classes as %s has, got %d and %d of %s"
              .formatted(
                  setting,
                  network.inputs(),
                  network.classes(),
                  model,
                  width,
                  classes,
                  prepared.data().name()));
    }
    if (units.isPresent() && !same(units.get(), prepared.units())) {
      throw new InputException(
          "%s: expected the scaling that %s has for its inputs, got that of %s"
              .formatted(setting, model, prepared.data().name()));
    }
  }

  private static boolean same(InputUnits one, InputUnits other) {
    return switch (one) {
      case InputUnits.Bytes _ -> other instanceof InputUnits.Bytes;
      case InputUnits.Columns columns ->
          other instanceof InputUnits.Columns others
              && close(columns.shift(), others.shift())
              && close(columns.deviation(), others.deviation());
    };
  }

  private static boolean close(double[] one, double[] other) {
    return IntStream.range(0, one.length)
        .allMatch(f ->
            Math.abs(one[f] - other[f]) <= SAME * Math.max(Math.abs(one[f]), Math.abs(other[f])));
  }
}
