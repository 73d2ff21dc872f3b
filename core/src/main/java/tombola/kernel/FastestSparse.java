package tombola.kernel;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Chooses among the ways to compute a sparse product by timing each on the real shape and pattern
 * for some milliseconds ({@link Fastest}); a choice is remembered by product, shape, live count,
 * parts, panels and the ways there are.
 */
final class FastestSparse implements SparseProducts {
  private final List<SparseProducts> candidates;
  private final Fastest fastest;

  FastestSparse(List<SparseProducts> candidates, ChoiceMemory memory) {
    this.candidates = candidates;
    this.fastest = new Fastest(memory);
  }

  @Override
  public List<Variant<Forward>> forward(SparsePattern pattern, int part, boolean relu) {
    List<Variant<Forward>> variants = new ArrayList<>();
    candidates.forEach(c -> variants.addAll(c.forward(pattern, part, relu)));
    return fastest(
        "forward",
        variants,
        pattern,
        pattern.panels(),
        (p, b) -> p.run(b.w, b.out, b.x, b.y, 0, b.panels));
  }

  @Override
  public List<Variant<InputGradient>> inputGradient(SparsePattern pattern) {
    List<Variant<InputGradient>> variants = new ArrayList<>();
    candidates.forEach(c -> variants.addAll(c.inputGradient(pattern)));
    return fastest(
        "input gradient",
        variants,
        pattern,
        pattern.panels(),
        (p, b) -> p.run(b.w, b.y, b.x, b.dx, 0, b.panels));
  }

  @Override
  public List<Variant<WeightGradient>> weightGradient(SparsePattern pattern, int panels) {
    List<Variant<WeightGradient>> variants = new ArrayList<>();
    candidates.forEach(c -> variants.addAll(c.weightGradient(pattern, panels)));
    return fastest(
        "weight gradient",
        variants,
        pattern,
        panels,
        (p, b) -> p.run(b.y, b.x, b.w, 0, pattern.units()));
  }

  /** Takes the first: time depends on which inputs are zero, and they are not known yet. */
  @Override
  public List<Variant<Sample>> sample(
      SparsePattern pattern,
      boolean relu,
      boolean hidden,
      MemorySegment values,
      MemorySegment bias) {
    return candidates.stream()
        .flatMap(c -> c.sample(pattern, relu, hidden, values, bias).stream())
        .limit(1)
        .toList();
  }

  private <T> List<Variant<T>> fastest(
      String product,
      List<Variant<T>> variants,
      SparsePattern pattern,
      int panels,
      BiConsumer<T, Fastest.Buffers> call) {
    Linear shape = pattern.shape();
    String about =
        "%s of %d to %d, %d live in %d parts, %d panels"
            .formatted(product, shape.in(), shape.out(), pattern.live(), pattern.parts(), panels);
    return fastest.of(
        about,
        variants,
        arena -> new Fastest.Buffers(pattern, shape.in(), shape.out(), panels, arena),
        call);
  }
}
