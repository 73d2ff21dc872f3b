package tombola.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import tombola.kernel.Kernels;
import tombola.kernel.Linear;
import tombola.kernel.Panels;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.prune.Mask;

/**
 * A ticket's forward products on panels that are made before: what a batch costs without its
 * conversion. Unlike {@code SparseNetwork}, no unit is left out.
 */
final class PanelForward {
  private final Arena arena = Arena.ofAuto();
  private final List<Product> products = new ArrayList<>();
  private final List<MemorySegment> inputs = new ArrayList<>();
  private final int samples;
  private final int panels;

  /** A layer's product and the panels that it writes. */
  private record Product(
      SparseProducts.Forward forward,
      Linear shape,
      MemorySegment values,
      MemorySegment bias,
      MemorySegment y) {}

  PanelForward(NetworkSpec network, TicketSearch.Found ticket, Kernels kernels, int samples) {
    this.samples = samples;
    this.panels = Panels.count(samples);
    for (Layer.Dense layer : network.dense()) {
      products.add(product(layer, network.relu(layer), ticket, kernels));
    }
  }

  private Product product(
      Layer.Dense layer, boolean relu, TicketSearch.Found ticket, Kernels kernels) {
    Mask mask = ticket.mask();
    String weight = layer.name() + ".weight";
    Linear shape = new Linear(layer.in(), layer.out());
    SparsePattern pattern = new SparsePattern(shape, mask.live(weight), panels);
    MemorySegment values = place(4L * pattern.slots());
    float[] weights = ticket.trained().get(weight);
    pattern.forEach((slot, row, column) ->
        values.setAtIndex(Panels.FLOAT, slot, weights[row * layer.in() + column]));
    MemorySegment bias = place(Panels.bytes(Panels.count(layer.out())));
    float[] biases = ticket.trained().get(layer.name() + ".bias");
    MemorySegment.copy(biases, 0, bias, Panels.FLOAT, 0, biases.length);
    return new Product(
        kernels.sparse().forward(pattern, 0, relu).getFirst().maker().apply(arena),
        shape,
        values,
        bias,
        place(panels * Panels.bytes(layer.out())));
  }

  private MemorySegment place(long bytes) {
    return arena.allocate(bytes, Panels.LINE);
  }

  /** Makes the panels of one more batch. */
  void add(float[][] batch) {
    int in = products.getFirst().shape.in();
    MemorySegment x = place(panels * Panels.bytes(in));
    for (int s = 0; s < samples; s++) {
      for (int f = 0; f < in; f++) {
        x.setAtIndex(Panels.FLOAT, index(s, in, f), batch[s][f]);
      }
    }
    inputs.add(x);
  }

  /** Runs the batch that was added at {@code number}, and returns one of its logits. */
  float run(int number) {
    MemorySegment x = inputs.get(number);
    for (Product product : products) {
      product.forward.run(product.values, product.bias, x, product.y, 0, panels);
      x = product.y;
    }
    return x.get(Panels.FLOAT, 0);
  }

  /** Returns the logits of the last run, {@code [sample][class]}. */
  float[][] logits() {
    Product last = products.getLast();
    float[][] logits = new float[samples][last.shape.out()];
    for (int s = 0; s < samples; s++) {
      for (int c = 0; c < logits[s].length; c++) {
        logits[s][c] = last.y.getAtIndex(Panels.FLOAT, index(s, last.shape.out(), c));
      }
    }
    return logits;
  }

  private static long index(int sample, int features, int feature) {
    long panel = sample / Panels.LANES;
    return (panel * features + feature) * Panels.LANES + sample % Panels.LANES;
  }
}
