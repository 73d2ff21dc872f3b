package tombola.nn;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks layers one after the other, each against what those before it give.
 *
 * <p>Between two layers with weights stands an activation, and pools and dropouts stand behind one;
 * a rectifier stands where it can be a part of the layer before it.
 */
final class ShapeCheck {
  private @Nullable Volume shape; // what the layers so far give
  private String last = ""; // the last layer with a name
  private boolean open; // whether it still lacks its activation
  private boolean fresh; // whether it is the last layer of all

  private ShapeCheck() {}

  /** Checks {@code layers}, or throws with the name of the first that does not fit. */
  static void of(List<Layer> layers) {
    new ShapeCheck().addAll(layers);
  }

  private void addAll(List<Layer> layers) {
    for (Layer layer : layers) {
      add(layer);
    }
  }

  private void add(Layer layer) {
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
      case Layer.BatchNorm norm -> {
        require(norm.name(), norm.takes(), false);
        last = norm.name();
        fresh = true;
      }
      case Layer.Dropout dropout -> {
        if (shape == null || open) {
          throw new IllegalArgumentException(
              dropout.name() + ": expected a layer with weights and its relu before it");
        }
        fresh = false;
      }
      case Layer.Relu _ -> activate("relu");
      case Layer.Gelu _ -> activate("gelu");
      case Layer.Tanh _ -> activate("tanh");
      case Layer.Residual residual -> addResidual(residual);
    }
  }

  private void activate(String name) {
    if (!fresh) {
      throw new IllegalArgumentException(name + ": expected a layer with weights before it");
    }
    open = false;
    fresh = false;
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

  private void addResidual(Layer.Residual layer) {
    if (shape == null) {
      throw new IllegalArgumentException(
          layer.name() + ": expected a layer with weights before it");
    }
    ShapeCheck body = path(layer.body());
    ShapeCheck shortcut = path(layer.shortcut());
    if (layer.body().stream().noneMatch(Layer.Weighted.class::isInstance)) {
      throw new IllegalArgumentException(
          layer.name() + ": expected a layer with weights in its body");
    }
    if (!Objects.equals(body.shape, shortcut.shape)) {
      throw new IllegalArgumentException(
          "%s: expected a sum of equal shapes, got %s of its body and %s of its shortcut%s"
              .formatted(
                  layer.name(),
                  body.shape,
                  shortcut.shape,
                  layer.shortcut().isEmpty() ? " (a projection is missing)" : ""));
    }
    shape = body.shape;
    last = layer.name();
    open = true;
    fresh = true;
  }

  private ShapeCheck path(List<Layer> layers) {
    ShapeCheck path = new ShapeCheck();
    path.shape = shape;
    path.last = last;
    path.open = open;
    path.addAll(layers);
    return path;
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

  private void require(String kind, Volume takes, boolean active) {
    String name = shape == null ? kind : kind + " after " + last;
    if (shape == null || (active && open)) {
      throw new IllegalArgumentException(
          "%s: expected a layer with weights%s before it"
              .formatted(name, active ? " and its relu" : ""));
    }
    if (!shape.equals(takes)) {
      throw new IllegalArgumentException(
          "%s: expected %s as the layer before it gives, got %s".formatted(name, shape, takes));
    }
  }
}
