package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;

/** Training of a layer that keeps its live weights alone: time and memory follow their number. */
final class SparseTraining extends WeightTraining {
  private final Kernels kernels;
  private final int panels;
  private final SparsePattern pattern;
  private final SparseChoice<SparseProducts.WeightGradient> choice;

  SparseTraining(
      SparseLayer layer, MemorySegment gradient, Kernels kernels, int batch, Arena arena) {
    super(layer, gradient, kernels, arena);
    this.panels = Panels.count(batch);
    this.kernels = kernels;
    this.pattern = layer.pattern;
    this.choice = layer.choice;
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
    int toUnit = pattern.unitOfPart(part + 1, parts);
    for (int unit = pattern.unitOfPart(part, parts); unit < toUnit; unit++) {
      choice.weightGradient().run(gradient, x, weights.gradient, unit, unit + 1);
      update.apply(
          kernels.updates(),
          true,
          layer.weights(),
          weights,
          pattern.unitStart(unit),
          pattern.unitStart(unit + 1));
    }
  }

  @Override
  void biasGradient(int from, int to) {
    kernels.products().biasGradient(layer.shape.out(), panels, gradient, biases.gradient, from, to);
  }

  @Override
  long computed() {
    return pattern.live();
  }

  @Override
  String kind() {
    return choice.name();
  }
}
