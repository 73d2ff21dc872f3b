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
   * {@code y[o] = act(bias[o] + Σ w[o][i] · x[i])} of one sample over live weights, i ascending,
   * where terms of an input that is zero may be left out; values and biases are part of it. For any
   * number of threads at once.
   */
  @FunctionalInterface
  interface Sample {
    /**
     * Computes the outputs of {@code x}.
     *
     * @param x the inputs, at least as many as the layer has
     * @param y for the outputs and what follows up to a multiple of 16, which is undefined then
     */
    void run(float[] x, float[] y);
  }

  /**
   * One way to compute a product; all ways give equal bits.
   *
   * @param name short, such as {@code rows}
   * @param maker makes the product; what it needs off-heap is freed with the arena
   */
  record Variant<T>(String name, Function<Arena, T> maker) {}

  /**
   * Returns the ways to compute the rows of a part forward, the one expected to be fastest first.
   */
  List<Variant<Forward>> forward(SparsePattern pattern, int part, boolean relu);

  /** Returns the ways to compute the input gradient, the one expected to be fastest first. */
  List<Variant<InputGradient>> inputGradient(SparsePattern pattern);

  /** Returns the ways to compute the weight gradient, the one expected to be fastest first. */
  List<Variant<WeightGradient>> weightGradient(SparsePattern pattern, int panels);

  /**
   * Returns ways to compute one sample, the one expected to be fastest first; none unless faster
   * than loops of plain Java.
   *
   * @param hidden whether the inputs are another layer's outputs, whose zeros are scattered; those
   *     of an image come in runs, so that it costs little to look for them
   * @param values {@link SparsePattern#slots()} floats; later changes do not reach the product
   * @param bias {@code out} floats; later changes do not reach the product
   */
  default List<Variant<Sample>> sample(
      SparsePattern pattern,
      boolean relu,
      boolean hidden,
      MemorySegment values,
      MemorySegment bias) {
    return List.of();
  }
}
