package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Convolution;
import tombola.kernel.Convolutions;
import tombola.kernel.Kernels;
import tombola.prune.Mask;

/** Training of a convolution; the live bits keep pruned weights at +0.0. Shares are filters. */
final class ConvTraining extends FilterTraining {
  private final Convolution convolution;
  private final Convolutions products;

  ConvTraining(
      ConvLayer layer, MemorySegment gradient, Mask mask, Kernels kernels, int batch, Arena arena) {
    super(layer, gradient, kernels, batch, arena);
    this.convolution = layer.convolution;
    this.products = kernels.convolutions();
    layer.rows.markLive(mask, layer.weightName, weights.live);
  }

  @Override
  void inputGradient(
      MemorySegment dy, MemorySegment x, MemorySegment dx, int fromPanel, int toPanel) {
    products.inputGradient(convolution, layer.weights(), dy, x, dx, fromPanel, toPanel);
  }

  /** Filters are costly enough to be shared evenly, whole tiles or not. */
  @Override
  int first(int part, int parts) {
    return layer.shape.out() * part / parts;
  }

  @Override
  long element(int share) {
    return (long) share * layer.shape.stride();
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
    products.weightGradient(convolution, dy, x, dw, fromPanel, toPanel, from, to);
  }

  @Override
  long computed() {
    return (long) convolution.outHeight()
        * convolution.outWidth()
        * layer.shape.in()
        * layer.shape.out();
  }

  @Override
  String kind() {
    return "dense";
  }
}
