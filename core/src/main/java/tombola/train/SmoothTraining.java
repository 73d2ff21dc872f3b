package tombola.train;

import java.lang.foreign.MemorySegment;

/** The way back through an activation that is no rectifier. */
final class SmoothTraining extends LayerTraining {
  private final SmoothLayer layer;

  SmoothTraining(SmoothLayer layer, MemorySegment gradient) {
    super(layer, gradient);
    this.layer = layer;
  }

  @Override
  void prepare(MemorySegment x, int fromPanel, int toPanel) {
    // nothing to update
  }

  @Override
  void inputGradient(MemorySegment x, MemorySegment dx, int fromPanel, int toPanel) {
    layer.inputGradient(gradient, x, dx, fromPanel, toPanel);
  }
}
