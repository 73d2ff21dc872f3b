package tombola.lab.run;

import java.util.BitSet;
import java.util.List;
import tombola.nn.Parameter;
import tombola.prune.Mask;

/** Counts outputs that a mask has cut off. */
final class DeadUnits {
  private DeadUnits() {}

  /**
   * Returns the number of outputs, units or filters, of layer {@code index} (of those with weights)
   * that no live weight reaches or that no live weight of the next layer takes up, where that is
   * the only one to take it: not before or at the end of a residual block, whose layers have names
   * of its own prefix.
   */
  static int count(Mask mask, int index) {
    List<Parameter> layers = mask.parameters();
    Parameter layer = layers.get(index);
    BitSet alive = new BitSet(layer.rows());
    BitSet live = mask.live(layer.name());
    for (int unit = 0; unit < layer.rows(); unit++) {
      int first = live.nextSetBit(unit * layer.columns());
      alive.set(unit, first >= 0 && first < (unit + 1) * layer.columns());
    }
    if (index + 1 < layers.size() && path(layer).equals(path(layers.get(index + 1)))) {
      // [out][in], or [out][place][in] of pictures: the unit of this layer goes round fastest
      Parameter next = layers.get(index + 1);
      BitSet used = new BitSet(layer.rows());
      mask.live(next.name()).stream().forEach(i -> used.set(i % layer.rows()));
      alive.and(used);
    }
    return layer.rows() - alive.cardinality();
  }

  private static String path(Parameter parameter) {
    return parameter.layer().substring(0, parameter.layer().lastIndexOf('.') + 1);
  }
}
