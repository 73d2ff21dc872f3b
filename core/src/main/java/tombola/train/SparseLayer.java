package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;
import tombola.nn.Layer;

/** A layer that keeps its live weights alone, each in its slot; a product for each part. */
final class SparseLayer extends LinearLayer {
  final SparsePattern pattern;
  final WeightSlots slots;
  final SparseChoice<SparseProducts.WeightGradient> choice;
  private final MemorySegment values; // by slot

  SparseLayer(
      Layer.Dense layer,
      boolean relu,
      SparsePattern pattern,
      SparseChoice<SparseProducts.WeightGradient> choice,
      Arena arena) {
    super(layer, relu, arena);
    this.pattern = pattern;
    this.slots = new WeightSlots(pattern);
    this.choice = choice;
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
    for (SparseProducts.Forward product : choice.forward()) {
      product.run(values, bias, x, y, fromPanel, toPanel);
    }
  }

  @Override
  void forwardRows(MemorySegment x, MemorySegment y, int panels, int part, int parts) {
    if (parts == choice.forward().size()) {
      choice.forward().get(part).run(values, bias, x, y, 0, panels);
    } else {
      int from = panels * part / parts;
      forward(x, y, from, panels * (part + 1) / parts);
    }
  }
}
