package tombola.train;

import java.lang.foreign.Arena;
import java.util.BitSet;
import tombola.kernel.Convolution;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.kernel.SparsePattern;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.prune.Mask;

/**
 * Makes the layers of a network under a mask: those at or below a density keep their live weights
 * alone, all others a place for every weight. For a training and for an evaluation alone they are
 * the same, but that the latter needs no products of gradients.
 */
final class MaskedLayers {
  private final NetworkSpec network;
  private final Mask mask;
  private final double sparseBelow;
  private final Kernels kernels;
  private final int panels;
  private final boolean trains;
  private final int parts;
  private final Arena arena;

  /**
   * Creates the maker of layers.
   *
   * @param sparseBelow {@link Recipe#sparseBelow}
   * @param panels of a batch
   * @param trains whether gradients will be asked for
   * @param parts of rows of a first layer that is fully connected
   */
  MaskedLayers(
      NetworkSpec network,
      Mask mask,
      double sparseBelow,
      Kernels kernels,
      int panels,
      boolean trains,
      int parts,
      Arena arena) {
    this.network = network;
    this.mask = mask;
    this.sparseBelow = sparseBelow;
    this.kernels = kernels;
    this.panels = panels;
    this.trains = trains;
    this.parts = parts;
    this.arena = arena;
  }

  /** Returns whether {@code layer} keeps its live weights alone. */
  static boolean sparse(Mask mask, Layer.Weighted layer, double sparseBelow) {
    double density =
        mask.liveCount(layer.name() + ".weight") / (double) ((long) layer.columns() * layer.out());
    return sparseBelow > 0 && density <= sparseBelow;
  }

  /** Returns the layers, with room for {@code capacity} panels that {@code workers} share. */
  LayerGraph graph(int capacity, int workers) {
    return new LayerGraph(
        network, kernels, capacity, workers, arena, this::linear, this::convolution);
  }

  private LinearLayer linear(Layer.Dense layer) {
    boolean relu = network.relu(layer);
    if (!sparse(mask, layer, sparseBelow)) {
      return new DenseLayer(layer, relu, kernels.products(), arena);
    }
    boolean front = layer.equals(network.weighted().getFirst());
    Linear shape = new Linear(layer.in(), layer.out());
    SparsePattern pattern = new SparsePattern(shape, live(layer), panels, front ? parts : 1);
    return new SparseLayer(
        layer,
        relu,
        pattern,
        trains
            ? SparseChoice.of(kernels.sparse(), pattern, relu, panels, front, arena)
            : SparseChoice.forward(kernels.sparse(), pattern, relu, arena),
        arena);
  }

  private FilterLayer convolution(Layer.Conv2d layer) {
    boolean relu = network.relu(layer);
    if (!sparse(mask, layer, sparseBelow)) {
      return new ConvLayer(layer, relu, kernels.convolutions(), arena);
    }
    boolean front = layer.equals(network.layers().getFirst());
    Convolution shape = FilterLayer.convolution(layer);
    SparsePattern pattern = SparsePattern.of(shape, live(layer), panels);
    return new SparseConvLayer(
        layer,
        relu,
        pattern,
        trains
            ? SparseChoice.of(kernels.sparseConvolutions(), shape, pattern, relu, front, arena)
            : SparseChoice.forward(kernels.sparseConvolutions(), shape, pattern, relu, arena),
        arena);
  }

  private BitSet live(Layer.Weighted layer) {
    return mask.live(layer.name() + ".weight");
  }
}
