package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.prune.Mask;

/** Training of a layer with a place for every weight; the live bits keep pruned ones at +0.0. */
final class DenseTraining extends WeightTraining {
  private static final int ROWS_AT_ONCE =
      48; // whose gradients are still in the cache when they are applied

  private final DenseLayer dense;
  private final Kernels kernels;
  private final int batch;
  private final boolean inputsAreRows;
  private final MemorySegment rows; // the layer's inputs, [sample][stride]
  private final MemorySegment gradientRows; // [sample][stride]

  /**
   * Creates the training of {@code layer}.
   *
   * @param dataRows the network's inputs as rows, if this is its first layer; else {@link
   *     MemorySegment#NULL}
   */
  DenseTraining(
      DenseLayer layer,
      MemorySegment gradient,
      Mask mask,
      Kernels kernels,
      int batch,
      MemorySegment dataRows,
      Arena arena) {
    super(layer, gradient, kernels, arena);
    this.dense = layer;
    this.kernels = kernels;
    this.batch = batch;
    Linear shape = layer.shape;
    long samples = (long) Panels.count(batch) * Panels.LANES;
    this.inputsAreRows = !dataRows.equals(MemorySegment.NULL);
    this.rows = inputsAreRows ? dataRows : arena.allocate(samples * shape.rowBytes(), Panels.LINE);
    this.gradientRows =
        arena.allocate(samples * Panels.stride(shape.out()) * Float.BYTES, Panels.LINE);
    layer.rows.markLive(mask, layer.weightName, weights.live);
  }

  @Override
  void prepare(MemorySegment x, int fromPanel, int toPanel) {
    Linear shape = layer.shape;
    kernels.layouts().panelsToRows(shape.out(), gradient, gradientRows, fromPanel, toPanel);
    if (!inputsAreRows) {
      kernels.layouts().panelsToRows(shape.in(), x, rows, fromPanel, toPanel);
    }
  }

  @Override
  void inputGradient(MemorySegment x, MemorySegment dx, int fromPanel, int toPanel) {
    kernels
        .products()
        .inputGradient(layer.shape, layer.weights(), gradient, x, dx, fromPanel, toPanel);
  }

  @Override
  void updateWeights(MemorySegment x, Update update, int part, int parts) {
    Linear shape = layer.shape;
    int toRow = dense.rows.firstRow(part + 1, parts);
    int end;
    for (int row = dense.rows.firstRow(part, parts); row < toRow; row = end) {
      end = toRow - row < 2 * ROWS_AT_ONCE ? toRow : row + ROWS_AT_ONCE;
      kernels
          .products()
          .weightGradient(shape, batch, gradientRows, rows, weights.gradient, row, end);
      long stride = shape.stride();
      update.apply(kernels.updates(), true, layer.weights(), weights, row * stride, end * stride);
    }
  }

  @Override
  void biasGradient(int from, int to) {
    int panels = Panels.count(batch);
    kernels.products().biasGradient(layer.shape.out(), panels, gradient, biases.gradient, from, to);
  }

  @Override
  long computed() {
    return (long) layer.shape.in() * layer.shape.out();
  }

  @Override
  String kind() {
    return "dense";
  }
}
