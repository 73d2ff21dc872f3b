package tombola.lab.advice;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import tombola.kernel.Convolution;
import tombola.kernel.Kernels;
import tombola.kernel.Layouts;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.kernel.Pooling;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;
import tombola.nn.Volume;
import tombola.sparse.LiveActivation;
import tombola.sparse.LiveConvolution;
import tombola.sparse.LiveLayer;
import tombola.sparse.LivePool;
import tombola.sparse.LiveRecall;
import tombola.sparse.LiveStep;
import tombola.sparse.LiveSum;

/**
 * Layers on panels for a fixed number of samples, each of which can be run by itself. Not for
 * several threads at once.
 */
final class PanelChain {
  private final Arena arena = Arena.ofAuto();
  private final List<Link> links = new ArrayList<>();
  private final List<MemorySegment> values = new ArrayList<>(); // 0 the samples, then by step
  private final List<Integer> layers = new ArrayList<>(); // the links with weights
  private final Layouts layouts;
  private final int samples;
  private final int panels;
  private final Volume input;
  private final int inputs;
  private final MemorySegment rows; // [sample][stride]

  /** A layer's product on all panels. */
  private interface Product {
    void run(MemorySegment x, MemorySegment y);
  }

  private record Link(Product product, int outputs, MemorySegment x, MemorySegment y) {}

  private PanelChain(Volume input, Kernels kernels, int samples) {
    this.layouts = kernels.layouts();
    this.samples = samples;
    this.panels = Panels.count(samples);
    this.input = input;
    this.inputs = input.features();
    this.rows = place((long) panels * Panels.LANES * Panels.stride(inputs) * Float.BYTES);
    values.add(place(panels * Panels.bytes(inputs)));
  }

  /**
   * Returns {@code steps} as the dense kernels have them, weights that are not live included.
   *
   * @param input the shape of a sample, which comes as planes
   */
  static PanelChain dense(Volume input, List<LiveStep> steps, Kernels kernels, int samples) {
    PanelChain chain = new PanelChain(input, kernels, samples);
    for (LiveStep step : steps) {
      switch (step) {
        case LiveLayer layer -> chain.addDense(layer, kernels);
        case LiveConvolution convolution -> chain.addDense(convolution, kernels);
        case LivePool _, LiveActivation _, LiveRecall _, LiveSum _ -> chain.addPlain(step, kernels);
      }
    }
    return chain;
  }

  /** Returns {@code steps} as the sparse kernels have them. */
  static PanelChain sparse(Volume input, List<LiveStep> steps, Kernels kernels, int samples) {
    PanelChain chain = new PanelChain(input, kernels, samples);
    for (LiveStep step : steps) {
      switch (step) {
        case LiveLayer layer -> chain.addSparse(layer, kernels);
        case LiveConvolution convolution -> chain.addSparse(convolution, kernels);
        case LivePool _, LiveActivation _, LiveRecall _, LiveSum _ -> chain.addPlain(step, kernels);
      }
    }
    return chain;
  }

  private void addDense(LiveLayer layer, Kernels kernels) {
    Linear shape = layer.shape();
    MemorySegment w = place(shape.out() * shape.rowBytes());
    for (int o = 0; o < shape.out(); o++) {
      MemorySegment.copy(
          layer.weights(), o * shape.in(), w, FLOAT, o * shape.rowBytes(), shape.in());
    }
    MemorySegment bias = bias(layer);
    layers.add(links.size());
    add(
        shape.out(),
        (x, y) ->
            kernels
                .products()
                .forward(shape, w, bias, x, y, layer.relu(), 0, panels, 0, shape.out()));
  }

  private void addDense(LiveConvolution layer, Kernels kernels) {
    Convolution shape = layer.convolution();
    MemorySegment w = layer.rows(arena);
    MemorySegment bias = bias(layer.matrix());
    boolean relu = layer.matrix().relu();
    layers.add(links.size());
    add(
        shape.out(),
        (x, y) -> kernels.convolutions().forward(shape, w, bias, x, y, relu, 0, panels));
  }

