package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Convolution;
import tombola.kernel.Convolutions;
import tombola.kernel.Panels;
import tombola.nn.Layer;

/** A convolution that keeps a place for every weight, pruned ones at +0.0. */
final class ConvLayer extends WeightedLayer {
  final Convolution convolution;
  final WeightRows rows;
  private final Convolutions convolutions;
  private final MemorySegment weights; // [filter][stride]

  ConvLayer(Layer.Conv2d layer, boolean relu, Convolutions convolutions, Arena arena) {
    super(layer, relu, arena);
    this.convolutions = convolutions;
    this.convolution = convolution(layer);
    this.rows = new WeightRows(shape);
    this.weights = arena.allocate(weightElements() * Float.BYTES, Panels.LINE);
  }

  /** Returns the shape of a layer's products. */
  static Convolution convolution(Layer.Conv2d layer) {
    return new Convolution(
        layer.takes().height(),
        layer.takes().width(),
        layer.takes().channels(),
        layer.out(),
        layer.kernel(),
        layer.stride(),
        layer.padding());
  }

  /** The kernels may go through all weights at every call, which few panels would not repay. */
  @Override
  boolean wide() {
    return weightElements() > (long) Panels.LANES * (in + out);
  }

  @Override
  long weightElements() {
    return rows.elements();
  }

  @Override
  MemorySegment weights() {
    return weights;
  }

  @Override
  void take(float[] from, MemorySegment values) {
    rows.take(from, values);
  }

  @Override
  void give(MemorySegment values, float[] to) {
    rows.give(values, to);
  }

  @Override
  void forward(MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    convolutions.forward(convolution, weights, bias, x, y, relu, fromPanel, toPanel);
  }
}
