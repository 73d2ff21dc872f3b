package tombola.sparse;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import tombola.kernel.Linear;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;

/**
 * Removes hidden units that change nothing: first, from the last layer to the first, those that
 * feed no live weight; then, from the first layer to the last, those that no live weight feeds,
 * whose value is constant and moves into the biases of the layer after, units ascending, by fused
 * multiply-adds. Neither pass leaves work for another. Inputs and classes keep their numbers.
 *
 * @param layers without the removed units
 * @param exact whether no constant other than zero was moved, so that all sums keep their order and
 *     outputs their bits; otherwise they are the same numbers but for rounding
 */
public record Simplification(List<LiveLayer> layers, boolean exact) {

  /**
   * Simplifies {@code spec} with the weights of {@code weights} that {@code mask} leaves.
   *
   * @throws IllegalArgumentException if weights or mask are another network's, or a live weight or
   *     a bias is not finite
   */
  public static Simplification of(NetworkSpec spec, Weights weights, Mask mask) {
    check(spec, weights, mask);
    List<LiveLayer> layers = new ArrayList<>();
    for (Layer.Dense layer : spec.dense()) {
      layers.add(
          new LiveLayer(
              new Linear(layer.in(), layer.out()),
              spec.relu(layer),
              mask.live(layer.name() + ".weight"),
              weights.get(layer.name() + ".weight"),
              weights.get(layer.name() + ".bias")));
    }
    return of(layers);
  }

  /** Simplifies {@code layers}, which stay as they are. */
  static Simplification of(List<LiveLayer> layers) {
    Pruning pruning = new Pruning(layers);
    for (int i = layers.size() - 1; i > 0; i--) {
      pruning.removeUnused(i);
    }
    boolean exact = true;
    for (int i = 1; i < layers.size(); i++) {
      exact &= pruning.removeConstant(i);
    }
    return new Simplification(pruning.compact(), exact);
  }

  private static void check(NetworkSpec spec, Weights weights, Mask mask) {
    if (!weights.parameters().equals(spec.parameters())) {
      throw new IllegalArgumentException(
          "weights: expected those of %s (%s), got those of another network"
              .formatted(spec.name(), spec.widths()));
    }
    if (!mask.parameters().equals(spec.prunable())) {
      throw new IllegalArgumentException(
          "mask: expected that of %s (%s), got that of another network"
              .formatted(spec.name(), spec.widths()));
    }
    for (Parameter parameter : spec.parameters()) {
      float[] values = weights.get(parameter.name());
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i])
            && (!parameter.prunable() || mask.isLive(parameter.name(), i))) {
          throw new IllegalArgumentException(
              "%s[%d]: expected a finite number, got %s".formatted(parameter.name(), i, values[i]));
        }
      }
    }
  }

  /** Layers on the way; the units of boundary i lie between layers i - 1 and i. */
  private static final class Pruning {
    private final List<LiveLayer> layers = new ArrayList<>();
    private final List<BitSet> kept = new ArrayList<>(); // units by boundary

    Pruning(List<LiveLayer> from) {
      for (LiveLayer layer : from) {
        layers.add(
            new LiveLayer(
                layer.shape(),
                layer.relu(),
                (BitSet) layer.live().clone(),
                layer.weights(),
                layer.bias().clone()));
        kept.add(all(layer.shape().in()));
      }
      kept.add(all(from.getLast().shape().out()));
    }

    private static BitSet all(int size) {
      BitSet all = new BitSet(size);
      all.set(0, size);
      return all;
    }

    /** Removes the units of {@code boundary} that feed nothing, with the weights that feed them. */
    void removeUnused(int boundary) {
      BitSet used = new BitSet();
      LiveLayer after = layers.get(boundary);
      after.live().stream().forEach(place -> used.set(place % after.shape().in()));
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
     * Removes the units of {@code boundary} that nothing feeds; returns whether all were zero, so
     * that the biases after them stay.
     */
    boolean removeConstant(int boundary) {
      LiveLayer before = layers.get(boundary - 1);
      LiveLayer after = layers.get(boundary);
      BitSet units = kept.get(boundary);
      boolean zero = true;
      for (int unit = units.nextSetBit(0); unit >= 0; unit = units.nextSetBit(unit + 1)) {
        int in = before.shape().in();
        int fed = before.live().nextSetBit(unit * in);
        if (fed < 0 || fed >= (unit + 1) * in) {
          float bias = before.bias()[unit];
          float value = before.relu() && bias <= 0f ? 0f : bias;
          zero &= value == 0f;
          move(unit, value, after);
          units.clear(unit);
        }
      }
      return zero;
    }

    private static void move(int unit, float value, LiveLayer after) {
      int in = after.shape().in();
      for (int o = 0; o < after.shape().out(); o++) {
        int place = o * in + unit;
        if (after.live().get(place)) {
          after.live().clear(place);
          after.bias()[o] = Math.fma(after.weights()[place], value, after.bias()[o]);
        }
      }
    }

    /** Returns the layers with the units that are kept, in order. */
    List<LiveLayer> compact() {
      List<LiveLayer> compact = new ArrayList<>();
      kept.stream().filter(BitSet::isEmpty).forEach(units -> units.set(0)); // no layer is empty
      for (int i = 0; i < layers.size(); i++) {
        compact.add(compact(layers.get(i), kept.get(i), kept.get(i + 1)));
      }
      return compact;
    }

    private static LiveLayer compact(LiveLayer layer, BitSet inputs, BitSet outputs) {
      int[] columns = inputs.stream().toArray();
      int[] rows = outputs.stream().toArray();
      BitSet live = new BitSet(rows.length * columns.length);
      float[] weights = new float[rows.length * columns.length];
      float[] bias = new float[rows.length];
      for (int o = 0; o < rows.length; o++) {
        bias[o] = layer.bias()[rows[o]];
        for (int i = 0; i < columns.length; i++) {
          int place = rows[o] * layer.shape().in() + columns[i];
          if (layer.live().get(place)) {
            live.set(o * columns.length + i);
            weights[o * columns.length + i] = layer.weights()[place];
          }
        }
      }
      return new LiveLayer(
          new Linear(columns.length, rows.length), layer.relu(), live, weights, bias);
    }
  }
}
