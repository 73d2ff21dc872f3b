package tombola.train;

import java.lang.foreign.MemorySegment;
import tombola.nn.Weights;

/** One layer in training: the gradient of what it gives, and the way back through it. */
abstract sealed class LayerTraining
    permits WeightTraining,
        PoolTraining,
        NormTraining,
        SmoothTraining,
        DropoutTraining,
        SumTraining {
  /**
   * Of what the layer gives, before the rectifier that follows it; panels. What a pooling gives has
   * passed one, so its gradient is +0.0 where that was shut.
   */
  final MemorySegment gradient;

  private final PanelLayer trained;

  /** Creates the training of a layer whose gradient stands in {@code gradient}. */
  LayerTraining(PanelLayer layer, MemorySegment gradient) {
    this.trained = layer;
    this.gradient = gradient;
  }

  /** Returns whether its weights are read once for all panels at hand, and not for each of them. */
  final boolean wide() {
    return trained.wide();
  }

  /** Computes, as in training, panels [{@code fromPanel}, {@code toPanel}) of {@code y}. */
  void forward(MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    trained.forward(x, y, fromPanel, toPanel);
  }

  /** Makes ready for the update what panels [{@code fromPanel}, {@code toPanel}) bring. */
  abstract void prepare(MemorySegment x, int fromPanel, int toPanel);

  /**
   * Computes panels [{@code fromPanel}, {@code toPanel}) of {@code dx}; where what the layer takes
   * is a rectifier's, +0.0 where that was shut.
   *
   * @param x what the layer takes; ones, for a layer that reads it only to see what was shut, where
   *     it is no rectifier's
   */
  abstract void inputGradient(MemorySegment x, MemorySegment dx, int fromPanel, int toPanel);

  /** Moves part {@code part} of {@code parts} of the layer's values, if it has any. */
  void update(MemorySegment x, Update update, int part, int parts) {
    // most have none
  }

  /** Writes the gradients of the last step, if there are any, into {@code to}. */
  void storeGradients(Weights to) {
    // most have none
  }
}
