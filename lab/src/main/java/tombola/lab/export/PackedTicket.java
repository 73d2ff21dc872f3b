package tombola.lab.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tombola.lab.config.InputException;
import tombola.lab.data.InputUnits;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.sparse.LiveLayer;
import tombola.sparse.Simplification;

/**
 * A ticket ready to be written: simplified, its weights in the values of the file.
 *
 * @param layers the layers with weights, in order
 * @param classes the names of the classes, in the order of the last layer's outputs
 * @param units how a sample is given
 * @param origin where the ticket comes from, in words
 * @param facts the same by name, such as {@code run}, for formats that have room for it
 * @param values how weights are held
 */
record PackedTicket(
    List<PackedLayer> layers,
    List<String> classes,
    InputUnits units,
    String origin,
    Map<String, String> facts,
    WeightValues values) {

  /** Copies the lists and sorts the facts. */
  PackedTicket {
    layers = List.copyOf(layers);
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
    List<Layer.Dense> dense = network.dense();
    List<LiveLayer> live = Simplification.of(network, weights, mask).layers();
    List<PackedLayer> layers = new ArrayList<>();
    for (int i = 0; i < live.size(); i++) {
      layers.add(PackedLayer.of(dense.get(i).name(), live.get(i), values));
    }
    return new PackedTicket(layers, classes, units, origin, facts, values);
  }

  /** Returns the features of a sample. */
  int inputs() {
    return layers.getFirst().inputs();
  }

  /** Returns the number of weights. */
  int live() {
    return layers.stream().mapToInt(PackedLayer::live).sum();
  }

  /** Returns the units of each layer, inputs first. */
  List<Integer> widths() {
    List<Integer> widths = new ArrayList<>(List.of(inputs()));
    layers.forEach(layer -> widths.add(layer.outputs()));
    return List.copyOf(widths);
  }
}
