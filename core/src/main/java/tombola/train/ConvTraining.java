package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Convolution;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;
import tombola.prune.Mask;

/** Training of a convolution; the live bits keep pruned weights at +0.0. */
final class ConvTraining extends WeightTraining {
  private final ConvLayer conv;
  private final Kernels kernels;
  private final int panels;
  private final MemorySegment[] room; // of each worker

  ConvTraining(
      ConvLayer layer,
      MemorySegment gradient,
      Mask mask,
      Kernels kernels,
      int batch,
      int workers,
      Arena arena) {
    super(layer, gradient, kernels, batch, arena);
    this.conv = layer;
    this.kernels = kernels;
    this.panels = Panels.count(batch);
    this.room = new MemorySegment[workers];
    long floats = kernels.convolutions().room(layer.convolution);
    for (int w = 0; w < workers; w++) {
      room[w] = arena.allocate(floats * Float.BYTES, Panels.LINE);
    }
    layer.rows.markLive(mask, layer.weightName, weights.live);
  }

  @Override
  void prepare(MemorySegment x, int fromPanel, int toPanel) {
    // both products of the weight gradient are panels already
  }

  @Override
  void inputGradient(MemorySegment x, MemorySegment dx, int fromPanel, int toPanel) {
    kernels
        .convolutions()
        .inputGradient(conv.convolution, conv.weights(), gradient, x, dx, fromPanel, toPanel);
  }

  @Override
  void updateWeights(MemorySegment x, Update update, int part, int parts) {
    int from = firstFilter(part, parts);
    int to = firstFilter(part + 1, parts);
    if (from == to) {
      return;
    }
    kernels
        .convolutions()
        .weightGradient(
            conv.convolution, panels, gradient, x, weights.gradient, from, to, room[part]);
    long stride = conv.shape.stride();
    update.apply(kernels.updates(), true, conv.weights(), weights, from * stride, to * stride);
  }

  /** Filters are costly enough to be shared evenly, whole tiles or not. */
  private int firstFilter(int part, int parts) {
    return conv.shape.out() * part / parts;
  }

  @Override
  long computed() {
    Convolution shape = conv.convolution;
    return (long) shape.outHeight() * shape.outWidth() * conv.shape.in() * conv.shape.out();
  }

  @Override
  String kind() {
    return "dense";
  }
}
