package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Convolutions;
import tombola.kernel.Panels;
import tombola.nn.Layer;

/** A convolution that keeps a place for every weight, pruned ones at +0.0. */
final class ConvLayer extends FilterLayer {
  final WeightRows rows;
  private final Convolutions convolutions;
  private final MemorySegment weights; // [filter][stride]

  ConvLayer(Layer.Conv2d layer, boolean relu, Convolutions convolutions, Arena arena) {
    super(layer, relu, arena);
    this.convolutions = convolutions;
    this.rows = new WeightRows(shape);
    this.weights = arena.allocate(weightElements() * Float.BYTES, Panels.LINE);
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
