package tombola.train;

import java.lang.foreign.MemorySegment;
import tombola.nn.Weights;

/** A layer at work on panels. */
abstract sealed class PanelLayer
    permits WeightedLayer, PoolLayer, NormLayer, SmoothLayer, DropoutLayer, SumLayer {
  final int in; // features of a sample that it takes
  final int out; // features of a sample that it gives

  PanelLayer(int in, int out) {
    this.in = in;
    this.out = out;
  }

  /** Takes this layer's values, if it has any, from {@code from}. */
  void load(Weights from) {
    // most have none
  }

  /** Writes this layer's values, if it has any, into {@code to}. */
  void store(Weights to) {
    // most have none
  }

  /** Makes ready for an evaluation by the values as they stand. */
  void settle() {
    // most are
  }

  /** Returns whether its weights are read once for all panels at hand, and not for each of them. */
  boolean wide() {
    return false;
  }

  /** Computes, as in evaluation, panels [{@code fromPanel}, {@code toPanel}) of {@code y}. */
  abstract void forward(MemorySegment x, MemorySegment y, int fromPanel, int toPanel);
}
