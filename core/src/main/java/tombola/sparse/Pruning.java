package tombola.sparse;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import tombola.nn.Layer;

/**
 * Steps on the way to a {@link Simplification}. Units, filters of a convolution one each, are
 * removed by {@link Channels}. Features are {@code [y][x][channel]}, so that column k of the layer
 * after them belongs to unit {@code k % units}, whether it is a convolution or takes whole
 * pictures.
 */
final class Pruning {
  private final List<LiveStep> steps = new ArrayList<>(); // their layers and biases change
  private final Channels channels;
  private final float[] constants; // of a unit in the values of its group
  private boolean exact = true;

  Pruning(List<? extends LiveStep> given) {
    for (LiveStep step : given) {
      steps.add(
          switch (step) {
            case LiveLayer layer -> copy(layer);
            case LiveConvolution(Layer.Conv2d shape, LiveLayer matrix) ->
                new LiveConvolution(shape, copy(matrix));
            case LivePool _, LiveActivation _, LiveRecall _, LiveSum _ -> step;
          });
    }
    this.channels = new Channels(steps);
    this.constants = new float[steps.size() + 1];
  }

  private static LiveLayer copy(LiveLayer layer) {
    return new LiveLayer(
        layer.name(),
        layer.shape(),
        layer.relu(),
        (BitSet) layer.live().clone(),
        layer.weights(),
        layer.bias().clone());
  }

  /** Returns whether no constant other than zero was moved. */
  boolean exact() {
    return exact;
  }

  /** Removes the units that feed nothing, with the weights that feed them. */
  void removeUnused() {
    List<BitSet> used = new ArrayList<>();
    for (int value = 0; value <= steps.size(); value++) {
      used.add(new BitSet());
    }
    used.getLast().set(0, channels.units(steps.size()));
    for (int i = steps.size() - 1; i >= 0; i--) {
      BitSet gives = used.get(i + 1);
      switch (steps.get(i)) {
        case LiveLayer layer -> use(layer, gives, used.get(i), channels.units(i));
        case LiveConvolution convolution ->
            use(convolution.matrix(), gives, used.get(i), channels.units(i));
        case LivePool _, LiveActivation _ -> used.get(i).or(gives);
        case LiveRecall recall -> used.get(recall.value()).or(gives);
        case LiveSum sum -> {
          used.get(i).or(gives);
          used.get(sum.other()).or(gives);
        }
      }
    }
    channels.keepThose(used);
  }

  /** Leaves {@code layer} the rows of units in {@code gives} and adds what they take to it. */
  private static void use(LiveLayer layer, BitSet gives, BitSet takes, int units) {
    int in = layer.shape().in();
    for (int o = 0; o < layer.shape().out(); o++) {
      if (!gives.get(o)) {
        layer.live().clear(o * in, (o + 1) * in);
      }
    }
    layer.live().stream().forEach(place -> takes.set(place % in % units));
  }

  /** Removes the units that nothing feeds, but for those whose constant must stay. */
  void removeConstant() {
    boolean found = true;
    while (found) { // a sum may tell of channels before it
      found = false;
      for (Channels.Group group : channels.removable()) {
        BitSet units = group.kept();
        for (int unit = units.nextSetBit(0); unit >= 0; unit = units.nextSetBit(unit + 1)) {
          if (isConstant(group, unit)) {
            move(group, unit);
            units.clear(unit);
            found = true;
          }
        }
      }
    }
  }

  /**
   * Returns whether a unit is constant in all values of {@code group} and can be moved; what it is
   * in each is in {@link #constants} then.
   */
  private boolean isConstant(Channels.Group group, int unit) {
    for (int value : group.values()) {
      float constant = constant(value, unit);
      constants[value] = constant;
      if (Float.isNaN(constant) || (constant != 0f && isPadded(value) && isRead(value, unit))) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a padded convolution takes {@code value}, which sees zeros around it. */
  private boolean isPadded(int value) {
    return value < steps.size()
        && steps.get(value) instanceof LiveConvolution(Layer.Conv2d shape, _)
        && shape.padding() > 0;
  }

  private boolean isRead(int value, int unit) {
    LiveLayer after = matrix(value).orElseThrow();
    int in = after.shape().in();
    int units = channels.units(value);
    return after.live().stream().anyMatch(place -> place % in % units == unit);
  }

  /**
   * Returns what a channel of {@code value} is if it depends on nothing, else NaN; those of the
   * values that it is made of have been looked at.
   */
  private float constant(int value, int unit) {
    return switch (steps.get(value - 1)) {
      case LiveLayer layer -> constant(layer, unit);
      case LiveConvolution convolution -> constant(convolution.matrix(), unit);
      case LivePool pool -> pool.of(constants[value - 1]);
      case LiveActivation activation -> activation.of(constants[value - 1]);
      case LiveRecall recall -> constants[recall.value()];
      case LiveSum sum -> sum.of(constants[value - 1], constants[sum.other()]);
    };
  }

  private static float constant(LiveLayer layer, int unit) {
    int in = layer.shape().in();
    int fed = layer.live().nextSetBit(unit * in);
    return fed < 0 || fed >= (unit + 1) * in
        ? SampleLayer.output(layer.bias()[unit], layer.relu())
        : Float.NaN;
  }

  /** Moves a unit's constants into the biases of the layers that take them. */
  private void move(Channels.Group group, int unit) {
    for (int value : group.values()) {
      int units = channels.units(value);
      float constant = constants[value];
      matrix(value).ifPresent(after -> move(constant, after, unit, units));
    }
  }

  private void move(float constant, LiveLayer after, int unit, int units) {
    int in = after.shape().in();
    for (int o = 0; o < after.shape().out(); o++) {
      for (int column = unit; column < in; column += units) {
        int place = o * in + column;
        if (after.live().get(place)) {
          after.live().clear(place);
          after.bias()[o] = Math.fma(after.weights()[place], constant, after.bias()[o]);
          exact &= constant == 0f;
        }
      }
    }
  }

  /** Returns the steps with the units that are kept, in order. */
  List<LiveStep> compact() {
    return channels.compact();
  }

  /** Returns the layer with weights that takes {@code value} right away, if one does. */
  private Optional<LiveLayer> matrix(int value) {
    if (value == steps.size()) {
      return Optional.empty();
    }
    return switch (steps.get(value)) {
      case LiveLayer layer -> Optional.of(layer);
      case LiveConvolution convolution -> Optional.of(convolution.matrix());
      case LivePool _, LiveActivation _, LiveRecall _, LiveSum _ -> Optional.empty();
    };
  }
}
