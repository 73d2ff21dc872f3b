package tombola.train;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;

/**
 * Training of a convolution. A panel's share of the gradients is made by the worker whose panel it
 * is, while what it is made of is in that worker's cache, and the shares are added when the workers
 * meet. A layer that is {@link PanelLayer#wide()} would need too much room for them: its weights'
 * gradients are made when the workers meet, by filters.
 */
abstract sealed class FilterTraining extends WeightTraining
    permits ConvTraining, SparseConvTraining {
  private final Kernels kernels;
  private final int panels;
  private final MemorySegment[] ofPlaces; // by panel: its part of the gradient of what is given
  private final MemorySegment[] ofWeights; // by panel; none where the layer is wide
  private final MemorySegment[] ofBiases; // by panel

  FilterTraining(
      WeightedLayer layer, MemorySegment gradient, Kernels kernels, int batch, Arena arena) {
    super(layer, gradient, kernels, arena);
    this.kernels = kernels;
    this.panels = Panels.count(batch);
    this.ofPlaces = new MemorySegment[panels];
    this.ofWeights = new MemorySegment[wide() ? 0 : panels];
    this.ofBiases = new MemorySegment[panels];
    long each = Panels.bytes(layer.out);
    for (int p = 0; p < panels; p++) {
      ofPlaces[p] = gradient.asSlice(p * each, each);
      ofBiases[p] = arena.allocate(layer.biasElements() * Float.BYTES, Panels.LINE);
    }
    for (int p = 0; p < ofWeights.length; p++) {
      ofWeights[p] = arena.allocate(layer.weightElements() * Float.BYTES, Panels.LINE);
    }
  }

  /** Returns the first of the shares of the weights, as {@link #weightGradient} counts them. */
  abstract int first(int part, int parts);

  /** Returns the first element of a share. */
  abstract long element(int share);

  /** Computes the gradients of shares [{@code from}, {@code to}) from some panels. */
  abstract void weightGradient(
      MemorySegment x, MemorySegment dw, int fromPanel, int toPanel, int from, int to);

  @Override
  final void prepare(MemorySegment x, int fromPanel, int toPanel) {
    int filters = layer.shape.out();
    for (int p = fromPanel; p < toPanel; p++) {
      if (layer.biased) {
        int places = layer.out / filters;
        kernels.products().biasGradient(filters, places, ofPlaces[p], ofBiases[p], 0, filters);
      }
      if (!wide()) {
        weightGradient(x, ofWeights[p], p, p + 1, first(0, 1), first(1, 1));
      }
    }
  }

  @Override
  final void updateWeights(MemorySegment x, Update update, int part, int parts) {
    int from = first(part, parts);
    int to = first(part + 1, parts);
    if (from == to) {
      return;
    }
    if (wide()) {
      weightGradient(x, weights.gradient, 0, panels, from, to);
    } else {
      add(ofWeights, weights.gradient, element(from), element(to));
    }
    update.apply(kernels.updates(), true, layer.weights(), weights, element(from), element(to));
  }

  @Override
  final void biasGradient(int from, int to) {
    add(ofBiases, biases.gradient, from, to);
  }

  /** Elements [{@code from}, {@code to}) of the sum of what the panels give, p ascending. */
  private static void add(MemorySegment[] ofPanels, MemorySegment sum, long from, long to) {
    for (long at = from * Float.BYTES; at < to * Float.BYTES; at += Float.BYTES) {
      float all = ofPanels[0].get(FLOAT, at);
      for (int p = 1; p < ofPanels.length; p++) {
        all += ofPanels[p].get(FLOAT, at);
      }
      sum.set(FLOAT, at, all);
    }
  }
}
