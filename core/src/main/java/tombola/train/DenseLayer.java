package tombola.train;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.nn.Layer;
import tombola.nn.Weights;

/**
 * The values of a fully connected layer as the kernels want them, with the rectifier that follows
 * it, if one does.
 */
final class DenseLayer {
  final String weightName;
  final String biasName;
  final Linear shape;
  final boolean relu;
  final MemorySegment weights; // [out][stride]
  final MemorySegment bias; // [out], padded to whole lines

  DenseLayer(Layer.Dense layer, boolean relu, Arena arena) {
    this.weightName = layer.name() + ".weight";
    this.biasName = layer.name() + ".bias";
    this.shape = new Linear(layer.in(), layer.out());
    this.relu = relu;
    this.weights = arena.allocate(shape.out() * shape.rowBytes(), Panels.LINE);
    this.bias = arena.allocate(biasElements() * Float.BYTES, Panels.LINE);
  }

  long weightElements() {
    return (long) shape.out() * shape.stride();
  }

  long biasElements() {
    return (long) Panels.count(shape.out()) * Panels.LANES;
  }

  /** Takes this layer's values from {@code from}. */
  void load(Weights from) {
    float[] values = from.get(weightName);
    for (int o = 0; o < shape.out(); o++) {
      MemorySegment.copy(values, o * shape.in(), weights, FLOAT, o * shape.rowBytes(), shape.in());
    }
    MemorySegment.copy(from.get(biasName), 0, bias, FLOAT, 0, shape.out());
  }

  /** Writes this layer's values into {@code to}. */
  void store(Weights to) {
    store(weights, to.get(weightName));
    MemorySegment.copy(bias, FLOAT, 0, to.get(biasName), 0, shape.out());
  }

  /** Writes values laid out as this layer's weights into {@code to}, {@code [out][in]}. */
  void store(MemorySegment values, float[] to) {
    for (int o = 0; o < shape.out(); o++) {
      MemorySegment.copy(values, FLOAT, o * shape.rowBytes(), to, o * shape.in(), shape.in());
    }
  }

  void forward(Kernels kernels, MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    kernels.forward(shape, weights, bias, x, y, relu, fromPanel, toPanel);
  }
}
