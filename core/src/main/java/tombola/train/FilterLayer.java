package tombola.train;

import java.lang.foreign.Arena;
import tombola.kernel.Convolution;
import tombola.kernel.Panels;
import tombola.nn.Layer;

/** A convolution. */
abstract sealed class FilterLayer extends WeightedLayer permits ConvLayer, SparseConvLayer {
  final Convolution convolution;

  FilterLayer(Layer.Conv2d layer, boolean relu, Arena arena) {
    super(layer, relu, arena);
    this.convolution = convolution(layer);
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

  /**
   * Whether its weights outweigh a panel: the kernels may go through all of them at every call,
   * which few panels would not repay, and a gradient for each panel would take too much room.
   */
  @Override
  final boolean wide() {
    return weightElements() > (long) Panels.LANES * (in + out);
  }
}
