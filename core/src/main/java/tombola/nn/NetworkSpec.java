package tombola.nn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A network's shape: its layers in order, without values.
 *
 * @param name what reports call it, such as {@code lenet-300-100}
 * @param layers the layers; each takes what the one before it gives
 */
public record NetworkSpec(String name, List<Layer> layers) {

  /**
   * Checks that each layer fits the one before it.
   *
   * @throws IllegalArgumentException naming the first layer that does not fit, with both shapes
   */
  public NetworkSpec {
    layers = List.copyOf(layers);
    Set<String> names = new HashSet<>();
    ShapeCheck check = new ShapeCheck();
    for (Layer layer : layers) {
      check.add(layer);
      if (layer instanceof Layer.Weighted weighted && !names.add(weighted.name())) {
        throw new IllegalArgumentException(
            "layers: expected a name of its own for each, got " + weighted.name() + " twice");
      }
    }
    if (layers.isEmpty() || !(layers.getLast() instanceof Layer.Dense)) {
      throw new IllegalArgumentException(
          name + ": expected a layer with weights at the end, which gives the logits");
    }
  }

  /** Returns the layers with weights, in order. */
  public List<Layer.Weighted> weighted() {
    return layers.stream()
        .filter(Layer.Weighted.class::isInstance)
        .map(Layer.Weighted.class::cast)
        .toList();
  }

  /** Returns whether every layer with weights is fully connected. */
  public boolean isPerceptron() {
    return weighted().stream().allMatch(Layer.Dense.class::isInstance);
  }

  /**
   * Returns the layers with weights of a network that has no convolution, in order.
   *
   * @throws IllegalArgumentException if it has one
   */
  public List<Layer.Dense> dense() {
    if (!isPerceptron()) {
      throw new IllegalArgumentException(
          "network: expected fully connected layers alone, got "
              + name
              + ", which has convolutions");
    }
    return layers.stream()
        .filter(Layer.Dense.class::isInstance)
        .map(Layer.Dense.class::cast)
        .toList();
  }

  /** Returns whether a rectifier follows {@code layer}. */
  public boolean relu(Layer.Weighted layer) {
    int next = layers.indexOf(layer) + 1;
    return next < layers.size() && layers.get(next) instanceof Layer.Relu;
  }

  /**
   * Returns the shape of a sample. Samples of several channels come as planes, {@code
   * [channel][y][x]}, as files of pictures have them.
   */
  public Volume input() {
    return weighted().getFirst().takes();
  }

  /** Returns the number of features that a sample must have. */
  public int inputs() {
    return input().features();
  }

  /** Returns the number of classes. */
  public int classes() {
    return weighted().getLast().out();
  }

  /** Returns all parameters in the order of the layers, each weight before its bias. */
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    List<Layer.Weighted> weighted = weighted();
    for (int i = 0; i < weighted.size(); i++) {
      Layer.Weighted layer = weighted.get(i);
      String name = layer.name();
      boolean output = i == weighted.size() - 1;
      boolean convolution = layer instanceof Layer.Conv2d;
      int taps = layer.taps();
      parameters.add(
          new Parameter(
              name + ".weight",
              name,
              layer.out(),
              layer.columns(),
              true,
              output,
              taps,
              convolution));
      if (layer.biased()) {
        parameters.add(
            new Parameter(name + ".bias", name, layer.out(), 1, false, output, 1, convolution));
      }
    }
    return parameters;
  }

  /** Returns the parameters that masks cover, in order. */
  public List<Parameter> prunable() {
    return parameters().stream().filter(Parameter::prunable).toList();
  }

  /** Returns the widths from inputs to classes, such as {@code 784-300-100-10}. */
  public String widths() {
    return input() + weighted().stream().map(d -> "-" + d.out()).collect(Collectors.joining());
  }
}
