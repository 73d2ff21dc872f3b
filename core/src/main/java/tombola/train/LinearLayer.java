package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.nn.Layer;

/** A fully connected layer. */
abstract sealed class LinearLayer extends WeightedLayer permits DenseLayer, SparseLayer {

  LinearLayer(Layer.Dense layer, boolean relu, Arena arena) {
    super(layer, relu, arena);
  }

  @Override
  final boolean wide() {
    return true;
  }

  /**
   * Computes the rows of {@code y} that worker {@code part} of {@code parts} updates, in the first
   * {@code panels}; for a layer whose rows are shared.
   */
  abstract void forwardRows(MemorySegment x, MemorySegment y, int panels, int part, int parts);
}
