package tombola.train;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.MemorySegment;
import tombola.kernel.Panels;
import tombola.math.RandomStream;
import tombola.math.Seed;

/**
 * Training of a dropout. What it drops depends on its name, the step, the sample's place in the
 * batch and the feature alone, so it is the same for ticket and control, and on any number of
 * threads.
 */
final class DropoutTraining extends LayerTraining {
  private final DropoutLayer layer;
  private final long seed; // of this layer
  private final long least; // of the 63 bits of a value that stays
  private final float factor; // on a value that stays
  private long draws; // the seed of the step

  DropoutTraining(DropoutLayer layer, MemorySegment gradient, Seed seed) {
    super(layer, gradient);
    this.layer = layer;
    this.seed = seed.child(layer.name).value();
    this.least = (long) (layer.rate * 0x1p63);
    this.factor = (float) (1 / (1 - layer.rate));
  }

  /** Makes ready for step {@code step} of the training. */
  void begin(long step) {
    draws = RandomStream.bits(seed, step);
  }

  @Override
  void forward(MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    drop(x, y, fromPanel, toPanel);
  }

  @Override
  void prepare(MemorySegment x, int fromPanel, int toPanel) {
    // nothing to update
  }

  /** Where a rectifier before was shut, the layer gave 0, and so its gradient is +0.0 already. */
  @Override
  void inputGradient(MemorySegment x, MemorySegment dx, int fromPanel, int toPanel) {
    drop(gradient, dx, fromPanel, toPanel);
  }

  private void drop(MemorySegment from, MemorySegment to, int fromPanel, int toPanel) {
    long end = (long) toPanel * layer.out * Panels.LANES;
    for (long i = (long) fromPanel * layer.out * Panels.LANES; i < end; i++) {
      boolean stays = RandomStream.bits(draws, i) >>> 1 >= least;
      to.setAtIndex(FLOAT, i, stays ? factor * from.getAtIndex(FLOAT, i) + 0f : 0f);
    }
  }
}
