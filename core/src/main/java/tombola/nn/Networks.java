package tombola.nn;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Networks by name. */
public final class Networks {
  private static final int WIDEST = 999_999;

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

  /**
   * Returns the network like {@code spec} with its hidden widths scaled, {@code max(1, round(factor
   * * width))}. Its name is its {@code mlp:WIDTHS}; where no width changes it is {@code spec}.
   *
   * @param factor above 0
   * @throws IllegalArgumentException if it is not, or a width would exceed 999999
   */
  public static NetworkSpec scaled(NetworkSpec spec, double factor) {
    List<Integer> full = spec.dense().stream().map(Layer.Dense::out).toList();
    List<Integer> hidden = full.subList(0, full.size() - 1);
    List<Integer> scaled = new ArrayList<>();
    for (int width : hidden) {
      double exact = factor * width;
      if (!(factor > 0 && exact < WIDEST + 0.5)) {
        throw new IllegalArgumentException(
            "factor: expected a number above 0 that makes no width greater than %d, got %s for %d"
                .formatted(WIDEST, factor, width));
      }
      scaled.add((int) Math.max(1, Math.round(exact)));
    }
    return scaled.equals(hidden) ? spec : withHidden(spec, scaled);
  }

  /**
   * Returns the network like {@code spec} with its hidden widths scaled by one factor, {@code
   * max(1, round(factor * width))}, whose number of weights, biases left out, is nearest to {@code
   * weights}; of two as near, the smaller. Its name is its {@code mlp:WIDTHS}.
   */
  public static NetworkSpec nearest(NetworkSpec spec, long weights) {
    List<Integer> full = spec.dense().stream().map(Layer.Dense::out).toList();
    List<Integer> hidden = full.subList(0, full.size() - 1);
    List<Integer> below = hidden.stream().map(_ -> 1).toList();
    List<Integer> above = below;
    while (!hidden.isEmpty() && weights(spec, above) < weights) {
      below = above;
      above = wider(hidden, above);
    }
    long excess = weights(spec, above) - weights;
    return withHidden(spec, weights - weights(spec, below) <= excess ? below : above);
  }

  /**
   * Returns the widths at the next larger factor that changes any: width {@code m} of {@code full}
   * grows at factor {@code (2 m + 1) / (2 full)}.
   */
  private static List<Integer> wider(List<Integer> full, List<Integer> widths) {
    int first = 0;
    for (int i = 1; i < full.size(); i++) {
      if (growsAt(full, widths, i, first) < 0) {
        first = i;
      }
    }
    List<Integer> next = new ArrayList<>(widths);
    for (int i = 0; i < full.size(); i++) {
      if (growsAt(full, widths, i, first) == 0) {
        next.set(i, widths.get(i) + 1);
      }
    }
    return next;
  }

  /** Compares the factors at which widths {@code i} and {@code j} grow, exactly. */
  private static int growsAt(List<Integer> full, List<Integer> widths, int i, int j) {
    return Long.compare(
        (2L * widths.get(i) + 1) * full.get(j), (2L * widths.get(j) + 1) * full.get(i));
  }

  private static long weights(NetworkSpec spec, List<Integer> hidden) {
    long weights = 0;
    int in = spec.inputs();
    for (int out : hidden) {
      weights += (long) in * out;
      in = out;
    }
    return weights + (long) in * spec.classes();
  }

  private static NetworkSpec withHidden(NetworkSpec spec, List<Integer> hidden) {
    Iterator<Integer> outs = hidden.iterator();
    List<Layer> layers = new ArrayList<>();
    int in = spec.inputs();
    for (Layer layer : spec.layers()) {
      switch (layer) {
        case Layer.Dense dense -> {
          int out = outs.hasNext() ? outs.next() : spec.classes();
          layers.add(new Layer.Dense(dense.name(), in, out));
          in = out;
        }
        case Layer.Relu relu -> layers.add(relu);
      }
    }
    return new NetworkSpec("mlp:" + new NetworkSpec(spec.name(), layers).widths(), layers);
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
