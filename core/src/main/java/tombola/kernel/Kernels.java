package tombola.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops of a training step. {@link ScalarKernels} is the definition: every implementation
 * gives equal bits, for every sum has one order, fixed by the shapes alone (arithmetic 1).
 *
 * <p>Activations are {@link Panels}; weights are {@link Linear}; "rows" are samples as {@code
 * [sample][stride]} floats. Ranges let several threads share a product: each value is written by
 * exactly one call. Implementations are stateless and allocate nothing that outlives a call.
 */
public interface Kernels {

  /** Returns the name by which {@code --kernels} asks for these and the run records them. */
  String name();

  /**
   * Writes {@code (source[from + i] & 255) * scale} for i in [0, {@code count}) into {@code row}
   * from {@code offset} bytes.
   */
  void load(byte[] source, int from, int count, float scale, MemorySegment row, long offset);

  /**
   * Turns rows into panels: {@code panels[p][f][l] = rows[16 p + l][f]} for p in [{@code
   * fromPanel}, {@code toPanel}).
   */
  void rowsToPanels(
      int features, MemorySegment rows, MemorySegment panels, int fromPanel, int toPanel);

  /**
   * Turns panels into rows: {@code rows[16 p + l][f] = panels[p][f][l]} for p in [{@code
   * fromPanel}, {@code toPanel}).
   */
  void panelsToRows(
      int features, MemorySegment panels, MemorySegment rows, int fromPanel, int toPanel);

  /**
   * {@code y[p][o][l] = act(bias[o] + Σ w[o][i] · x[p][i][l])}: one accumulator from the bias,
   * fused multiply-adds over i ascending, plus +0.0.
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
      int toPanel);

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
   * {@code db[o]}: sixteen accumulators from +0.0, the l-th of samples l, 16 + l, … ascending, then
   * the tree.
   *
   * @param dy rows of {@code out} features, padding samples +0.0
   */
  void biasGradient(int out, int panels, MemorySegment dy, MemorySegment db);

  /**
   * One step of Adam on elements [{@code from}, {@code to}), both multiples of 16.
   *
   * @param live one bit an element, bit {@code i & 7} of byte {@code i >> 3}
   */
  void adam(
      AdamStep step,
      MemorySegment w,
      MemorySegment g,
      MemorySegment m,
      MemorySegment v,
      MemorySegment live,
      long from,
      long to);

  /** One step of gradient descent on elements [{@code from}, {@code to}), both multiples of 16. */
  void sgd(
      SgdStep step,
      MemorySegment w,
      MemorySegment g,
      MemorySegment m,
      MemorySegment live,
      long from,
      long to);
}
