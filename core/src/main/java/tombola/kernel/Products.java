package tombola.kernel;

import java.lang.foreign.MemorySegment;

/** The dense products of a layer, forward and backward. */
public interface Products {

  /**
   * {@code y[p][o][l] = act(bias[o] + Σ w[o][i] · x[p][i][l])} for outputs o in [{@code fromRow},
   * {@code toRow}): one accumulator from the bias, fused multiply-adds over i ascending, plus +0.0.
   *
   * @param relu whether act is the rectifier; else the identity
   */
  void forward(
      Linear shape,
      MemorySegment w,
      MemorySegment bias,
      MemorySegment x,
      MemorySegment y,
      boolean relu,
      int fromPanel,
      int toPanel,
      int fromRow,
      int toRow);

  /**
   * {@code dx[p][i][l] = x[p][i][l] <= 0 ? +0 : Σ w[o][i] · dy[p][o][l]}: one accumulator from
   * +0.0, fused multiply-adds over o ascending, plus +0.0; the gate is that of the rectifier which
   * made {@code x}.
   */
  void inputGradient(
      Linear shape,
      MemorySegment w,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dx,
      int fromPanel,
      int toPanel);

  /**
   * {@code dw[o][i] = Σ dy[s][o] · x[s][i]} for outputs o in [{@code fromRow}, {@code toRow}): one
   * accumulator from +0.0, fused multiply-adds over the samples ascending, plus +0.0. This is the
   * dense order.
   *
   * @param samples the true batch; padding samples are left out
   * @param dy rows of {@code out} features
   * @param x rows of {@code in} features
   */
  void weightGradient(
      Linear shape,
      int samples,
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromRow,
      int toRow);

  /**
   * {@code db[o]} for outputs o in [{@code fromOut}, {@code toOut}): sixteen accumulators from
   * +0.0, the l-th of samples l, 16 + l, … ascending, then the tree.
   *
   * @param dy panels of {@code out} features, padding samples +0.0
   */
  void biasGradient(
      int out, int panels, MemorySegment dy, MemorySegment db, int fromOut, int toOut);
}
