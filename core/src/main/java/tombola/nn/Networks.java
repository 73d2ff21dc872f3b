package tombola.nn;

import java.util.ArrayList;
import java.util.List;

/** Networks by name. */
public final class Networks {
  static final int WIDEST = 999_999;

  private Networks() {}

  /**
   * Returns {@code spec} with other widths.
   *
   * @param widths units or filters of each layer with weights, in order; classes stay as they are
   */
  public static NetworkSpec narrowed(NetworkSpec spec, List<Integer> widths) {
    return Narrowed.withHidden(spec, widths.subList(0, widths.size() - 1));
  }

  /**
   * Returns the network called {@code name}, its input and output sizes following the data: {@code
   * lenet-300-100}; {@code mlp:WIDTHS} such as {@code mlp:784-512-256-10} (all widths; the outer
   * two must be the data's) or {@code mlp:512-256} (hidden widths alone); or of convolutions {@code
   * lenet-5}, {@code conv-2}, {@code conv-4} and {@code conv-6}, {@code vgg-11}, {@code vgg-16} and
   * {@code vgg-19}, {@code resnet-20}, {@code resnet-32} and {@code resnet-56}, with {@code -WIDTH}
   * behind it for other filters in its first stage than 16, for square pictures of one channel or
   * three.
   *
   * @param inputs features of a sample
   * @param classes the number of classes
   * @throws IllegalArgumentException naming the networks there are, or both widths where they
   *     differ, or the layer that does not fit the data
   */
  public static NetworkSpec named(String name, int inputs, int classes) {
    if (name.equals("lenet-300-100")) {
      return perceptron(name, List.of(inputs, 300, 100, classes));
    }
    if (name.startsWith("mlp:")) {
      return perceptron(name, widths(name, inputs, classes));
    }
    if (name.startsWith(NetworkText.PREFIX)) {
      return NetworkText.network(name, ConvNetworks.shape(inputs), classes);
    }
    if (ConvNetworks.knows(name)) {
      return ConvNetworks.named(name, inputs, classes);
    }
    throw new IllegalArgumentException(
        "network: expected lenet-300-100, %s, %s or mlp:WIDTHS such as mlp:512-256, got %s"
            .formatted(
                String.join(", ", ConvNetworks.NAMES),
                String.join(", ", DeepNetworks.names()),
                name));
  }

  /** Returns the names of the networks of convolutions. */
  public static List<String> convolutional() {
    return ConvNetworks.NAMES;
  }

  /**
   * Returns the name by which {@link #named} finds layers like those of {@code spec}, which say
   * them in one line; parameters of that network may have other names, in the same order.
   */
  public static String text(NetworkSpec spec) {
    return NetworkText.of(spec);
  }

  /** Returns whether the network called {@code name} has convolutions. */
  public static boolean isConvolutional(String name) {
    return ConvNetworks.knows(name)
        || (name.startsWith(NetworkText.PREFIX) && name.contains("conv("));
  }

  /**
   * Returns whether the network called {@code name} has layers whose sums over a batch are made
   * panel by panel: convolutions or batch normalisations.
   */
  public static boolean sumsByPanel(String name) {
    return isConvolutional(name) || (name.startsWith(NetworkText.PREFIX) && name.contains("norm"));
  }

  /** Returns what to call the network called {@code name} where its layers are too long. */
  public static String label(String name) {
    return name.startsWith(NetworkText.PREFIX) ? "custom" : name;
  }

  /** Returns the names of networks that need nothing more, the smaller of a kind first. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(List.of("lenet-300-100"));
    names.addAll(ConvNetworks.NAMES);
    names.addAll(DeepNetworks.VGG);
    names.addAll(DeepNetworks.RESIDUAL);
    return names;
  }

  /**
   * Returns fully connected layers {@code fc1}, {@code fc2}, … with rectifiers between them.
   *
   * @param widths inputs, hidden widths, classes: two numbers at least
   */
  public static NetworkSpec perceptron(String name, List<Integer> widths) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < widths.size(); i++) {
      if (i > 1) {
        layers.add(new Layer.Relu());
      }
      layers.add(new Layer.Dense("fc" + i, widths.get(i - 1), widths.get(i)));
    }
    return new NetworkSpec(name, layers);
  }

  /**
   * Returns the network like {@code spec} with its hidden widths, units and filters, scaled, {@code
   * max(1, round(factor * width))}. Its name is as that of {@link #nearest}; where no width changes
   * it is {@code spec}.
   *
   * @param factor above 0
   * @throws IllegalArgumentException if it is not, or a width would exceed 999999
   */
  public static NetworkSpec scaled(NetworkSpec spec, double factor) {
    return Narrowed.scaled(spec, factor);
  }

  /**
   * Returns the network like {@code spec} with its hidden widths, units and filters, scaled by one
   * factor, {@code max(1, round(factor * width))}, whose number of weights, biases left out, is
   * nearest to {@code weights}; of two as near, the smaller. Its name is its {@code mlp:WIDTHS}, or
   * for one of convolutions its name with its widths.
   */
  public static NetworkSpec nearest(NetworkSpec spec, long weights) {
    return Narrowed.nearest(spec, weights);
  }

  private static List<Integer> widths(String name, int inputs, int classes) {
    String text = name.substring("mlp:".length());
    if (!text.matches("[1-9][0-9]{0,5}(-[1-9][0-9]{0,5})*")) {
      throw new IllegalArgumentException(
          "network: expected mlp:WIDTHS with numbers from 1 to 999999 such as mlp:512-256, got "
              + name);
    }
    List<Integer> widths = new ArrayList<>();
    for (String width : text.split("-", -1)) {
      widths.add(Integer.valueOf(width));
    }
    // Whole form: the first width is the data's, or there are enough widths to tell that it was
    // meant to be.
    boolean whole =
        widths.size() >= 2 && (widths.getFirst() == inputs || widths.getLast() == classes);
    if (!whole) {
      widths.addFirst(inputs);
      widths.addLast(classes);
    }
    if (widths.getFirst() != inputs || widths.getLast() != classes) {
      throw new IllegalArgumentException(
          "network: the data have "
              + inputs
              + " features and "
              + classes
              + " classes, got "
              + name
              + " (leave both out: mlp:512-256)");
    }
    return widths;
  }
}
