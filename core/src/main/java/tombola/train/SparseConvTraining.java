package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Convolution;
import tombola.kernel.Kernels;
import tombola.kernel.SparsePattern;

/**
 * Training of a convolution that keeps its live weights alone: time and memory follow their number.
 */
final class SparseConvTraining extends WeightTraining {
  private final Kernels kernels;
  private final Convolution convolution;
  private final SparsePattern pattern;
  private final SparseChoice choice;

  SparseConvTraining(
      SparseConvLayer layer,
      MemorySegment gradient,
      SparseChoice choice,
      Kernels kernels,
      int batch,
      Arena arena) {
    super(layer, gradient, kernels, batch, arena);
    this.kernels = kernels;
    this.convolution = layer.convolution;
    this.pattern = layer.pattern;
    this.choice = choice;
    layer.slots.markLive(weights.live);
  }

  @Override
  void prepare(MemorySegment x, int fromPanel, int toPanel) {
    // both products of the weight gradient are panels already
  }

  @Override
  void inputGradient(MemorySegment x, MemorySegment dx, int fromPanel, int toPanel) {
    choice.inputGradient().run(layer.weights(), gradient, x, dx, fromPanel, toPanel);
  }

  @Override
  void updateWeights(MemorySegment x, Update update, int part, int parts) {
    int from = pattern.unitOfPart(part, parts);
    int to = pattern.unitOfPart(part + 1, parts);
    if (from == to) {
      return;
    }
    choice.weightGradient().run(gradient, x, weights.gradient, from, to);
    update.apply(
        kernels.updates(),
        true,
        layer.weights(),
        weights,
        pattern.unitStart(from),
        pattern.unitStart(to));
  }

  @Override
  long computed() {
    return (long) convolution.outHeight() * convolution.outWidth() * pattern.live();
  }

  @Override
  String kind() {
    return choice.name();
  }
}
