package tombola.train;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;

/**
 * The ways chosen to compute the products of one sparse layer.
 *
 * @param name of those in use, for the run's record
 * @param forward by part of the pattern
 */
record SparseChoice(
    String name,
    List<SparseProducts.Forward> forward,
    SparseProducts.InputGradient inputGradient,
    SparseProducts.WeightGradient weightGradient) {

  /**
   * Makes the products of a layer; off-heap they last as long as {@code arena}.
   *
   * @param first whether it is the network's first layer, whose inputs need no gradient
   */
  static SparseChoice of(
      SparseProducts products,
      SparsePattern pattern,
      boolean relu,
      int panels,
      boolean first,
      Arena arena) {
    Set<String> names = new LinkedHashSet<>();
    List<SparseProducts.Forward> forward = new ArrayList<>();
    for (int part = 0; part < pattern.parts(); part++) {
      var rows = products.forward(pattern, part, relu).getFirst();
      names.add(rows.name());
      forward.add(rows.maker().apply(arena));
    }
    var weights = products.weightGradient(pattern, panels).getFirst();
    names.add(weights.name());
    SparseProducts.InputGradient back = (_, _, _, _, _, _) -> {};
    if (!first) {
      var inputs = products.inputGradient(pattern).getFirst();
      names.add(inputs.name());
      back = inputs.maker().apply(arena);
    }
    return new SparseChoice(
        String.join(" + ", names), List.copyOf(forward), back, weights.maker().apply(arena));
  }
}
