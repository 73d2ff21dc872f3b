package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Panels;
import tombola.kernel.SparseConvolutions;
import tombola.kernel.SparsePattern;
import tombola.nn.Layer;

/** A convolution that keeps its live weights alone, each in its slot. */
final class SparseConvLayer extends FilterLayer {
  final SparsePattern pattern;
  final WeightSlots slots;
  final SparseChoice<SparseConvolutions.WeightGradient> choice;
  private final MemorySegment values; // by slot

  SparseConvLayer(
      Layer.Conv2d layer,
      boolean relu,
      SparsePattern pattern,
      SparseChoice<SparseConvolutions.WeightGradient> choice,
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
    choice.forward().getFirst().run(values, bias, x, y, fromPanel, toPanel);
  }
}
