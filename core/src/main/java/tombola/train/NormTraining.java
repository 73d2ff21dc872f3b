package tombola.train;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Kernels;
import tombola.kernel.Norm;
import tombola.kernel.Panels;
import tombola.nn.Weights;

/**
 * Training of a batch normalisation. Each panel's share of a sum is made by the worker whose panel
 * it is; when they have met, each brings together the shares of all panels ({@link #statistics}
 * before {@link #forward}, {@link #gradients} before {@link #inputGradient}): all write the same
 * values, which takes less time than another meeting.
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
  private final MemorySegment means; // by panel and channel
  private final MemorySegment squares; // likewise; they are still read while others are made
  private final MemorySegment sums; // of the gradients, likewise
  private final MemorySegment products; // likewise

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
    long shares = (long) shape.panels() * shape.stride() * Float.BYTES;
    this.means = arena.allocate(shares, Panels.LINE);
    this.squares = arena.allocate(shares, Panels.LINE);
    this.sums = arena.allocate(shares, Panels.LINE);
    this.products = arena.allocate(shares, Panels.LINE);
  }

  /** Finds the shares of some panels. */
  void moments(MemorySegment x, int fromPanel, int toPanel) {
    kernels.norms().moments(shape, x, means, squares, fromPanel, toPanel);
  }

  /**
   * Finds the mean and variance of the batch.
   *
   * @param renews whether they are added to the running ones, which one worker does
   * @see <a href="https://doi.org/10.2307/2683386">Chan, Golub &amp; LeVeque 1983</a>
   */
  void statistics(boolean renews) {
    float unbiased = (float) ((double) shape.count() / (shape.count() - 1));
    for (int c = 0; c < layer.channels; c++) {
      double sum = 0;
      for (int p = 0; p < shape.panels(); p++) {
        sum += (double) shape.count(p) * share(means, p, c);
      }
      double middle = sum / shape.count();
      double all = 0;
      for (int p = 0; p < shape.panels(); p++) {
        double d = share(means, p, c) - middle;
        all += share(squares, p, c) + shape.count(p) * d * d;
      }
      mean.setAtIndex(FLOAT, c, (float) middle);
      float spread = (float) (all / shape.count());
      variance.setAtIndex(FLOAT, c, spread);
      float inverse = NormLayer.inverse(spread);
      factor.setAtIndex(FLOAT, c, layer.scale.getAtIndex(FLOAT, c) * inverse);
      if (renews) {
        renew(layer.runningMean, c, (float) middle);
        renew(layer.runningVariance, c, spread * unbiased);
      }
    }
  }

  private float share(MemorySegment shares, int panel, int channel) {
    return shares.getAtIndex(FLOAT, (long) panel * shape.stride() + channel);
  }

  private static void renew(MemorySegment running, int channel, float value) {
    float kept = (1f - MOMENTUM) * running.getAtIndex(FLOAT, channel);
    running.setAtIndex(FLOAT, channel, Math.fma(MOMENTUM, value, kept));
  }

  @Override
  void forward(MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    kernels
        .norms()
        .normalise(
            shape,
            mean,
            factor,
            layer.shift,
            x,
            MemorySegment.NULL,
            y,
            layer.relu,
            fromPanel,
            toPanel);
  }

  /** Goes forward through this layer and through {@code sum}, which takes what it gives. */
  void forward(SumLayer sum, MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    kernels
        .norms()
        .normalise(shape, mean, factor, layer.shift, x, sum.other, y, sum.relu, fromPanel, toPanel);
  }

  @Override
  void prepare(MemorySegment x, int fromPanel, int toPanel) {
    // the gradients are made from panels
  }

  /** Finds the shares of some panels of the gradients. */
  void gradientSums(MemorySegment x, int fromPanel, int toPanel) {
    kernels.norms().gradientSums(shape, gradient, x, mean, sums, products, fromPanel, toPanel);
  }

  /** Finds the gradients, and what the input's gradient takes of them. */
  void gradients() {
    for (int c = 0; c < layer.channels; c++) {
      float sum = share(sums, 0, c);
      float product = share(products, 0, c);
      for (int p = 1; p < shape.panels(); p++) {
        sum += share(sums, p, c);
        product += share(products, p, c);
      }
      float inverse = NormLayer.inverse(variance.getAtIndex(FLOAT, c));
      float ofScale = product * inverse;
      shift.gradient.setAtIndex(FLOAT, c, sum);
      scale.gradient.setAtIndex(FLOAT, c, ofScale);
      offset.setAtIndex(FLOAT, c, sum * shape.share());
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
