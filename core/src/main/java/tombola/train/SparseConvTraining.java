package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Convolution;
import tombola.kernel.Kernels;
import tombola.kernel.SparseConvolutions;
import tombola.kernel.SparsePattern;

/**
 * Training of a convolution that keeps its live weights alone: time and memory follow their number.
 * Shares are the units of its pattern.
 */
final class SparseConvTraining extends FilterTraining {
  private final Convolution convolution;
  private final SparsePattern pattern;
  private final SparseChoice<SparseConvolutions.WeightGradient> choice;

  SparseConvTraining(
      SparseConvLayer layer, MemorySegment gradient, Kernels kernels, int batch, Arena arena) {
    super(layer, gradient, kernels, batch, arena);
    this.convolution = layer.convolution;
    this.pattern = layer.pattern;
    this.choice = layer.choice;
    layer.slots.markLive(weights.live);
  }

  @Override
  void inputGradient(
      MemorySegment dy, MemorySegment x, MemorySegment dx, int fromPanel, int toPanel) {
    choice.inputGradient().run(layer.weights(), dy, x, dx, fromPanel, toPanel);
  }

  @Override
  int first(int part, int parts) {
    return pattern.unitOfPart(part, parts);
  }

  @Override
  long element(int share) {
    return pattern.unitStart(share);
  }

  @Override
  void weightGradient(
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromPanel,
      int toPanel,
      int from,
      int to) {
    choice.weightGradient().run(dy, x, dw, fromPanel, toPanel, from, to);
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
