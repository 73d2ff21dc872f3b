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

  /** Computes rows [{@code fromRow}, {@code toRow}) of the first {@code panels} of {@code y}. */
  void forwardRows(MemorySegment x, MemorySegment y, int panels, int fromRow, int toRow) {
    products.forward(shape, weights, bias, x, y, relu, 0, panels, fromRow, toRow);
  }

  /**
   * Returns the first row of part {@code part} of {@code parts}, the number of rows for {@code
   * parts} itself: whole tiles, and the rows that fill none go with the last.
   */
  int firstRow(int part, int parts) {
    return part == parts ? shape.out() : shape.out() / TILE * part / parts * TILE;
  }

  /**
   * Returns whether threads should share this layer's product by rows and not by panels. A line of
   * memory that all threads read and one writes is taken back from the others at every step, which
   * costs some ten nanoseconds, many times that where the cores share no cache: by rows these are
   * the activations, by panels the weights.
   */
  boolean outweighs(int panels) {
    return weightElements() > 2L * panels * Panels.LANES * (shape.in() + shape.out());
  }
}
