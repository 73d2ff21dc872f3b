package tombola.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import tombola.kernel.SparseProducts.Forward;
import tombola.kernel.SparseProducts.InputGradient;
import tombola.kernel.SparseProducts.Sample;
import tombola.kernel.SparseProducts.Variant;

/**
 * Chooses among the ways to compute a sparse convolution's products by timing each on the real
 * shape and pattern ({@link Fastest}), on one panel: that takes long enough.
 */
final class FastestSparseConvolutions implements SparseConvolutions {
  private final List<SparseConvolutions> candidates;
  private final Fastest fastest;

  FastestSparseConvolutions(List<SparseConvolutions> candidates, ChoiceMemory memory) {
    this.candidates = candidates;
    this.fastest = new Fastest(memory);
  }

  @Override
  public List<Variant<Forward>> forward(Convolution shape, SparsePattern pattern, boolean relu) {
    List<Variant<Forward>> variants = new ArrayList<>();
    candidates.forEach(c -> variants.addAll(c.forward(shape, pattern, relu)));
    return fastest(
        "forward", variants, shape, pattern, (p, b) -> p.run(b.w, b.out, b.x, b.y, 0, b.panels));
  }

  @Override
  public List<Variant<InputGradient>> inputGradient(Convolution shape, SparsePattern pattern) {
    List<Variant<InputGradient>> variants = new ArrayList<>();
    candidates.forEach(c -> variants.addAll(c.inputGradient(shape, pattern)));
    return fastest(
        "input gradient",
        variants,
        shape,
        pattern,
        (p, b) -> p.run(b.w, b.y, b.x, b.dx, 0, b.panels));
  }

  @Override
  public List<Variant<WeightGradient>> weightGradient(Convolution shape, SparsePattern pattern) {
    List<Variant<WeightGradient>> variants = new ArrayList<>();
    candidates.forEach(c -> variants.addAll(c.weightGradient(shape, pattern)));
    return fastest(
        "weight gradient",
        variants,
        shape,
        pattern,
        (p, b) -> p.run(b.y, b.x, b.w, 0, b.panels, 0, pattern.units()));
  }

  @Override
  public List<Variant<Sample>> sample(PlaneSums sums) {
    return candidates.stream().flatMap(c -> c.sample(sums).stream()).limit(1).toList();
  }

  private <T> List<Variant<T>> fastest(
      String product,
      List<Variant<T>> variants,
      Convolution shape,
      SparsePattern pattern,
      BiConsumer<T, Fastest.Buffers> call) {
    String about =
        "%s of %dx%dx%d to %d by %dx%d, stride %d, padding %d, %d live"
            .formatted(
                product,
                shape.height(),
                shape.width(),
                shape.channels(),
                shape.filters(),
                shape.kernel(),
                shape.kernel(),
                shape.stride(),
                shape.padding(),
                pattern.live());
    return fastest.of(
        about,
        variants,
        arena -> new Fastest.Buffers(pattern, shape.in(), shape.out(), 1, arena),
        call);
  }
}
