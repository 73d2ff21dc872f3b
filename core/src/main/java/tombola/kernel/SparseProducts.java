package tombola.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Function;

/**
 * The products of a layer on its live weights alone, made for one pattern. Values, gradients and
 * moments are {@link SparsePattern#slots()} floats, a place for each live weight; what a gradient
 * holds between the units of a pattern is undefined.
 *
 * <p>Forward and input gradient give the bits of the dense products on masked weights. The weight
 * gradient has an order of its own, the sparse order.
 */
public interface SparseProducts {

  /**
   * {@code y[p][o][l] = act(bias[o] + Σ w[o][i] · x[p][i][l])} over live weights, i ascending, as
   * {@link Products#forward}.
   */
  @FunctionalInterface
  interface Forward {
    /** Computes panels [{@code fromPanel}, {@code toPanel}). */
    void run(
        MemorySegment values,
        MemorySegment bias,
        MemorySegment x,
        MemorySegment y,
        int fromPanel,
        int toPanel);
  }

  /**
   * {@code dx[p][i][l] = x[p][i][l] <= 0 ? +0 : Σ w[o][i] · dy[p][o][l]} over live weights, o
   * ascending, as {@link Products#inputGradient}.
   */
  @FunctionalInterface
  interface InputGradient {
    /** Computes panels [{@code fromPanel}, {@code toPanel}). */
    void run(
        MemorySegment values,
        MemorySegment dy,
        MemorySegment x,
        MemorySegment dx,
        int fromPanel,
        int toPanel);
  }

  /**
   * {@code dw[o][i] = Σ dy[s][o] · x[s][i]} of live weights: sixteen accumulators from +0.0, the
   * l-th by fused multiply-adds over samples l, 16 + l, … ascending, then the tree. This is the
   * sparse order. Padding samples are +0.0 in {@code dy}, so all panels are whole.
   */
  @FunctionalInterface
  interface WeightGradient {
    /** Computes the slots of units [{@code fromUnit}, {@code toUnit}) from panels dy and x. */
    void run(MemorySegment dy, MemorySegment x, MemorySegment dw, int fromUnit, int toUnit);
  }

  /**
   * One way to compute a product; all ways give equal bits.
   *
   * @param name short, such as {@code rows}
   * @param maker makes the product; what it needs off-heap is freed with the arena
   */
  record Variant<T>(String name, Function<Arena, T> maker) {}

  /** Returns the ways to compute the forward product, the one expected to be fastest first. */
  List<Variant<Forward>> forward(SparsePattern pattern, boolean relu);

  /** Returns the ways to compute the input gradient, the one expected to be fastest first. */
  List<Variant<InputGradient>> inputGradient(SparsePattern pattern);

  /** Returns the ways to compute the weight gradient, the one expected to be fastest first. */
  List<Variant<WeightGradient>> weightGradient(SparsePattern pattern, int panels);
}
