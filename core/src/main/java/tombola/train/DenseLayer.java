package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Panels;
import tombola.kernel.Products;
import tombola.nn.Layer;

/** A layer that keeps a place for every weight, pruned ones at +0.0. */
final class DenseLayer extends LinearLayer {
  final WeightRows rows;
  private final Products products;
  private final MemorySegment weights; // [out][stride]

  DenseLayer(Layer.Dense layer, boolean relu, Products products, Arena arena) {
    super(layer, relu, arena);
    this.products = products;
    this.rows = new WeightRows(shape);
    this.weights = arena.allocate(weightElements() * Float.BYTES, Panels.LINE);
  }

  @Override
  long weightElements() {
    return rows.elements();
  }

  @Override
  MemorySegment weights() {
    return weights;
  }

  @Override
  void take(float[] from, MemorySegment values) {
    rows.take(from, values);
  }

  @Override
  void give(MemorySegment values, float[] to) {
    rows.give(values, to);
  }

  @Override
  void forward(MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    products.forward(shape, weights, bias, x, y, relu, fromPanel, toPanel, 0, shape.out());
  }

  @Override
  void forwardRows(MemorySegment x, MemorySegment y, int panels, int part, int parts) {
    int from = rows.firstRow(part, parts);
    int to = rows.firstRow(part + 1, parts);
    products.forward(shape, weights, bias, x, y, relu, 0, panels, from, to);
  }
}
