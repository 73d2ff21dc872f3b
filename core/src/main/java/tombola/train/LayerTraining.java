package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;
import tombola.nn.Weights;

/** Gradients and moments of one layer, and the way back through it. */
abstract sealed class LayerTraining permits DenseTraining, SparseTraining {
  final LinearLayer layer;
  final MemorySegment gradient; // of what the layer gives, before its rectifier; panels
  final Update.State weights;
  final Update.State biases;
  private final Kernels kernels;
  private final int panels;

  LayerTraining(LinearLayer layer, Kernels kernels, int batch, Arena arena) {
    this.layer = layer;
    this.kernels = kernels;
    this.panels = Panels.count(batch);
    this.gradient = arena.allocate(panels * Panels.bytes(layer.shape.out()), Panels.LINE);
    this.weights = new Update.State(layer.weightElements(), arena);
    this.biases = new Update.State(layer.biasElements(), arena);
    biases.live.fill((byte) 0xFF);
  }

  /** Makes ready for {@link #update} what panels [{@code fromPanel}, {@code toPanel}) bring. */
  abstract void prepare(MemorySegment x, int fromPanel, int toPanel);

  /** Computes panels [{@code fromPanel}, {@code toPanel}) of {@code dx}. */
  abstract void inputGradient(MemorySegment x, MemorySegment dx, int fromPanel, int toPanel);

  /** Moves part {@code part} of {@code parts} of the weights by their gradients. */
  abstract void updateWeights(MemorySegment x, Update update, int part, int parts);

  /** Returns the weights that products compute with, by live ones or all. */
  abstract long computed();

  /** Returns the kind of product, for the run's record. */
  abstract String kind();

  /** As {@link #updateWeights}; the last part moves the biases too. */
  final void update(MemorySegment x, Update update, int part, int parts) {
    updateWeights(x, update, part, parts);
    if (part == parts - 1) {
      kernels.products().biasGradient(layer.shape.out(), panels, gradient, biases.gradient);
      update.apply(kernels.updates(), false, layer.bias, biases, 0, layer.biasElements());
    }
  }

  /** Writes the gradients of the last step into {@code to}. */
  final void storeGradients(Weights to) {
    layer.give(weights.gradient, to.get(layer.weightName));
    MemorySegment.copy(
        biases.gradient, Panels.FLOAT, 0, to.get(layer.biasName), 0, layer.shape.out());
  }

  /** Writes the optimizer's moments of the weights into the two arguments. */
  final void storeMoments(Weights first, Weights second) {
    layer.give(weights.first, first.get(layer.weightName));
    layer.give(weights.second, second.get(layer.weightName));
  }
}
