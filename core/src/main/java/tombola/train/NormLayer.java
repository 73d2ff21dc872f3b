package tombola.train;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Norm;
import tombola.kernel.Norms;
import tombola.kernel.Panels;
import tombola.nn.Layer;
import tombola.nn.Weights;

/** A batch normalisation with the rectifier that follows it, if one does. */
final class NormLayer extends PanelLayer {
  private static final float EPSILON = 1e-5f;

  final String name;
  final boolean relu;
  final int pixels;
  final int channels;
  final MemorySegment scale; // γ, by channel, padded to whole lines
  final MemorySegment shift; // β, likewise
  final MemorySegment runningMean;
  final MemorySegment runningVariance;
  private final Norms norms;
  private final Norm shape;
  private final MemorySegment factor; // γ / sqrt(running variance + epsilon)

  NormLayer(Layer.BatchNorm layer, boolean relu, Norms norms, Arena arena) {
    super(layer.takes().features(), layer.takes().features());
    this.name = layer.name();
    this.relu = relu;
    this.norms = norms;
    this.pixels = layer.takes().pixels();
    this.channels = layer.takes().channels();
    this.shape = new Norm(pixels, channels, 1); // running statistics ask for no batch
    this.scale = perChannel(arena);
    this.shift = perChannel(arena);
    this.runningMean = perChannel(arena);
    this.runningVariance = perChannel(arena);
    this.factor = perChannel(arena);
  }

  /** Returns zeros for the channels, padded to whole lines. */
  MemorySegment perChannel(Arena arena) {
    return arena.allocate(elements() * Float.BYTES, Panels.LINE);
  }

  /** Returns the elements of what has one for each channel, padding included. */
  long elements() {
    return (long) Panels.count(channels) * Panels.LANES;
  }

  /** Returns 1 over the standard deviation that {@code variance} stands for. */
  static float inverse(float variance) {
    return 1f / (float) Math.sqrt(variance + EPSILON);
  }

  @Override
  void load(Weights from) {
    take(from, "weight", scale);
    take(from, "bias", shift);
    take(from, "running_mean", runningMean);
    take(from, "running_var", runningVariance);
    settle();
  }

  private void take(Weights from, String suffix, MemorySegment to) {
    MemorySegment.copy(from.get(name + "." + suffix), 0, to, FLOAT, 0, channels);
  }

  @Override
  void store(Weights to) {
    give(scale, "weight", to);
    give(shift, "bias", to);
    give(runningMean, "running_mean", to);
    give(runningVariance, "running_var", to);
  }

  /** Writes what has one value for each channel into a parameter of this layer. */
  void give(MemorySegment values, String suffix, Weights to) {
    MemorySegment.copy(values, FLOAT, 0, to.get(name + "." + suffix), 0, channels);
  }

  @Override
  void settle() {
    for (int c = 0; c < channels; c++) {
      float inverse = inverse(runningVariance.getAtIndex(FLOAT, c));
      factor.setAtIndex(FLOAT, c, scale.getAtIndex(FLOAT, c) * inverse);
    }
  }

  @Override
  void forward(MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    MemorySegment none = MemorySegment.NULL;
    norms.normalise(shape, runningMean, factor, shift, x, none, y, relu, fromPanel, toPanel);
  }
}
