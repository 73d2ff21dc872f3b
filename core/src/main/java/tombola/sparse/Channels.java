package tombola.sparse;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import tombola.kernel.Linear;
import tombola.nn.Layer;
import tombola.nn.Volume;

/**
 * The channels of each value, units one each, and which of them are kept. Values that pools,
 * activations, recalls and sums make of each other have the same channels and keep the same.
 */
final class Channels {
  private final List<LiveStep> steps;
  private final List<Group> groups = new ArrayList<>(); // by value

  /**
   * Values of the same channels.
   *
   * @param values their numbers, ascending
   * @param units channels that there were
   * @param kept those that are left
   */
  record Group(List<Integer> values, int units, BitSet kept) {
    private static Group of(int value, int units) {
      BitSet all = new BitSet(units);
      all.set(0, units);
      return new Group(new ArrayList<>(List.of(value)), units, all);
    }

    int first() {
      return values.getFirst();
    }
  }

  /** Finds the channels of {@code steps}, of which none are removed. */
  Channels(List<LiveStep> steps) {
    this.steps = steps;
    groups.add(Group.of(0, inputs(steps.getFirst())));
    for (int i = 0; i < steps.size(); i++) {
      switch (steps.get(i)) {
        case LiveLayer layer -> groups.add(Group.of(i + 1, layer.shape().out()));
        case LiveConvolution convolution ->
            groups.add(Group.of(i + 1, convolution.matrix().shape().out()));
        case LivePool _, LiveActivation _ -> join(i);
        case LiveRecall recall -> join(recall.value());
        case LiveSum sum -> {
          join(i);
          unite(groups.get(i), groups.get(sum.other()));
        }
      }
    }
  }

  private static int inputs(LiveStep first) {
    return switch (first) {
      case LiveLayer layer -> layer.shape().in();
      case LiveConvolution convolution -> convolution.shape().takes().channels();
      case LivePool _, LiveActivation _, LiveRecall _, LiveSum _ ->
          throw new IllegalArgumentException(
              "steps: expected a layer with weights first, got " + first);
    };
  }

  /** Adds a value of the channels of {@code value}. */
  private void join(int value) {
    Group group = groups.get(value);
    group.values().add(groups.size());
    groups.add(group);
  }

  private void unite(Group one, Group other) {
    if (one.first() == other.first()) {
      return;
    }
    one.values().addAll(other.values());
    one.values().sort(null);
    other.values().forEach(value -> groups.set(value, one));
  }

  /** Returns the channels of {@code value} before any was removed. */
  int units(int value) {
    return groups.get(value).units();
  }

  /** Keeps the channels that are in {@code used} of any of their values; inputs and classes too. */
  void keepThose(List<BitSet> used) {
    for (Group group : removable()) {
      BitSet any = new BitSet();
      group.values().forEach(value -> any.or(used.get(value)));
      group.kept().and(any);
    }
  }

  /** Returns the groups of which channels may be removed, in the order of their first values. */
  List<Group> removable() {
    int classes = groups.getLast().first();
    return IntStream.range(1, groups.size())
        .filter(value -> groups.get(value).first() == value && value != classes)
        .mapToObj(groups::get)
        .toList();
  }

  /** Returns the steps with the channels that are kept, in order. */
  List<LiveStep> compact() {
    groups.stream()
        .map(Group::kept)
        .filter(BitSet::isEmpty)
        .forEach(units -> units.set(0)); // no layer is empty
    List<LiveStep> compact = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      compact.add(
          switch (steps.get(i)) {
            case LiveLayer layer -> matrix(layer, i);
            case LiveConvolution(Layer.Conv2d shape, LiveLayer matrix) ->
                new LiveConvolution(convolution(shape, i), matrix(matrix, i));
            case LivePool(Layer.Pool shape) ->
                new LivePool(
                    new Layer.Pool(
                        shape.kind(), of(shape.takes(), i), shape.size(), shape.stride()));
            case LiveActivation(LiveActivation.Kind kind, Volume shape) ->
                new LiveActivation(kind, of(shape, i));
            case LiveRecall(Volume shape, int value) -> new LiveRecall(of(shape, value), value);
            case LiveSum(Volume shape, int other, boolean relu) ->
                new LiveSum(of(shape, i), other, relu);
          });
    }
    return compact;
  }

  /** Returns pictures like {@code shape} of the channels that {@code value} keeps. */
  private Volume of(Volume shape, int value) {
    return new Volume(shape.height(), shape.width(), groups.get(value).kept().cardinality());
  }

  private Layer.Conv2d convolution(Layer.Conv2d shape, int step) {
    return new Layer.Conv2d(
        shape.name(),
        of(shape.takes(), step),
        groups.get(step + 1).kept().cardinality(),
        shape.kernel(),
        shape.stride(),
        shape.padding(),
        true);
  }

  private LiveLayer matrix(LiveLayer layer, int step) {
    int in = layer.shape().in();
    BitSet inputs = groups.get(step).kept();
    int units = units(step);
    int[] columns = IntStream.range(0, in).filter(k -> inputs.get(k % units)).toArray();
    int[] rows = groups.get(step + 1).kept().stream().toArray();
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
