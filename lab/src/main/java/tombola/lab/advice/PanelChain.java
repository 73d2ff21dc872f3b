package tombola.lab.advice;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import tombola.kernel.Kernels;
import tombola.kernel.Layouts;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;
import tombola.sparse.LiveLayer;

/**
 * Layers on panels for a fixed number of samples, each of which can be run by itself. Not for
 * several threads at once.
 */
final class PanelChain {
  private final Arena arena = Arena.ofAuto();
  private final List<Link> links = new ArrayList<>();
  private final Layouts layouts;
  private final int samples;
  private final int panels;
  private final int inputs;
  private final MemorySegment rows; // [sample][stride]

  /** A layer's product on all panels. */
  private interface Product {
    void run(MemorySegment x, MemorySegment y);
  }

  private record Link(Product product, int outputs, MemorySegment x, MemorySegment y) {}

  private PanelChain(int inputs, Kernels kernels, int samples) {
    this.layouts = kernels.layouts();
    this.samples = samples;
    this.panels = Panels.count(samples);
    this.inputs = inputs;
    this.rows = place((long) panels * Panels.LANES * Panels.stride(inputs) * Float.BYTES);
  }

  /** Returns {@code layers} as the dense kernels have them, weights that are not live included. */
  static PanelChain dense(List<LiveLayer> layers, Kernels kernels, int samples) {
    PanelChain chain = new PanelChain(layers.getFirst().shape().in(), kernels, samples);
    for (LiveLayer layer : layers) {
      Linear shape = layer.shape();
      MemorySegment w = chain.place(shape.out() * shape.rowBytes());
      for (int o = 0; o < shape.out(); o++) {
        MemorySegment.copy(
            layer.weights(), o * shape.in(), w, FLOAT, o * shape.rowBytes(), shape.in());
      }
      MemorySegment bias = chain.bias(layer);
      int count = chain.panels;
      chain.add(
          shape,
          (x, y) ->
              kernels
                  .products()
                  .forward(shape, w, bias, x, y, layer.relu(), 0, count, 0, shape.out()));
    }
    return chain;
  }

  /** Returns {@code layers} as the sparse kernels have them. */
  static PanelChain sparse(List<LiveLayer> layers, Kernels kernels, int samples) {
    PanelChain chain = new PanelChain(layers.getFirst().shape().in(), kernels, samples);
    for (LiveLayer layer : layers) {
      Linear shape = layer.shape();
      SparsePattern pattern = new SparsePattern(shape, layer.live(), chain.panels);
      MemorySegment values = chain.place(4L * pattern.slots());
      pattern.forEach((slot, row, column) ->
          values.setAtIndex(FLOAT, slot, layer.weights()[row * shape.in() + column]));
      MemorySegment bias = chain.bias(layer);
      SparseProducts.Forward product =
          kernels.sparse().forward(pattern, 0, layer.relu()).getFirst().maker().apply(chain.arena);
      int count = chain.panels;
      chain.add(shape, (x, y) -> product.run(values, bias, x, y, 0, count));
    }
    return chain;
  }

  private void add(Linear shape, Product product) {
    MemorySegment x =
        links.isEmpty() ? place(panels * Panels.bytes(shape.in())) : links.getLast().y;
    links.add(new Link(product, shape.out(), x, place(panels * Panels.bytes(shape.out()))));
  }

  private MemorySegment bias(LiveLayer layer) {
    MemorySegment bias = place(Panels.bytes(Panels.count(layer.shape().out())));
    MemorySegment.copy(layer.bias(), 0, bias, FLOAT, 0, layer.bias().length);
    return bias;
  }

  private MemorySegment place(long bytes) {
    return arena.allocate(Math.max(bytes, Panels.LINE), Panels.LINE);
  }

  /** Returns the logits of {@code batch}, {@code [sample][class]}, which has the fixed number. */
  float[][] predict(float[][] batch) {
    for (int s = 0; s < samples; s++) {
      long at = (long) s * Panels.stride(inputs) * Float.BYTES;
      MemorySegment.copy(batch[s], 0, rows, FLOAT, at, inputs);
    }
    layouts.rowsToPanels(inputs, rows, links.getFirst().x, 0, panels);
    for (int layer = 0; layer < links.size(); layer++) {
      run(layer);
    }
    return logits();
  }

  /** Runs one layer on what the last prediction left, and returns one of its outputs. */
  float run(int layer) {
    Link link = links.get(layer);
    link.product.run(link.x, link.y);
    return link.y.get(FLOAT, 0);
  }

  private float[][] logits() {
    Link last = links.getLast();
    float[][] logits = new float[samples][last.outputs];
    for (int s = 0; s < samples; s++) {
      long at = s / Panels.LANES * Panels.bytes(last.outputs) + s % Panels.LANES * 4L;
      for (int c = 0; c < last.outputs; c++) {
        logits[s][c] = last.y.get(FLOAT, at + c * Panels.LINE);
      }
    }
    return logits;
  }
}
