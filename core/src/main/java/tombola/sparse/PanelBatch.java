package tombola.sparse;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import tombola.kernel.Kernels;
import tombola.kernel.Layouts;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;

/** Sparse layers for chunks of 64 samples, for any number of threads at once. */
final class PanelBatch {
  private static final int PANELS = 4; // a thread's first cache holds half of their inputs

  /** Samples computed together. */
  static final int CHUNK = PANELS * Panels.LANES;

  private final Layouts layouts;
  private final List<Layer> layers = new ArrayList<>();
  private final Queue<Scratch> free = new ConcurrentLinkedQueue<>();

  private record Layer(
      Linear shape, SparseProducts.Forward product, MemorySegment values, MemorySegment bias) {}

  /** Places for one chunk: rows of inputs, and panels between the layers. */
  private record Scratch(MemorySegment rows, List<MemorySegment> panels) {}

  PanelBatch(List<LiveLayer> from, Kernels kernels) {
    this.layouts = kernels.layouts();
    Arena arena = Arena.ofAuto();
    for (LiveLayer layer : from) {
      SparsePattern pattern = layer.pattern(PANELS);
      layers.add(
          new Layer(
              layer.shape(),
              kernels.sparse().forward(pattern, 0, layer.relu()).getFirst().maker().apply(arena),
              layer.values(pattern, arena),
              layer.bias(arena)));
    }
  }

  /** Writes the logits of samples [{@code from}, {@code to}), at most 64, into {@code logits}. */
  void forward(float[][] samples, int from, int to, float[][] logits) {
    Scratch scratch = free.poll();
    if (scratch == null) {
      scratch = scratch();
    }
    int in = layers.getFirst().shape().in();
    int panels = Panels.count(to - from);
    for (int s = from; s < to; s++) { // places beyond keep what they hold: lanes do not meet
      MemorySegment.copy(
          samples[s], 0, scratch.rows, FLOAT, (s - from) * 4L * Panels.stride(in), in);
    }
    layouts.rowsToPanels(in, scratch.rows, scratch.panels.getFirst(), 0, panels);
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      layer.product.run(
          layer.values, layer.bias, scratch.panels.get(i), scratch.panels.get(i + 1), 0, panels);
    }
    take(scratch.panels.getLast(), from, to, logits);
    free.offer(scratch);
  }

  private void take(MemorySegment panels, int from, int to, float[][] logits) {
    int classes = layers.getLast().shape().out();
    for (int s = from; s < to; s++) {
      int place = s - from;
      long at = place / Panels.LANES * Panels.bytes(classes) + place % Panels.LANES * 4L;
      float[] row = new float[classes];
      for (int c = 0; c < classes; c++) {
        row[c] = panels.get(FLOAT, at + c * Panels.LINE);
      }
      logits[s] = row;
    }
  }

  private Scratch scratch() {
    Arena arena = Arena.ofAuto();
    int in = layers.getFirst().shape().in();
    List<MemorySegment> panels = new ArrayList<>();
    panels.add(arena.allocate(PANELS * Panels.bytes(in), Panels.LINE));
    for (Layer layer : layers) {
      panels.add(arena.allocate(PANELS * Panels.bytes(layer.shape().out()), Panels.LINE));
    }
    return new Scratch(
        arena.allocate(CHUNK * 4L * Panels.stride(in), Panels.LINE), List.copyOf(panels));
  }
}
