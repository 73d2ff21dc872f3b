package tombola.train;

import java.lang.foreign.MemorySegment;

/** The way back from the sum of two paths, which is the same to each of them. */
final class SumTraining extends LayerTraining {
  private final SumLayer layer;

  /**
   * Creates the training of {@code layer}.
   *
   * @param gradient its gradient's place: that of its first path's end, unless a rectifier stands
   *     there
   */
  SumTraining(SumLayer layer, MemorySegment gradient) {
    super(layer, gradient);
    this.layer = layer;
  }

  @Override
  void prepare(MemorySegment x, int fromPanel, int toPanel) {
    // nothing to update
  }

  @Override
  void inputGradient(MemorySegment x, MemorySegment dx, int fromPanel, int toPanel) {
    if (!dx.equals(gradient)) {
      layer.sums.back(layer.out, gradient, x, dx, false, true, fromPanel, toPanel);
    }
  }

  /** Returns whether the other path is nothing and begins at {@code value}. */
  boolean isIdentityOf(int value) {
    return layer.identity && layer.shortcut == value;
  }

  /** Adds what an identity brings back to where it began. */
  void identity(MemorySegment x, MemorySegment dx, int fromPanel, int toPanel) {
    layer.sums.back(layer.out, gradient, x, dx, true, true, fromPanel, toPanel);
  }
}