  private void addSparse(LiveLayer layer, Kernels kernels) {
    Linear shape = layer.shape();
    SparsePattern pattern = new SparsePattern(shape, layer.live(), panels);
    MemorySegment values = values(layer, pattern);
    MemorySegment bias = bias(layer);
    SparseProducts.Forward product =
        kernels.sparse().forward(pattern, 0, layer.relu()).getFirst().maker().apply(arena);
    layers.add(links.size());
    add(shape.out(), (x, y) -> product.run(values, bias, x, y, 0, panels));
  }

  private void addSparse(LiveConvolution layer, Kernels kernels) {
    if (layer.isDense()) { // as SparseNetwork has it
      addDense(layer, kernels);
      return;
    }
    Convolution shape = layer.convolution();
    LiveLayer matrix = layer.matrix();
    SparsePattern pattern = SparsePattern.of(shape, matrix.live(), panels);
    MemorySegment values = values(matrix, pattern);
    MemorySegment bias = bias(matrix);
    SparseProducts.Forward product =
        kernels
            .sparseConvolutions()
            .forward(shape, pattern, matrix.relu())
            .getFirst()
            .maker()
            .apply(arena);
    layers.add(links.size());
    add(shape.out(), (x, y) -> product.run(values, bias, x, y, 0, panels));
  }

  /** Adds a step without weights. */
  private void addPlain(LiveStep step, Kernels kernels) {
    switch (step) {
      case LivePool pool -> {
        Pooling shape = pool.pooling();
        add(
            shape.out(),
            switch (pool.shape().kind()) {
              case MAX -> (x, y) -> kernels.pools().max(shape, x, y, 0, panels);
              case AVERAGE -> (x, y) -> kernels.pools().average(shape, x, y, 0, panels);
            });
      }
      case LiveActivation activation -> {
        long end = panels * Panels.bytes(activation.shape().features());
        add(
            activation.shape().features(),
            (x, y) -> {
              for (long at = 0; at < end; at += 4) {
                y.set(FLOAT, at, activation.of(x.get(FLOAT, at)));
              }
            });
      }
      case LiveRecall recall -> values.add(values.get(recall.value()));
      case LiveSum(Volume shape, int other, boolean relu) -> {
        MemorySegment second = values.get(other);
        int features = shape.features();
        add(features, (x, y) -> kernels.sums().add(features, x, second, y, relu, 0, panels));
      }
      case LiveLayer _, LiveConvolution _ -> throw new AssertionError(step);
    }
  }

  private MemorySegment values(LiveLayer layer, SparsePattern pattern) {
    MemorySegment values = place(4L * pattern.slots());
    int in = layer.shape().in();
    pattern.forEach(
        (slot, row, column) -> values.setAtIndex(FLOAT, slot, layer.weights()[row * in + column]));
    return values;
  }

  private void add(int out, Product product) {
    MemorySegment y = place(panels * Panels.bytes(out));
    links.add(new Link(product, out, values.getLast(), y));
    values.add(y);
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
      int channels = input.channels();
      if (channels == 1 || input.pixels() == 1) {
        MemorySegment.copy(batch[s], 0, rows, FLOAT, at, inputs);
      } else {
        for (int i = 0; i < inputs; i++) { // planes become pixels
          float value = batch[s][i % channels * input.pixels() + i / channels];
          rows.set(FLOAT, at + 4L * i, value);
        }
      }
    }
    layouts.rowsToPanels(inputs, rows, values.getFirst(), 0, panels);
    links.forEach(PanelChain::run);
    return logits();
  }

  /**
   * Runs one layer with weights on what the last prediction left, and returns one of its outputs.
   */
  float run(int layer) {
    return run(links.get(layers.get(layer)));
  }

  private static float run(Link link) {
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
