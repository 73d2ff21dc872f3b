package tombola.kernel;

import java.lang.foreign.MemorySegment;
import java.util.List;
import tombola.kernel.SparseProducts.Forward;
import tombola.kernel.SparseProducts.InputGradient;
import tombola.kernel.SparseProducts.Sample;
import tombola.kernel.SparseProducts.Variant;

/**
 * The products of a convolution on its live weights alone, made for one pattern. A row of the
 * pattern is a filter, its columns are {@code (ky * kernel + kx) * channels + c}, as {@link
 * SparsePattern#of} has them. Values, gradients and moments are {@link SparsePattern#slots()}
 * floats; what a gradient holds between the units of a pattern is undefined.
 *
 * <p>All three give the bits of {@link Convolutions} on masked weights: a convolution has one order
 * of sums, sparse or dense.
 */
public interface SparseConvolutions {

  /** {@code dw} of live weights, as {@link Convolutions#weightGradient}. */
  @FunctionalInterface
  interface WeightGradient {
    /**
     * Computes the slots of units [{@code fromUnit}, {@code toUnit}) from panels [{@code
     * fromPanel}, {@code toPanel}) of dy and x, at least one.
     */
    void run(
        MemorySegment dy,
        MemorySegment x,
        MemorySegment dw,
        int fromPanel,
        int toPanel,
        int fromUnit,
        int toUnit);
  }

  /**
   * Returns the ways to compute all filters forward, as {@link Convolutions#forward}, the one
   * expected to be fastest first.
   */
  List<Variant<Forward>> forward(Convolution shape, SparsePattern pattern, boolean relu);

  /**
   * Returns the ways to compute the input gradient, as {@link Convolutions#inputGradient}, the one
   * expected to be fastest first.
   */
  List<Variant<InputGradient>> inputGradient(Convolution shape, SparsePattern pattern);

  /**
   * Returns the ways to compute the weight gradient, as {@link Convolutions#weightGradient}, the
   * one expected to be fastest first. A product may run in several threads at once, each on panels
   * or units of its own.
   */
  List<Variant<WeightGradient>> weightGradient(Convolution shape, SparsePattern pattern);

  /**
   * Returns ways to compute one sample, the one expected to be fastest first; none unless faster
   * than loops of plain Java. Later changes of {@code sums} do not reach the product.
   */
  default List<Variant<Sample>> sample(PlaneSums sums) {
    return List.of();
  }
}
