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
    ShapeCheck.of(layers);
    requireNames(flat(layers));
    if (layers.isEmpty() || !(layers.getLast() instanceof Layer.Dense)) {
      throw new IllegalArgumentException(
          name + ": expected a layer with weights at the end, which gives the logits");
    }
  }

  private static void requireNames(List<Layer> layers) {
    Set<String> names = new HashSet<>();
    for (Layer layer : layers) {
      String name =
          switch (layer) {
            case Layer.Weighted weighted -> weighted.name();
            case Layer.BatchNorm norm -> norm.name();
            case Layer.Dropout dropout -> dropout.name();
            case Layer.Residual residual -> residual.name();
            case Layer.Pool _, Layer.Flatten _, Layer.Relu _, Layer.Gelu _, Layer.Tanh _ -> "";
          };
      if (!name.isEmpty() && !names.add(name)) {
        throw new IllegalArgumentException(
            "layers: expected a name of its own for each, got " + name + " twice");
      }
    }
  }

  /**
   * Returns all layers, those of residual blocks among them: the block itself, its body, its
   * shortcut.
   */
  public List<Layer> flat() {
    return flat(layers);
  }

  static List<Layer> flat(List<Layer> layers) {
    List<Layer> all = new ArrayList<>();
    for (Layer layer : layers) {
      all.add(layer);
      if (layer instanceof Layer.Residual residual) {
        all.addAll(flat(residual.body()));
        all.addAll(flat(residual.shortcut()));
      }
    }
    return all;
  }

  /**
   * Returns the layers with weights, in order; of a residual block the body before the shortcut.
   */
  public List<Layer.Weighted> weighted() {
    return flat().stream()
        .filter(Layer.Weighted.class::isInstance)
        .map(Layer.Weighted.class::cast)
        .toList();
  }

  /** Returns whether it is fully connected layers with rectifiers between them and nothing else. */
  public boolean isPerceptron() {
    return layers.stream()
        .allMatch(layer -> layer instanceof Layer.Dense || layer instanceof Layer.Relu);
  }

  /**
   * Returns the layers with weights of a {@linkplain #isPerceptron perceptron}, in order.
   *
   * @throws IllegalArgumentException if it has other layers
   */
  public List<Layer.Dense> dense() {
    if (!isPerceptron()) {
      throw new IllegalArgumentException(
          "network: expected fully connected layers and rectifiers alone, got "
              + name
              + ", which has others");
    }
    return layers.stream()
        .filter(Layer.Dense.class::isInstance)
        .map(Layer.Dense.class::cast)
        .toList();
  }

  /** Returns whether a rectifier follows {@code layer}. */
  public boolean relu(Layer.Weighted layer) {
    return relu(layers, layer);
  }

  /** Of a path in a residual block the last layer has none: what follows is the sum's. */
  private static boolean relu(List<Layer> path, Layer.Weighted layer) {
    for (int i = 0; i < path.size(); i++) {
      if (path.get(i).equals(layer)) {
        return i + 1 < path.size() && path.get(i + 1) instanceof Layer.Relu;
      }
      if (path.get(i) instanceof Layer.Residual block
          && (relu(block.body(), layer) || relu(block.shortcut(), layer))) {
        return true;
      }
    }
    return false;
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

  /**
   * Returns all parameters in the order of the layers, each weight before its bias; those of a
   * normalisation as γ, β, running mean and running variance, by the names that PyTorch gives them.
   */
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    addAll(parameters, layers, ParameterRole.WEIGHT);
    return parameters;
  }

  private void addAll(List<Parameter> parameters, List<Layer> path, ParameterRole weights) {
    for (Layer layer : path) {
      switch (layer) {
        case Layer.Weighted weighted -> add(parameters, weighted, weights);
        case Layer.BatchNorm norm -> {
          add(parameters, norm, "weight", ParameterRole.SCALE);
          add(parameters, norm, "bias", ParameterRole.SHIFT);
          add(parameters, norm, "running_mean", ParameterRole.MEAN);
          add(parameters, norm, "running_var", ParameterRole.VARIANCE);
        }
        case Layer.Residual residual -> {
          addAll(parameters, residual.body(), weights);
          addAll(parameters, residual.shortcut(), ParameterRole.PROJECTION);
        }
        case Layer.Pool _,
            Layer.Flatten _,
            Layer.Relu _,
            Layer.Gelu _,
            Layer.Tanh _,
            Layer.Dropout _ -> {}
      }
    }
  }

  private void add(List<Parameter> parameters, Layer.Weighted layer, ParameterRole weights) {
    String name = layer.name();
    boolean output = layer.equals(layers.getLast());
    boolean convolution = layer instanceof Layer.Conv2d;
    parameters.add(
        new Parameter(
            name + ".weight",
            name,
            layer.out(),
            layer.columns(),
            true,
            output,
            layer.taps(),
            convolution,
            weights));
    if (layer.biased()) {
      parameters.add(
          new Parameter(name + ".bias", name, layer.out(), 1, false, output, 1, convolution));
    }
  }

  private static void add(
      List<Parameter> parameters, Layer.BatchNorm norm, String suffix, ParameterRole role) {
    parameters.add(
        new Parameter(
            norm.name() + "." + suffix,
            norm.name(),
            norm.takes().channels(),
            1,
            false,
            false,
            1,
            false,
            role));
  }

  /** Returns the number of values that an optimizer moves. */
  public long trained() {
    return parameters().stream()
        .filter(p -> p.role() != ParameterRole.MEAN && p.role() != ParameterRole.VARIANCE)
        .mapToLong(Parameter::size)
        .sum();
  }

  /** Returns the operations of one sample's products, two for a multiply-add, edges counted too. */
  public long operations() {
    return weighted().stream()
        .mapToLong(layer -> 2L * layer.out() * layer.columns() * layer.gives().pixels())
        .sum();
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
