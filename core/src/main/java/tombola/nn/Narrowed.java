package tombola.nn;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Networks with their hidden widths scaled by one factor. */
final class Narrowed {
  private Narrowed() {}

  /** As {@link Networks#scaled}. */
  static NetworkSpec scaled(NetworkSpec spec, double factor) {
    List<Integer> full = spec.weighted().stream().map(Layer.Weighted::out).toList();
    List<Integer> hidden = full.subList(0, full.size() - 1);
    List<Integer> scaled = new ArrayList<>();
    for (int width : hidden) {
      double exact = factor * width;
      if (!(factor > 0 && exact < Networks.WIDEST + 0.5)) {
        throw new IllegalArgumentException(
            "factor: expected a number above 0 that makes no width greater than %d, got %s for %d"
                .formatted(Networks.WIDEST, factor, width));
      }
      scaled.add((int) Math.max(1, Math.round(exact)));
    }
    return scaled.equals(hidden) ? spec : withHidden(spec, scaled);
  }

  /** As {@link Networks#nearest}. */
  static NetworkSpec nearest(NetworkSpec spec, long weights) {
    List<Integer> full = spec.weighted().stream().map(Layer.Weighted::out).toList();
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
    return NetworkSpec.flat(narrowed(spec, hidden)).stream()
        .filter(Layer.Weighted.class::isInstance)
        .map(Layer.Weighted.class::cast)
        .mapToLong(layer -> (long) layer.columns() * layer.out())
        .sum();
  }

  /** As {@link Networks#narrowed}, hidden widths alone. */
  static NetworkSpec withHidden(NetworkSpec spec, List<Integer> hidden) {
    List<Layer> layers = narrowed(spec, hidden);
    String widths = new NetworkSpec(spec.name(), layers).widths();
    return new NetworkSpec(
        spec.isPerceptron() ? "mlp:" + widths : spec.name() + ":" + widths, layers);
  }

  private static List<Layer> narrowed(NetworkSpec spec, List<Integer> hidden) {
    List<Integer> widths = new ArrayList<>(hidden);
    widths.add(spec.classes());
    return new Narrowing(widths.iterator(), spec.input()).path(spec.layers());
  }

  /** Layers one after the other, as wide as told. */
  private static final class Narrowing {
    private final Iterator<Integer> outs;
    private Volume in;

    Narrowing(Iterator<Integer> outs, Volume in) {
      this.outs = outs;
      this.in = in;
    }

    List<Layer> path(List<Layer> layers) {
      return layers.stream().map(this::next).toList();
    }

    private Layer next(Layer layer) {
      return switch (layer) {
        case Layer.Dense dense -> {
          var next = new Layer.Dense(dense.name(), in.features(), outs.next());
          in = next.gives();
          yield next;
        }
        case Layer.Conv2d(
                String name,
                Volume _,
                int _,
                int kernel,
                int stride,
                int padding,
                boolean biased) -> {
          var next = new Layer.Conv2d(name, in, outs.next(), kernel, stride, padding, biased);
          in = next.gives();
          yield next;
        }
        case Layer.Pool(Layer.Pool.Kind kind, Volume _, int size, int stride) -> {
          Layer.Pool next = new Layer.Pool(kind, in, size, stride);
          in = next.gives();
          yield next;
        }
        case Layer.Flatten _ -> {
          Layer.Flatten next = new Layer.Flatten(in);
          in = Volume.flat(in.features());
          yield next;
        }
        case Layer.BatchNorm norm -> new Layer.BatchNorm(norm.name(), in);
        case Layer.Residual(String name, List<Layer> body, List<Layer> shortcut) -> {
          Volume before = in;
          List<Layer> narrowBody = path(body);
          Volume after = in;
          in = before;
          List<Layer> narrowShortcut = path(shortcut);
          in = after;
          yield new Layer.Residual(name, narrowBody, narrowShortcut);
        }
        case Layer.Relu _, Layer.Gelu _, Layer.Tanh _, Layer.Dropout _ -> layer;
      };
    }
  }
}
