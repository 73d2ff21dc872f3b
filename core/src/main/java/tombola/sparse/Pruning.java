package tombola.sparse;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import tombola.kernel.Linear;
import tombola.nn.Layer;
import tombola.nn.Volume;

/**
 * Layers on the way to a {@link Simplification}; the units of boundary i, filters of a convolution
 * one each, lie between layers with weights i - 1 and i. Features are {@code [y][x][channel]}, so
 * that column k of the layer after them belongs to unit {@code k % units}, whether it is a
 * convolution or takes whole pictures.
 */
final class Pruning {
  private final List<LiveStep> steps;
  private final List<LiveLayer> layers = new ArrayList<>();
  private final List<BitSet> kept = new ArrayList<>(); // units by boundary
  private final List<List<LivePool>> pools = new ArrayList<>(); // by boundary
  private final BitSet padded = new BitSet(); // layers that see zeros outside their pictures
  private final int channels; // of the data

  Pruning(List<? extends LiveStep> steps) {
    this.steps = List.copyOf(steps);
    pools.add(new ArrayList<>());
    for (LiveStep step : steps) {
      switch (step) {
        case LiveLayer layer -> add(layer);
        case LiveConvolution convolution -> {
          padded.set(layers.size(), convolution.shape().padding() > 0);
          add(convolution.matrix());
        }
        case LivePool pool -> pools.getLast().add(pool);
      }
    }
    this.channels =
        steps.getFirst() instanceof LiveConvolution first
            ? first.shape().takes().channels()
            : layers.getFirst().shape().in();
    kept.add(all(channels));
    layers.forEach(layer -> kept.add(all(layer.shape().out())));
  }

  private void add(LiveLayer layer) {
    layers.add(
        new LiveLayer(
            layer.name(),
            layer.shape(),
            layer.relu(),
            (BitSet) layer.live().clone(),
            layer.weights(),
            layer.bias().clone()));
    pools.add(new ArrayList<>());
  }

  private static BitSet all(int size) {
    BitSet all = new BitSet(size);
    all.set(0, size);
    return all;
  }

  /** Returns the number of layers with weights. */
  int layers() {
    return layers.size();
  }

  /** Returns the units of {@code boundary} before any was removed. */
  private int units(int boundary) {
    return boundary == 0 ? channels : layers.get(boundary - 1).shape().out();
  }

  /** Removes the units of {@code boundary} that feed nothing, with the weights that feed them. */
  void removeUnused(int boundary) {
    BitSet used = new BitSet();
    LiveLayer after = layers.get(boundary);
    int units = units(boundary);
    after.live().stream().forEach(place -> used.set(place % after.shape().in() % units));
    kept.get(boundary).and(used);
    LiveLayer before = layers.get(boundary - 1);
    int in = before.shape().in();
    for (int o = 0; o < before.shape().out(); o++) {
      if (!used.get(o)) {
        before.live().clear(o * in, (o + 1) * in);
      }
    }
  }

  /**
   * Removes the units of {@code boundary} that nothing feeds, but for those whose constant must
   * stay; returns whether all that were removed were zero, so that the biases after them stay.
   */
  boolean removeConstant(int boundary) {
    LiveLayer before = layers.get(boundary - 1);
    BitSet units = kept.get(boundary);
    boolean zero = true;
    for (int unit = units.nextSetBit(0); unit >= 0; unit = units.nextSetBit(unit + 1)) {
      int in = before.shape().in();
      int fed = before.live().nextSetBit(unit * in);
      if (fed < 0 || fed >= (unit + 1) * in) {
        float value = constant(boundary, unit);
        if (value == 0f || !padded.get(boundary)) {
          zero &= value == 0f;
          move(unit, value, boundary);
          units.clear(unit);
        }
      }
    }
    return zero;
  }

  /** Returns what the layer after {@code boundary} sees of a unit that nothing feeds. */
  private float constant(int boundary, int unit) {
    LiveLayer before = layers.get(boundary - 1);
    float bias = before.bias()[unit];
    float value = before.relu() && bias <= 0f ? 0f : bias;
    for (LivePool pool : pools.get(boundary)) {
      value = pool.of(value);
    }
    return value;
  }

  private void move(int unit, float value, int boundary) {
    LiveLayer after = layers.get(boundary);
    int in = after.shape().in();
    for (int o = 0; o < after.shape().out(); o++) {
      for (int column = unit; column < in; column += units(boundary)) {
        int place = o * in + column;
        if (after.live().get(place)) {
          after.live().clear(place);
          after.bias()[o] = Math.fma(after.weights()[place], value, after.bias()[o]);
        }
      }
    }
  }

  /** Returns the steps with the units that are kept, in order. */
  List<LiveStep> compact() {
    kept.stream().filter(BitSet::isEmpty).forEach(units -> units.set(0)); // no layer is empty
    List<LiveStep> compact = new ArrayList<>();
    int i = 0; // the boundary, and the number of the layer after it
    for (LiveStep step : steps) {
      compact.add(
          switch (step) {
            case LiveLayer _ -> matrix(i++);
            case LiveConvolution(Layer.Conv2d shape, _) -> convolution(shape, i++);
            case LivePool(Layer.Pool shape) ->
                new LivePool(
                    new Layer.Pool(
                        shape.kind(), of(shape.takes(), i), shape.size(), shape.stride()));
          });
    }
    return compact;
  }

  /** Returns pictures like {@code takes} of the channels that {@code boundary} keeps. */
  private Volume of(Volume takes, int boundary) {
    return new Volume(takes.height(), takes.width(), kept.get(boundary).cardinality());
  }

  private LiveConvolution convolution(Layer.Conv2d shape, int layer) {
    return new LiveConvolution(
        new Layer.Conv2d(
            shape.name(),
            of(shape.takes(), layer),
            kept.get(layer + 1).cardinality(),
            shape.kernel(),
            shape.stride(),
            shape.padding(),
            true),
        matrix(layer));
  }

  private LiveLayer matrix(int number) {
    LiveLayer layer = layers.get(number);
    int in = layer.shape().in();
    BitSet inputs = kept.get(number);
    int units = units(number);
    int[] columns = IntStream.range(0, in).filter(k -> inputs.get(k % units)).toArray();
    int[] rows = kept.get(number + 1).stream().toArray();
    BitSet live = new BitSet(rows.length * columns.length);
    float[] weights = new float[rows.length * columns.length];
    float[] bias = new float[rows.length];
    for (int o = 0; o < rows.length; o++) {
      bias[o] = layer.bias()[rows[o]];
      for (int i = 0; i < columns.length; i++) {
        int place = rows[o] * in + columns[i];
        if (layer.live().get(place)) {
          live.set(o * columns.length + i);
          weights[o * columns.length + i] = layer.weights()[place];
        }
      }
    }
    return new LiveLayer(
        layer.name(), new Linear(columns.length, rows.length), layer.relu(), live, weights, bias);
  }
}
