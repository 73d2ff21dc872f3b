package tombola.nn;

import java.util.ArrayList;
import java.util.List;

/** Networks by name. */
public final class Networks {
  private Networks() {}

  /**
   * Returns the network called {@code name}, its input and output sizes following the data: {@code
   * lenet-300-100}, or {@code mlp:WIDTHS} such as {@code mlp:784-512-256-10} (all widths; the outer
   * two must be the data's) or {@code mlp:512-256} (hidden widths alone).
   *
   * @param inputs features of a sample
   * @param classes the number of classes
   * @throws IllegalArgumentException naming the networks there are, or both widths where they
   *     differ
   */
  public static NetworkSpec named(String name, int inputs, int classes) {
    if (name.equals("lenet-300-100")) {
      return perceptron(name, List.of(inputs, 300, 100, classes));
    }
    if (name.startsWith("mlp:")) {
      return perceptron(name, widths(name, inputs, classes));
    }
    throw new IllegalArgumentException(
        "network: expected lenet-300-100 or mlp:WIDTHS such as mlp:512-256, got " + name);
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
