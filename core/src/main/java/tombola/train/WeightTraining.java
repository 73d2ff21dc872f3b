package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;
import tombola.nn.Weights;

/** Gradients and moments of one layer with weights. */
abstract sealed class WeightTraining extends LayerTraining
    permits DenseTraining, SparseTraining, FilterTraining {
  final WeightedLayer layer;
  final Update.State weights;
  final Update.State biases;
  private final Kernels kernels;

  WeightTraining(WeightedLayer layer, MemorySegment gradient, Kernels kernels, Arena arena) {
    super(layer, gradient);
    this.layer = layer;
    this.kernels = kernels;
    this.weights = new Update.State(layer.weightElements(), arena);
    this.biases = new Update.State(layer.biasElements(), arena);
    biases.live.fill((byte) 0xFF);
  }

  /** Moves part {@code part} of {@code parts} of the weights by their gradients. */
  abstract void updateWeights(MemorySegment x, Update update, int part, int parts);

  /** Computes the gradients of biases [{@code from}, {@code to}) of those that there are. */
  abstract void biasGradient(int from, int to);

  /** Returns the multiply-adds of one sample's product, with live weights alone or with all. */
  abstract long computed();

  /** Returns the kind of product, for the run's record. */
  abstract String kind();

  /** As {@link #updateWeights}; a part moves some lines of biases too. */
  @Override
  final void update(MemorySegment x, Update update, int part, int parts) {
    updateWeights(x, update, part, parts);
    int out = layer.shape.out();
    int from = firstBias(part, parts);
    int to = firstBias(part + 1, parts);
    if (layer.biased && from < to) {
      biasGradient(from, Math.min(to, out));
      update.apply(kernels.updates(), false, layer.bias, biases, from, to);
    }
  }

  private int firstBias(int part, int parts) {
    return Panels.count(layer.shape.out()) * part / parts * Panels.LANES;
  }

  @Override
  final void storeGradients(Weights to) {
    layer.give(weights.gradient, to.get(layer.weightName));
    if (layer.biased) {
      MemorySegment.copy(
          biases.gradient, Panels.FLOAT, 0, to.get(layer.biasName), 0, layer.shape.out());
    }
  }

  /** Writes the optimizer's moments of the weights into the two arguments. */
  final void storeMoments(Weights first, Weights second) {
    layer.give(weights.first, first.get(layer.weightName));
    layer.give(weights.second, second.get(layer.weightName));
  }
}
