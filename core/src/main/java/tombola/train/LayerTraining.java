package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Panels;

/** The gradient of what one layer gives, and the way back through it. */
abstract sealed class LayerTraining permits WeightTraining, PoolTraining {
  /**
   * Of what the layer gives, before the rectifier that follows it; panels. What a pooling gives has
   * passed one, so its gradient is +0.0 where that was shut.
   */
  final MemorySegment gradient;

  LayerTraining(PanelLayer layer, int batch, Arena arena) {
    this.gradient = arena.allocate(Panels.count(batch) * Panels.bytes(layer.out), Panels.LINE);
  }

  /** Makes ready for the update what panels [{@code fromPanel}, {@code toPanel}) bring. */
  abstract void prepare(MemorySegment x, int fromPanel, int toPanel);

  /** Computes panels [{@code fromPanel}, {@code toPanel}) of {@code dx}. */
  abstract void inputGradient(MemorySegment x, MemorySegment dx, int fromPanel, int toPanel);
}
