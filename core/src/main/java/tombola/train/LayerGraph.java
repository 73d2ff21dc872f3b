package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;

/**
 * The layers of a network that compute, in an order in which each finds what it takes. Values are
 * numbered: 0 is the data, and layer i gives value i + 1. Of a residual block come the body, the
 * shortcut and the sum.
 */
final class LayerGraph {
  final List<PanelLayer> layers = new ArrayList<>();
  private final List<MemorySegment> values = new ArrayList<>(); // panels
  private final List<Integer> inputs = new ArrayList<>(); // the value that each layer takes
  private final List<Boolean> rectified = new ArrayList<>(); // by value
  private final Kernels kernels;
  private final Function<Layer.Dense, LinearLayer> linear;
  private final Function<Layer.Conv2d, WeightedLayer> convolution;
  private final int panels;
  private final Arena arena;

  /**
   * Creates the layers of {@code network}, those fully connected by {@code linear} and convolutions
   * by {@code convolution}, and room for {@code panels} panels of every value.
   */
  LayerGraph(
      NetworkSpec network,
      Kernels kernels,
      int panels,
      Arena arena,
      Function<Layer.Dense, LinearLayer> linear,
      Function<Layer.Conv2d, WeightedLayer> convolution) {
    this.kernels = kernels;
    this.panels = panels;
    this.arena = arena;
    this.linear = linear;
    this.convolution = convolution;
    addValue(network.inputs(), false);
    path(network.layers(), 0);
  }

  /** Returns the panels of value {@code value}. */
  MemorySegment value(int value) {
    return values.get(value);
  }

  /** Returns the value that layer {@code layer} takes; the first, where it takes two. */
  int input(int layer) {
    return inputs.get(layer);
  }

  /**
   * Returns whether {@code value} is at least 0 and its gradient is wanted shut where it is 0: that
   * of a rectifier, pools and dropouts behind it included.
   */
  boolean rectified(int value) {
    return rectified.get(value);
  }

  /** Returns how many layers read {@code value}. */
  int readers(int value) {
    int readers = 0;
    for (int i = 0; i < layers.size(); i++) {
      readers += input(i) == value ? 1 : 0;
      readers += layers.get(i) instanceof SumLayer sum && sum.shortcut == value ? 1 : 0;
    }
    return readers;
  }

  /** Returns whether no earlier layer begins another path at the value that {@code layer} takes. */
  boolean isFirstReader(int layer) {
    return !inputs.subList(0, layer).contains(input(layer));
  }

  private void addValue(int features, boolean isRectified) {
    values.add(arena.allocate(panels * Panels.bytes(features), Panels.LINE));
    rectified.add(isRectified);
  }

  private int add(PanelLayer layer, int input, boolean isRectified) {
    layers.add(layer);
    inputs.add(input);
    if (layer instanceof SumLayer && input > 0 && !rectified(input) && readers(input) == 1) {
      values.add(value(input)); // which nothing reads afterwards, not even on the way back
      rectified.add(isRectified);
    } else {
      addValue(layer.out, isRectified);
    }
    return layers.size();
  }

  /** Adds {@code path} behind {@code value}; returns the value that it gives. */
  private int path(List<Layer> path, int value) {
    int last = value;
    for (int i = 0; i < path.size(); i++) {
      boolean relu = i + 1 < path.size() && path.get(i + 1) instanceof Layer.Relu;
      last = add(path.get(i), relu, last);
    }
    return last;
  }

  private int add(Layer layer, boolean relu, int x) {
    return switch (layer) {
      case Layer.Dense dense -> add(linear.apply(dense), x, relu);
      case Layer.Conv2d conv -> add(convolution.apply(conv), x, relu);
      case Layer.Pool pool -> add(new PoolLayer(pool, kernels.pools()), x, rectified(x));
      case Layer.BatchNorm norm -> add(new NormLayer(norm, relu, kernels.norms(), arena), x, relu);
      case Layer.Gelu _ -> add(new SmoothLayer(SmoothLayer.Kind.GELU, features(x)), x, false);
      case Layer.Tanh _ -> add(new SmoothLayer(SmoothLayer.Kind.TANH, features(x)), x, false);
      case Layer.Dropout dropout -> add(new DropoutLayer(dropout, features(x)), x, rectified(x));
      case Layer.Residual residual -> {
        int body = path(residual.body(), x);
        int shortcut = path(residual.shortcut(), x);
        MemorySegment other = value(shortcut);
        yield add(
            new SumLayer(features(body), shortcut, shortcut == x, other, relu, kernels.sums()),
            body,
            relu);
      }
      case Layer.Flatten _, Layer.Relu _ -> x; // no value moves; a part of the layer before it
    };
  }

  private int features(int value) {
    return layers.get(value - 1).out; // none of those that ask stands at the data
  }
}
