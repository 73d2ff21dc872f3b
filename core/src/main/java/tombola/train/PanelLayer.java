package tombola.train;

import java.lang.foreign.MemorySegment;

/** A layer at work on panels. */
abstract sealed class PanelLayer permits WeightedLayer, PoolLayer {
  final int in; // features of a sample that it takes
  final int out; // features of a sample that it gives

  PanelLayer(int in, int out) {
    this.in = in;
    this.out = out;
  }

  /** Computes panels [{@code fromPanel}, {@code toPanel}) of {@code y}. */
  abstract void forward(MemorySegment x, MemorySegment y, int fromPanel, int toPanel);
}
