package tombola.train;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;
import tombola.nn.Layer;

/** A layer that keeps its live weights alone, each in its slot. */
final class SparseLayer extends LinearLayer {
  final SparsePattern pattern;
  private final SparseProducts.Forward product;
  private final MemorySegment values; // by slot

  SparseLayer(
      Layer.Dense layer,
      boolean relu,
      SparsePattern pattern,
      SparseProducts.Forward product,
      Arena arena) {
    super(layer, relu, arena);
    this.pattern = pattern;
    this.product = product;
    this.values = arena.allocate(weightElements() * Float.BYTES, Panels.LINE);
  }

  @Override
  long weightElements() {
    return pattern.slots();
  }

  @Override
  MemorySegment weights() {
    return values;
  }

  @Override
  void take(float[] from, MemorySegment to) {
    for (int unit = 0; unit < pattern.units(); unit++) {
      for (int slot = pattern.unitStart(unit); slot < pattern.unitEnd(unit); slot++) {
        to.setAtIndex(FLOAT, slot, from[place(slot)]);
      }
    }
  }

  @Override
  void give(MemorySegment from, float[] to) {
    Arrays.fill(to, 0f);
    for (int unit = 0; unit < pattern.units(); unit++) {
      for (int slot = pattern.unitStart(unit); slot < pattern.unitEnd(unit); slot++) {
        to[place(slot)] = from.getAtIndex(FLOAT, slot);
      }
    }
  }

  private int place(int slot) {
    return pattern.row(slot) * shape.in() + pattern.column(slot);
  }

  @Override
  void forward(MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    product.run(values, bias, x, y, fromPanel, toPanel);
  }
}
