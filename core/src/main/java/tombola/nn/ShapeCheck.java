package tombola.nn;

import org.jspecify.annotations.Nullable;

/**
 * Checks layers one after the other, each against what those before it give.
 *
 * <p>Between two layers with weights stands a rectifier, and pools stand behind it: so what a layer
 * takes is the data or at least 0, and a gradient stops where it is 0.
 */
final class ShapeCheck {
  private @Nullable Volume shape; // what the layers so far give
  private String last = ""; // the last layer with weights
  private boolean open; // whether it still lacks its rectifier
  private boolean fresh; // whether it is the last layer of all

  /** Adds a layer, or throws with its name if it does not fit. */
  void add(Layer layer) {
    switch (layer) {
      case Layer.Dense dense -> addWeighted(dense);
      case Layer.Conv2d convolution -> addWeighted(convolution);
      case Layer.Pool pool -> {
        String name = pool.kind() == Layer.Pool.Kind.MAX ? "max-pool" : "average-pool";
        require(name, pool.takes(), true);
        shape = pool.gives();
        fresh = false;
      }
      case Layer.Flatten flatten -> {
        require("flatten", flatten.takes(), false);
        shape = Volume.flat(flatten.takes().features());
        fresh = false;
      }
      case Layer.Relu _ -> {
        if (!fresh) {
          throw new IllegalArgumentException("relu: expected a layer with weights before it");
        }
        open = false;
        fresh = false;
      }
    }
  }

  private void addWeighted(Layer.Weighted layer) {
    if (shape != null && !shape.equals(layer.takes())) {
      throw new IllegalArgumentException(misfit(layer, shape));
    }
    if (open) {
      throw new IllegalArgumentException(
          layer.name() + ": expected a relu between it and " + last + ", the layer before it");
    }
    shape = layer.gives();
    last = layer.name();
    open = true;
    fresh = true;
  }

  private static String misfit(Layer.Weighted layer, Volume given) {
    if (layer instanceof Layer.Dense dense && given.pixels() == 1) {
      return "%s: expected %d inputs as the layer before it gives, got %d"
          .formatted(dense.name(), given.channels(), dense.in());
    }
    String remedy = layer instanceof Layer.Dense ? " (a flatten is missing)" : "";
    return "%s: expected %s as the layer before it gives, got %s%s"
        .formatted(layer.name(), given, layer.takes(), remedy);
  }

  private void require(String kind, Volume takes, boolean rectified) {
    String name = shape == null ? kind : kind + " after " + last;
    if (shape == null || (rectified && open)) {
      throw new IllegalArgumentException(
          "%s: expected a layer with weights%s before it"
              .formatted(name, rectified ? " and its relu" : ""));
    }
    if (!shape.equals(takes)) {
      throw new IllegalArgumentException(
          "%s: expected %s as the layer before it gives, got %s".formatted(name, shape, takes));
    }
  }
}
