package tombola.train;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Panels;
import tombola.kernel.Products;
import tombola.nn.Layer;

/** A layer that keeps a place for every weight, pruned ones at +0.0. */
final class DenseLayer extends LinearLayer {
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
    products.forward(shape, weights, bias, x, y, relu, fromPanel, toPanel);
  }
}
