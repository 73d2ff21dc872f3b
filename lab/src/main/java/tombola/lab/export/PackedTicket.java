package tombola.lab.export;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tombola.lab.config.InputException;
import tombola.lab.data.InputUnits;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.sparse.LiveActivation;
import tombola.sparse.LiveConvolution;
import tombola.sparse.LiveLayer;
import tombola.sparse.LivePool;
import tombola.sparse.LiveRecall;
import tombola.sparse.LiveStep;
import tombola.sparse.LiveSum;
import tombola.sparse.Simplification;

/**
 * A ticket ready to be written: simplified, its weights in the values of the file.
 *
 * @param steps what is done to a sample, in order; pictures of several channels come as planes
 * @param classes the names of the classes, in the order of the last layer's outputs
 * @param units how a sample is given
 * @param origin where the ticket comes from, in words
 * @param facts the same by name, such as {@code run}, for formats that have room for it
 * @param values how weights are held
 */
record PackedTicket(
    List<PackedStep> steps,
    List<String> classes,
    InputUnits units,
    String origin,
    Map<String, String> facts,
    WeightValues values) {

  /** Copies the lists and sorts the facts. */
  PackedTicket {
    steps = List.copyOf(steps);
    classes = List.copyOf(classes);
    facts = new TreeMap<>(facts);
  }

  /**
   * Packs {@code network} with those of {@code weights} that {@code mask} leaves.
   *
   * @throws InputException in one line if a weight is too large for {@code values}
   */
  static PackedTicket of(
      NetworkSpec network,
      Weights weights,
      Mask mask,
      List<String> classes,
      InputUnits units,
      String origin,
      Map<String, String> facts,
      WeightValues values) {
    Set<String> norms =
        network.flat().stream()
            .filter(Layer.BatchNorm.class::isInstance)
            .map(layer -> ((Layer.BatchNorm) layer).name())
            .collect(Collectors.toSet());
    List<PackedStep> steps = new ArrayList<>();
    for (LiveStep step : Simplification.of(network, weights, mask).steps()) {
      steps.add(
          switch (step) {
            case LiveLayer layer -> packed(layer, values, norms);
            case LiveConvolution(Layer.Conv2d shape, LiveLayer matrix) ->
                new PackedConvolution(shape, packed(matrix, values, norms));
            case LivePool(Layer.Pool shape) -> new PackedPool(shape);
            case LiveActivation(LiveActivation.Kind kind, Volume shape) ->
                new PackedActivation(kind, shape);
            case LiveRecall(Volume shape, int value) -> new PackedRecall(shape, value);
            case LiveSum(Volume shape, int other, boolean relu) ->
                new PackedSum(shape, other, relu);
          });
    }
    return new PackedTicket(steps, classes, units, origin, facts, values);
  }

  private static PackedLayer packed(LiveLayer layer, WeightValues values, Set<String> norms) {
    PackedLayer packed = PackedLayer.of(layer, values);
    return norms.contains(layer.name()) ? packed.asNorm() : packed;
  }

  /** Returns the steps with the weights that the file's stand for. */
  List<LiveStep> unpacked() {
    List<LiveStep> live = new ArrayList<>();
    for (PackedStep step : steps) {
      live.add(
          switch (step) {
            case PackedLayer layer -> layer.unpacked();
            case PackedConvolution(Layer.Conv2d shape, PackedLayer matrix) ->
                new LiveConvolution(shape, matrix.unpacked());
            case PackedPool(Layer.Pool shape) -> new LivePool(shape);
            case PackedActivation(LiveActivation.Kind kind, Volume shape) ->
                new LiveActivation(kind, shape);
            case PackedRecall(Volume shape, int value) -> new LiveRecall(shape, value);
            case PackedSum(Volume shape, int other, boolean relu) ->
                new LiveSum(shape, other, relu);
          });
    }
    return live;
  }

  /** Returns the layers with weights, of convolutions their matrices. */
  List<PackedLayer> layers() {
    List<PackedLayer> layers = new ArrayList<>();
    for (PackedStep step : steps) {
      switch (step) {
        case PackedLayer layer -> layers.add(layer);
        case PackedConvolution convolution -> layers.add(convolution.matrix());
        case PackedPool _, PackedActivation _, PackedRecall _, PackedSum _ -> {}
      }
    }
    return layers;
  }

  /** Returns the same with other layers with weights in place of these, in order. */
  PackedTicket with(List<PackedLayer> others) {
    Iterator<PackedLayer> next = others.iterator();
    List<PackedStep> changed = new ArrayList<>();
    for (PackedStep step : steps) {
      changed.add(
          switch (step) {
            case PackedLayer _ -> next.next();
            case PackedConvolution(Layer.Conv2d shape, _) ->
                new PackedConvolution(shape, next.next());
            case PackedPool _, PackedActivation _, PackedRecall _, PackedSum _ -> step;
          });
    }
    return new PackedTicket(changed, classes, units, origin, facts, WeightValues.FLOAT32);
  }

  /** Returns the shape of a sample. */
  Volume input() {
    return switch (steps.getFirst()) {
      case PackedLayer layer -> Volume.flat(layer.inputs());
      case PackedConvolution convolution -> convolution.shape().takes();
      case PackedPool _, PackedActivation _, PackedRecall _, PackedSum _ ->
          throw new IllegalStateException("no layer with weights is first");
    };
  }

  /** Returns whether a sample is a picture, which convolutions take. */
  boolean pictures() {
    return steps.getFirst() instanceof PackedConvolution;
  }

  /** Returns whether there are residual blocks or activations that are no rectifiers. */
  boolean blocks() {
    return steps.stream()
        .anyMatch(step ->
            switch (step) {
              case PackedActivation _, PackedRecall _, PackedSum _ -> true;
              case PackedLayer _, PackedConvolution _, PackedPool _ -> false;
            });
  }

  /**
   * Returns for each value the number of the one that it is the same as: itself, but for one that
   * is recalled. 0 is the sample, and step i gives value i + 1.
   */
  int[] origins() {
    int[] origins = new int[steps.size() + 1];
    for (int i = 0; i < steps.size(); i++) {
      origins[i + 1] =
          switch (steps.get(i)) {
            case PackedRecall recall -> origins[recall.value()];
            case PackedLayer _,
                PackedConvolution _,
                PackedPool _,
                PackedActivation _,
                PackedSum _ ->
                i + 1;
          };
    }
    return origins;
  }

  /** Returns the features of a sample. */
  int inputs() {
    return input().features();
  }

  /** Returns the number of weights. */
  int live() {
    return layers().stream().mapToInt(PackedLayer::live).sum();
  }

  /** Returns the units or filters of each layer, inputs first. */
  List<Integer> widths() {
    List<Integer> widths = new ArrayList<>(List.of(inputs()));
    layers().forEach(layer -> widths.add(layer.outputs()));
    return List.copyOf(widths);
  }
}
