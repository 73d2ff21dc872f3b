package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;
import tombola.nn.Layer;

/** A layer that keeps its live weights alone, each in its slot; a product for each part. */
final class SparseLayer extends LinearLayer {
  final SparsePattern pattern;
  final WeightSlots slots;
  private final List<SparseProducts.Forward> products;
  private final MemorySegment values; // by slot

  SparseLayer(
      Layer.Dense layer,
      boolean relu,
      SparsePattern pattern,
      List<SparseProducts.Forward> products,
      Arena arena) {
    super(layer, relu, arena);
    this.pattern = pattern;
    this.slots = new WeightSlots(pattern);
    this.products = products;
    this.values = arena.allocate(weightElements() * Float.BYTES, Panels.LINE);
  }

  @Override
  long weightElements() {
    return slots.elements();
  }

  @Override
  MemorySegment weights() {
    return values;
  }

  @Override
  void take(float[] from, MemorySegment to) {
    slots.take(from, to);
  }

  @Override
  void give(MemorySegment from, float[] to) {
    slots.give(from, to);
  }

  @Override
  void forward(MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    for (SparseProducts.Forward product : products) {
      product.run(values, bias, x, y, fromPanel, toPanel);
    }
  }

  @Override
  void forwardRows(MemorySegment x, MemorySegment y, int panels, int part, int parts) {
    if (parts == products.size()) {
      products.get(part).run(values, bias, x, y, 0, panels);
    } else {
      int from = panels * part / parts;
      forward(x, y, from, panels * (part + 1) / parts);
    }
  }
}
