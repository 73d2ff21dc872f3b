package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;

/**
 * The layers of a network that compute, in an order in which each finds what it takes. Values are
 * numbered: 0 is the data, and layer i gives value i + 1. Of a residual block come the body, the
 * shortcut and the sum.
 *
 * <p>What a normalisation gives to a convolution alone is not kept: a worker has room for the panel
 * that it is at, which stays in its cache, and on the way back makes it again from what the
 * normalisation takes. That is faster than to write it to memory and read it from there.
 */
final class LayerGraph {
  final List<PanelLayer> layers = new ArrayList<>();
  private final List<MemorySegment> values = new ArrayList<>(); // panels, where they are kept
  private final List<MemorySegment[]> places = new ArrayList<>(); // by value, then panel or worker
  private final List<Integer> inputs = new ArrayList<>(); // the value that each layer takes
  private final List<Boolean> rectified = new ArrayList<>(); // by value
  private final Kernels kernels;
  private final Function<Layer.Dense, LinearLayer> linear;
  private final Function<Layer.Conv2d, WeightedLayer> convolution;
  private final int panels;
  private final int workers;
  private final Arena arena;

  /**
   * Creates the layers of {@code network}, those fully connected by {@code linear} and convolutions
   * by {@code convolution}, and room for {@code panels} panels of every value that is kept.
   */
  LayerGraph(
      NetworkSpec network,
      Kernels kernels,
      int panels,
      int workers,
      Arena arena,
      Function<Layer.Dense, LinearLayer> linear,
      Function<Layer.Conv2d, WeightedLayer> convolution) {
    this.kernels = kernels;
    this.panels = panels;
    this.workers = workers;
    this.arena = arena;
    this.linear = linear;
    this.convolution = convolution;
    values.add(allocate(network.inputs(), panels));
    rectified.add(false);
    path(network.layers(), 0);
    MemorySegment[] rooms = rooms();
    for (int value = 0; value < values.size(); value++) {
      places.add(isPassing(value) ? rooms : Panels.each(keep(value), features(value)));
    }
  }

  /** Returns a panel for each worker, as large as the largest of the values that are not kept. */
  private MemorySegment[] rooms() {
    int most =
        IntStream.rangeClosed(1, layers.size())
            .filter(this::isPassing)
            .map(this::features)
            .max()
            .orElse(0);
    MemorySegment[] each = new MemorySegment[workers];
    Arrays.setAll(each, _ -> allocate(most, 1));
    return each;
  }

  private MemorySegment allocate(int features, int count) {
    return arena.allocate(count * Panels.bytes(features), Panels.LINE);
  }

  private boolean isPassing(int value) {
    return value > 0
        && layers.get(value - 1) instanceof NormLayer
        && readers(value) == 1
        && inputs.contains(value)
        && layers.get(inputs.indexOf(value)) instanceof FilterLayer filter
        && !filter.wide();
  }

  private MemorySegment keep(int value) {
    if (!kept(value)) {
      values.set(value, allocate(features(value), panels));
    }
    return values.get(value);
  }

  /**
   * Returns the panels of value {@code value}.
   *
   * @throws IllegalStateException if it is not kept
   */
  MemorySegment value(int value) {
    if (!kept(value)) {
      throw new IllegalStateException("value " + value + " is not kept");
    }
    return values.get(value);
  }

  /** Returns whether all panels of {@code value} are kept through a step. */
  boolean kept(int value) {
    return !values.get(value).equals(MemorySegment.NULL);
  }

  /** Returns where panel {@code panel} of {@code value} is while worker {@code part} is at it. */
  MemorySegment at(int value, int panel, int part) {
    return places.get(value)[kept(value) ? panel : part];
  }

  /** The way forward through a layer, for panels of what it takes and gives. */
  @FunctionalInterface
  interface Way {
    /** Goes it for panels [{@code fromPanel}, {@code toPanel}). */
    void run(MemorySegment x, MemorySegment y, int fromPanel, int toPanel);
  }

  /**
   * Goes {@code way} through layer {@code layer} for panels [{@code fromPanel}, {@code toPanel});
   * one by one, and each as if it were the first, where what it takes or gives is not kept.
   */
  void forward(int layer, Way way, int fromPanel, int toPanel, int part) {
    int x = input(layer);
    int y = layer + 1;
    if (kept(x) && kept(y)) {
      way.run(value(x), value(y), fromPanel, toPanel);
      return;
    }
    for (int panel = fromPanel; panel < toPanel; panel++) {
      way.run(at(x, panel, part), at(y, panel, part), 0, 1);
    }
  }

  /**
   * Returns the sum that follows layer {@code layer} at once and writes where that does; none
   * unless there is one.
   */
  @Nullable SumLayer sumBehind(int layer) {
    int next = layer + 1;
    return next < layers.size()
            && layers.get(next) instanceof SumLayer sum
            && input(next) == next
            && kept(next)
            && values.get(next).equals(values.get(next + 1))
        ? sum
        : null;
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

  private int add(PanelLayer layer, int input, boolean isRectified) {
    layers.add(layer);
    inputs.add(input);
    if (layer instanceof SumLayer && input > 0 && !rectified(input) && readers(input) == 1) {
      values.add(keep(input)); // which nothing reads afterwards, not even on the way back
    } else {
      values.add(MemorySegment.NULL);
    }
    rectified.add(isRectified);
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
        MemorySegment other = keep(shortcut);
        yield add(
            new SumLayer(features(body), shortcut, shortcut == x, other, relu, kernels.sums()),
            body,
            relu);
      }
      case Layer.Flatten _, Layer.Relu _ -> x; // no value moves; a part of the layer before it
    };
  }

  private int features(int value) {
    return value == 0 ? layers.getFirst().in : layers.get(value - 1).out;
  }
}
