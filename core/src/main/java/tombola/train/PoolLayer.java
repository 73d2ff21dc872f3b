package tombola.train;

import java.lang.foreign.MemorySegment;
import tombola.kernel.Pooling;
import tombola.kernel.Pools;
import tombola.nn.Layer;

/** A pooling; it has no values. */
final class PoolLayer extends PanelLayer {
  private final Pools pools;
  private final Layer.Pool.Kind kind;
  private final Pooling shape;

  PoolLayer(Layer.Pool layer, Pools pools) {
    super(layer.takes().features(), layer.gives().features());
    this.pools = pools;
    this.kind = layer.kind();
    this.shape =
        new Pooling(
            layer.takes().height(),
            layer.takes().width(),
            layer.takes().channels(),
            layer.size(),
            layer.stride());
  }

  /** Returns whether the way back reads what it takes only to see what was shut. */
  boolean readsGate() {
    return kind == Layer.Pool.Kind.AVERAGE;
  }

  @Override
  void forward(MemorySegment x, MemorySegment y, int fromPanel, int toPanel) {
    switch (kind) {
      case MAX -> pools.max(shape, x, y, fromPanel, toPanel);
      case AVERAGE -> pools.average(shape, x, y, fromPanel, toPanel);
    }
  }

  /** Computes panels [{@code fromPanel}, {@code toPanel}) of {@code dx}. */
  void inputGradient(
      MemorySegment dy, MemorySegment x, MemorySegment dx, int fromPanel, int toPanel) {
    switch (kind) {
      case MAX -> pools.maxGradient(shape, dy, x, dx, fromPanel, toPanel);
      case AVERAGE -> pools.averageGradient(shape, dy, x, dx, fromPanel, toPanel);
    }
  }
}
