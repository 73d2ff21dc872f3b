package tombola.train;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Kernels;
import tombola.kernel.Norm;
import tombola.kernel.Panels;
import tombola.nn.Weights;

/**
 * Training of a batch normalisation. It goes on only when all panels are there: {@link #statistics}
 * comes before {@link #forward}, and {@link #gradientSums} before {@link #inputGradient}, each
 * channel's by one worker.
 */
final class NormTraining extends LayerTraining {
  private static final float MOMENTUM = 0.1f; // the share of a batch in the running statistics

  private final NormLayer layer;
  private final Norm shape;
  private final Kernels kernels;
  private final boolean gated; // whether what the layer takes is a rectifier's
  private final Update.State scale;
  private final Update.State shift;
  private final MemorySegment mean; // of the batch, by channel
  private final MemorySegment variance;
  private final MemorySegment factor; // γ / sqrt(variance + epsilon)
  private final MemorySegment offset; // of the gradient: the mean of dy
  private final MemorySegment slope; // of the gradient along x - mean
  private final MemorySegment room; // [2][channel][16]

  NormTraining(
      NormLayer layer,
      MemorySegment gradient,
      boolean gated,
      Kernels kernels,
      int batch,
      Arena arena) {
    super(layer, gradient);
    this.layer = layer;
    this.shape = new Norm(layer.pixels, layer.channels, batch);
    this.kernels = kernels;
    this.gated = gated;
    this.scale = new Update.State(layer.elements(), arena);
    this.shift = new Update.State(layer.elements(), arena);
    scale.live.fill((byte) 0xFF);
    shift.live.fill((byte) 0xFF);
    this.mean = layer.perChannel(arena);
    this.variance = layer.perChannel(arena);
    this.factor = layer.perChannel(arena);
    this.offset = layer.perChannel(arena);
    this.slope = layer.perChannel(arena);
    this.room = arena.allocate(2 * Panels.bytes(layer.channels), Panels.LINE);
  }

  private int firstChannel(int part, int parts) {
    return layer.channels * part / parts;
  }

  /** Finds the mean and variance of this worker's channels, and adds them to the running ones. */
  void statistics(MemorySegment x, int part, int parts) {
    int from = firstChannel(part, parts);
    int to = firstChannel(part + 1, parts);
    kernels.norms().moments(shape, x, mean, variance, room, from, to);
    float unbiased = (float) ((double) shape.count() / (shape.count() - 1));
    for (int c = from; c < to; c++) {
      float spread = variance.getAtIndex(FLOAT, c);
      float inverse = NormLayer.inverse(spread);
      factor.setAtIndex(FLOAT, c, layer.scale.getAtIndex(FLOAT, c) * inverse);
      renew(layer.runningMean, c, mean.getAtIndex(FLOAT, c));
      renew(layer.runningVariance, c, spread * unbiased);
    }
  }

  private static void renew(MemorySegment running, int channel, float value) {
    float kept = (1f - MOMENTUM) * running.getAtIndex(FLOAT, channel);
    running.setAtIndex(FLOAT, channel, Math.fma(MOMENTUM, value, kept));
  }

  @Override
  void forward(MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    kernels
        .norms()
        .normalise(shape, mean, factor, layer.shift, x, y, layer.relu, fromPanel, toPanel);
  }

  @Override
  void prepare(MemorySegment x, int fromPanel, int toPanel) {
    // the gradients are made from panels
  }

  /** Finds the gradients of this worker's channels, and what the input's gradient takes of them. */
  void gradientSums(MemorySegment x, int part, int parts) {
    int from = firstChannel(part, parts);
    int to = firstChannel(part + 1, parts);
    MemorySegment sums = shift.gradient;
    MemorySegment products = scale.gradient;
    kernels.norms().gradientSums(shape, gradient, x, mean, sums, products, room, from, to);
    for (int c = from; c < to; c++) {
      float inverse = NormLayer.inverse(variance.getAtIndex(FLOAT, c));
      float ofScale = products.getAtIndex(FLOAT, c) * inverse;
      products.setAtIndex(FLOAT, c, ofScale);
      offset.setAtIndex(FLOAT, c, sums.getAtIndex(FLOAT, c) * shape.share());
      slope.setAtIndex(FLOAT, c, -(ofScale * inverse * shape.share()));
    }
  }

  @Override
  void inputGradient(MemorySegment x, MemorySegment dx, int fromPanel, int toPanel) {
    kernels
        .norms()
        .inputGradient(
            shape, mean, factor, offset, slope, gradient, x, dx, gated, fromPanel, toPanel);
  }

  /** The last part moves γ and β, which like biases do not decay. */
  @Override
  void update(MemorySegment x, Update update, int part, int parts) {
    if (part == parts - 1) {
      update.apply(kernels.updates(), false, layer.scale, scale, 0, layer.elements());
      update.apply(kernels.updates(), false, layer.shift, shift, 0, layer.elements());
    }
  }

  @Override
  void storeGradients(Weights to) {
    layer.give(scale.gradient, "weight", to);
    layer.give(shift.gradient, "bias", to);
  }
}
