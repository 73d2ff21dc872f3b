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
    int width = 0;
    Layer previous = null;
    for (Layer layer : layers) {
      switch (layer) {
        case Layer.Dense dense -> {
          if (previous != null && dense.in() != width) {
            throw new IllegalArgumentException(
                dense.name()
                    + ": expected "
                    + width
                    + " inputs as the layer before it gives, got "
                    + dense.in());
          }
          if (!names.add(dense.name())) {
            throw new IllegalArgumentException(
                "layers: expected a name of its own for each, got " + dense.name() + " twice");
          }
          width = dense.out();
        }
        case Layer.Relu _ -> {
          if (!(previous instanceof Layer.Dense)) {
            throw new IllegalArgumentException("relu: expected a layer with weights before it");
          }
        }
      }
      previous = layer;
    }
    if (!(previous instanceof Layer.Dense)) {
      throw new IllegalArgumentException(
          name + ": expected a layer with weights at the end, which gives the logits");
    }
  }

  /** Returns the layers with weights, in order. */
  public List<Layer.Dense> dense() {
    return layers.stream()
        .filter(Layer.Dense.class::isInstance)
        .map(Layer.Dense.class::cast)
        .toList();
  }

  /** Returns whether a rectifier follows {@code layer}. */
  public boolean relu(Layer.Dense layer) {
    int next = layers.indexOf(layer) + 1;
    return next < layers.size() && layers.get(next) instanceof Layer.Relu;
  }

  /** Returns the number of features that a sample must have. */
  public int inputs() {
    return dense().getFirst().in();
  }

  /** Returns the number of classes. */
  public int classes() {
    return dense().getLast().out();
  }

  /** Returns all parameters in the order of the layers, each weight before its bias. */
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    List<Layer.Dense> dense = dense();
    for (int i = 0; i < dense.size(); i++) {
      Layer.Dense layer = dense.get(i);
      boolean output = i == dense.size() - 1;
      parameters.add(
          new Parameter(
              layer.name() + ".weight", layer.name(), layer.out(), layer.in(), true, output));
      parameters.add(
          new Parameter(layer.name() + ".bias", layer.name(), layer.out(), 1, false, output));
    }
    return parameters;
  }

  /** Returns the parameters that masks cover, in order. */
  public List<Parameter> prunable() {
    return parameters().stream().filter(Parameter::prunable).toList();
  }

  /** Returns the widths from inputs to classes, such as {@code 784-300-100-10}. */
  public String widths() {
    return inputs() + dense().stream().map(d -> "-" + d.out()).collect(Collectors.joining());
  }
}
