package tombola.train;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Panels;
import tombola.kernel.Products;
import tombola.nn.Layer;

/** A layer that keeps a place for every weight, pruned ones at +0.0. */
final class DenseLayer extends LinearLayer {
  private static final int TILE = 6; // rows that the kernels compute at a time

  private final Products products;
  private final MemorySegment weights; // [out][stride]

  DenseLayer(Layer.Dense layer, boolean relu, Products products, Arena arena) {
    super(layer, relu, arena);
    this.products = products;
    this.weights = arena.allocate(weightElements() * Float.BYTES, Panels.LINE);
  }

  @Override
  long weightElements() {
    return (long) shape.out() * shape.stride();
  }

  @Override
  MemorySegment weights() {
    return weights;
  }

  @Override
  void take(float[] from, MemorySegment values) {
    for (int o = 0; o < shape.out(); o++) {
      MemorySegment.copy(from, o * shape.in(), values, FLOAT, o * shape.rowBytes(), shape.in());
    }
  }

  @Override
  void give(MemorySegment values, float[] to) {
    for (int o = 0; o < shape.out(); o++) {
      MemorySegment.copy(values, FLOAT, o * shape.rowBytes(), to, o * shape.in(), shape.in());
    }
  }

  @Override
  void forward(MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    products.forward(shape, weights, bias, x, y, relu, fromPanel, toPanel, 0, shape.out());
  }

  @Override
  void forwardRows(MemorySegment x, MemorySegment y, int panels, int part, int parts) {
    int from = firstRow(part, parts);
    products.forward(shape, weights, bias, x, y, relu, 0, panels, from, firstRow(part + 1, parts));
  }

  /**
   * Returns the first row of part {@code part} of {@code parts}, the number of rows for {@code
   * parts} itself: whole tiles, and the rows that fill none go with the last.
   */
  int firstRow(int part, int parts) {
    return part == parts ? shape.out() : shape.out() / TILE * part / parts * TILE;
  }
}
