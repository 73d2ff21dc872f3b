package tombola.train;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.nn.Layer;
import tombola.nn.Weights;

/**
 * The values of a layer with weights as the kernels want them, with the rectifier that follows it,
 * if one does.
 */
abstract sealed class WeightedLayer extends PanelLayer permits LinearLayer, FilterLayer {
  final String weightName;
  final String biasName;
  final boolean biased;
  final Linear shape; // of its matrix: a row for each unit or filter
  final boolean relu;
  final MemorySegment bias; // [out], padded to whole lines; zeros where there is none

  WeightedLayer(Layer.Weighted layer, boolean relu, Arena arena) {
    super(layer.takes().features(), layer.gives().features());
    this.weightName = layer.name() + ".weight";
    this.biasName = layer.name() + ".bias";
    this.biased = layer.biased();
    this.shape = new Linear(layer.columns(), layer.out());
    this.relu = relu;
    this.bias = arena.allocate(biasElements() * Float.BYTES, Panels.LINE);
  }

  final long biasElements() {
    return (long) Panels.count(shape.out()) * Panels.LANES;
  }

  /** Returns the elements of a segment of this layer's weights, padding included. */
  abstract long weightElements();

  /** Returns the weights' segment. */
  abstract MemorySegment weights();

  /** Takes {@code [out][in]} values into a segment laid out as this layer's weights. */
  abstract void take(float[] from, MemorySegment values);

  /** Writes a segment laid out as this layer's weights into {@code [out][in]} values. */
  abstract void give(MemorySegment values, float[] to);

  @Override
  final void load(Weights from) {
    take(from.get(weightName), weights());
    if (biased) {
      MemorySegment.copy(from.get(biasName), 0, bias, FLOAT, 0, shape.out());
    }
  }

  @Override
  final void store(Weights to) {
    give(weights(), to.get(weightName));
    if (biased) {
      MemorySegment.copy(bias, FLOAT, 0, to.get(biasName), 0, shape.out());
    }
  }
}
