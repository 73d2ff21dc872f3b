package tombola.train;

import java.lang.foreign.MemorySegment;
import tombola.kernel.Panels;
import tombola.nn.Layer;

/** A dropout, which does nothing but in training. */
final class DropoutLayer extends PanelLayer {
  final String name;
  final double rate;

  DropoutLayer(Layer.Dropout layer, int features) {
    super(features, features);
    this.name = layer.name();
    this.rate = layer.rate();
  }

  @Override
  void forward(MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    long from = fromPanel * Panels.bytes(out);
    MemorySegment.copy(x, from, y, from, toPanel * Panels.bytes(out) - from);
  }
}
