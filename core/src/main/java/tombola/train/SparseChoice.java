package tombola.train;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tombola.kernel.Convolution;
import tombola.kernel.SparseConvolutions;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;
import tombola.kernel.SparseProducts.Forward;
import tombola.kernel.SparseProducts.InputGradient;
import tombola.kernel.SparseProducts.Variant;

/**
 * The ways chosen to compute the products of one sparse layer.
 *
 * @param name of those in use, for the run's record
 * @param forward by part of the pattern
 * @param <G> the kind of the weight gradient
 */
record SparseChoice<G>(
    String name, List<Forward> forward, InputGradient inputGradient, G weightGradient) {

  /**
   * Makes the products of a layer; off-heap they last as long as {@code arena}.
   *
   * @param first whether it is the network's first layer, whose inputs need no gradient
   */
  static SparseChoice<SparseProducts.WeightGradient> of(
      SparseProducts products,
      SparsePattern pattern,
      boolean relu,
      int panels,
      boolean first,
      Arena arena) {
    List<Variant<Forward>> forward = new ArrayList<>();
    for (int part = 0; part < pattern.parts(); part++) {
      forward.add(products.forward(pattern, part, relu).getFirst());
    }
    return of(
        forward,
        first ? Optional.empty() : Optional.of(products.inputGradient(pattern).getFirst()),
        products.weightGradient(pattern, panels).getFirst(),
        arena);
  }

  /** Makes the products of a convolution; off-heap they last as long as {@code arena}. */
  static SparseChoice<SparseConvolutions.WeightGradient> of(
      SparseConvolutions products,
      Convolution shape,
      SparsePattern pattern,
      boolean relu,
      boolean first,
      Arena arena) {
    return of(
        List.of(products.forward(shape, pattern, relu).getFirst()),
        first ? Optional.empty() : Optional.of(products.inputGradient(shape, pattern).getFirst()),
        products.weightGradient(shape, pattern).getFirst(),
        arena);
  }

  /** Makes the products of a layer that is evaluated alone, as {@link #of} does. */
  static SparseChoice<SparseProducts.WeightGradient> forward(
      SparseProducts products, SparsePattern pattern, boolean relu, Arena arena) {
    return forward(products.forward(pattern, 0, relu).getFirst(), (_, _, _, _, _) -> {}, arena);
  }

  /** Makes the products of a convolution that is evaluated alone. */
  static SparseChoice<SparseConvolutions.WeightGradient> forward(
      SparseConvolutions products,
      Convolution shape,
      SparsePattern pattern,
      boolean relu,
      Arena arena) {
    Variant<Forward> forward = products.forward(shape, pattern, relu).getFirst();
    return forward(forward, (_, _, _, _, _, _, _) -> {}, arena);
  }

  private static <G> SparseChoice<G> forward(Variant<Forward> forward, G none, Arena arena) {
    return of(List.of(forward), Optional.empty(), new Variant<>(forward.name(), _ -> none), arena);
  }

  private static <G> SparseChoice<G> of(
      List<Variant<Forward>> forward,
      Optional<Variant<InputGradient>> inputGradient,
      Variant<G> weightGradient,
      Arena arena) {
    Set<String> names = new LinkedHashSet<>();
    forward.forEach(way -> names.add(way.name()));
    names.add(weightGradient.name());
    inputGradient.ifPresent(way -> names.add(way.name()));
    InputGradient none = (_, _, _, _, _, _) -> {};
    return new SparseChoice<>(
        String.join(" + ", names),
        forward.stream().map(way -> way.maker().apply(arena)).toList(),
        inputGradient.map(way -> way.maker().apply(arena)).orElse(none),
        weightGradient.maker().apply(arena));
  }
}
