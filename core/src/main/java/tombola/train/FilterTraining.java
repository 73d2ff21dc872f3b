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
    this.ofPlaces = Panels.each(gradient, layer.out);
    this.ofWeights = new MemorySegment[wide() ? 0 : panels];
    this.ofBiases = new MemorySegment[panels];
    for (int p = 0; p < panels; p++) {
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

  /** Computes the gradients of shares [{@code from}, {@code to}) from some panels of dy and x. */
  abstract void weightGradient(
      MemorySegment dy,
      MemorySegment x,
      MemorySegment dw,
      int fromPanel,
      int toPanel,
      int from,
      int to);

  /** Computes some panels of {@code dx}; {@code x} is their gate. */
  abstract void inputGradient(
      MemorySegment dy, MemorySegment x, MemorySegment dx, int fromPanel, int toPanel);

  @Override
  final void inputGradient(MemorySegment x, MemorySegment dx, int fromPanel, int toPanel) {
    inputGradient(gradient, x, dx, fromPanel, toPanel);
  }

  /** As {@link #inputGradient}, of one panel, whose gate and result are given alone. */
  final void inputGradient(MemorySegment x, MemorySegment dx, int panel) {
    inputGradient(ofPlaces[panel], x, dx, 0, 1);
  }

  @Override
  final void prepare(MemorySegment x, int fromPanel, int toPanel) {
    for (int p = fromPanel; p < toPanel; p++) {
      prepareBiases(p);
      if (!wide()) {
        weightGradient(gradient, x, ofWeights[p], p, p + 1, first(0, 1), first(1, 1));
      }
    }
  }

  /** As {@link #prepare(MemorySegment, int, int)} of one panel, whose inputs are given alone. */
  final void prepare(MemorySegment x, int panel) {
    prepareBiases(panel);
    weightGradient(ofPlaces[panel], x, ofWeights[panel], 0, 1, first(0, 1), first(1, 1));
  }

  private void prepareBiases(int panel) {
    if (layer.biased) {
      int filters = layer.shape.out();
      int places = layer.out / filters;
      kernels
          .products()
          .biasGradient(filters, places, ofPlaces[panel], ofBiases[panel], 0, filters);
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
      weightGradient(gradient, x, weights.gradient, 0, panels, from, to);
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
