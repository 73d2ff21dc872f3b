package tombola.nn;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A network in one line, which a configuration holds in place of a name: {@code layers:} and layers
 * with {@code ;} between them, such as {@code
 * layers:conv(16,3,1,1,0);norm;relu;residual(conv(16,3,1,1,0);norm|);relu;global-pool;flatten}.
 *
 * <pre>
 * conv(filters,kernel,stride,padding,bias)   bias 1 or 0
 * linear(units)   norm   relu   gelu   tanh   dropout(rate)
 * max-pool(size,stride)   average-pool(size,stride)   global-pool   flatten
 * residual(body|shortcut)   each layers as these; no shortcut for the identity
 * </pre>
 *
 * <p>A fully connected layer of the classes follows the last.
 */
final class NetworkText {
  static final String PREFIX = "layers:";
  private static final List<String> BARE =
      List.of("norm", "relu", "gelu", "tanh", "global-pool", "flatten");
  private static final int MOST = 100; // blocks in each other

  /** What is wrong with a layer, said with its place. */
  private static final class LayerFault extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    LayerFault(String message) {
      super("network: " + message);
    }

    LayerFault(String message, Throwable cause) {
      super("network: " + message, cause);
    }
  }

  private final String text;
  private int at = PREFIX.length();

  private NetworkText(String text) {
    this.text = text;
  }

  /**
   * Returns the network that {@code text} says.
   *
   * @throws IllegalArgumentException with the place and kind of the first layer that is wrong or
   *     does not fit those before it
   */
  static NetworkSpec network(String text, Volume input, int classes) {
    NetworkText reader = new NetworkText(text);
    Stack stack = reader.path(new Stack(input), "layer ", 0);
    if (reader.at < text.length()) {
      throw new IllegalArgumentException(
          "network: expected layers with ; between them, got " + text.substring(reader.at));
    }
    try {
      return stack.classes("custom", classes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("network: " + e.getMessage(), e);
    }
  }

  /** Returns the text of the layers of {@code spec} but the last, the classes. */
  static String of(NetworkSpec spec) {
    List<Layer> layers = spec.layers();
    return PREFIX + path(layers.subList(0, layers.size() - 1));
  }

  private static String path(List<Layer> path) {
    return path.stream().map(NetworkText::layer).collect(Collectors.joining(";"));
  }

  private static String layer(Layer layer) {
    return switch (layer) {
      case Layer.Dense dense -> "linear(%d)".formatted(dense.out());
      case Layer.Conv2d conv ->
          "conv(%d,%d,%d,%d,%d)"
              .formatted(
                  conv.out(), conv.kernel(), conv.stride(), conv.padding(), conv.biased() ? 1 : 0);
      case Layer.Pool pool ->
          (pool.kind() == Layer.Pool.Kind.MAX ? "max-pool(%d,%d)" : "average-pool(%d,%d)")
              .formatted(pool.size(), pool.stride());
      case Layer.Flatten _ -> "flatten";
      case Layer.BatchNorm _ -> "norm";
      case Layer.Relu _ -> "relu";
      case Layer.Gelu _ -> "gelu";
      case Layer.Tanh _ -> "tanh";
      case Layer.Dropout dropout -> "dropout(" + dropout.rate() + ")";
      case Layer.Residual block ->
          "residual(%s|%s)".formatted(path(block.body()), path(block.shortcut()));
    };
  }

  private Stack path(Stack stack, String place, int depth) {
    if (depth > MOST) {
      throw new LayerFault("expected blocks at most " + MOST + " deep in each other");
    }
    if (at == text.length() || text.charAt(at) == '|' || text.charAt(at) == ')') {
      return stack;
    }
    int number = 1;
    layer(stack, place, number, depth);
    while (at < text.length() && text.charAt(at) == ';') {
      at++;
      layer(stack, place, ++number, depth);
    }
    return stack;
  }

  private void layer(Stack stack, String place, int number, int depth) {
    int from = at;
    while (at < text.length() && ";|()".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String kind = text.substring(from, at);
    String here = place + number + " (" + kind + ")";
    try {
      if (kind.equals("residual")) {
        residual(stack, number, place + number, depth);
      } else {
        add(stack, kind, arguments());
      }
    } catch (LayerFault e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new LayerFault(here + ": " + e.getMessage(), e);
    }
  }

  private void residual(Stack stack, int number, String place, int depth) {
    expect('(');
    UnaryOperator<Stack> body = path -> path(path, place + ", body ", depth + 1);
    UnaryOperator<Stack> shortcut =
        path -> {
          expect('|');
          return path(path, place + ", shortcut ", depth + 1);
        };
    stack.residual("res" + number, body, shortcut);
    expect(')');
  }

  private void expect(char wanted) {
    if (at >= text.length() || text.charAt(at) != wanted) {
      throw new IllegalArgumentException(
          "expected %s, got %s"
              .formatted(wanted, at >= text.length() ? "the end" : text.substring(at, at + 1)));
    }
    at++;
  }

  private double[] arguments() {
    if (at >= text.length() || text.charAt(at) != '(') {
      return new double[0];
    }
    int end = text.indexOf(')', at);
    String inside = end < 0 ? "" : text.substring(at + 1, end);
    if (!inside.matches("[0-9.]+(,[0-9.]+)*")) {
      throw new IllegalArgumentException("expected numbers with , between them, got " + inside);
    }
    at = end + 1;
    return Arrays.stream(inside.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  private static void add(Stack stack, String kind, double[] n) {
    switch (kind) {
      case "conv" -> {
        require(n, 5);
        int filters = whole(n[0]);
        if (n[4] == 0) {
          stack.unbiased(filters, whole(n[1]), whole(n[2]), whole(n[3]));
        } else {
          stack.biased(filters, whole(n[1]), whole(n[2]), whole(n[3]));
        }
      }
      case "linear" -> stack.unit(whole(require(n, 1)[0]));
      case "max-pool" -> stack.pool(Layer.Pool.Kind.MAX, whole(require(n, 2)[0]), whole(n[1]));
      case "average-pool" ->
          stack.pool(Layer.Pool.Kind.AVERAGE, whole(require(n, 2)[0]), whole(n[1]));
      case "dropout" -> stack.dropout(require(n, 1)[0]);
      default -> {
        require(n, BARE.contains(kind) ? 0 : n.length);
        switch (kind) {
          case "norm" -> stack.norm();
          case "relu" -> stack.relu();
          case "gelu" -> stack.gelu();
          case "tanh" -> stack.tanh();
          case "global-pool" -> stack.globalPool();
          case "flatten" -> stack.flatten();
          default -> throw new IllegalArgumentException("expected a known layer");
        }
      }
    }
  }

  private static double[] require(double[] numbers, int count) {
    if (numbers.length != count) {
      throw new IllegalArgumentException(
          "expected %d numbers, got %d".formatted(count, numbers.length));
    }
    return numbers;
  }

  private static int whole(double number) {
    if (number != Math.rint(number) || number > Networks.WIDEST) {
      throw new IllegalArgumentException(
          "expected whole numbers up to %d, got %s".formatted(Networks.WIDEST, number));
    }
    return (int) number;
  }
}
