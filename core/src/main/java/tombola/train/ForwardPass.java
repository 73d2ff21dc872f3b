package tombola.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import tombola.data.ByteFeatures;
import tombola.data.Examples;
import tombola.data.FloatFeatures;
import tombola.data.Move;
import tombola.data.Planes;
import tombola.kernel.Kernels;
import tombola.kernel.Layouts;
import tombola.kernel.Panels;
import tombola.nn.NetworkSpec;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;

/** A network in the engine's layout with activations for a fixed number of panels. */
final class ForwardPass {
  /**
   * Panels a thread evaluates at a time: enough to use the weights well, few enough for its cache.
   */
  private static final int EVALUATION_PANELS = 4;

  final Kernels kernels;
  final LayerGraph graph;
  final List<PanelLayer> layers;
  final MemorySegment rows; // the inputs as floats, [sample][stride]
  final SoftmaxLoss loss;
  private final MemorySegment bytes; // the inputs, where they come as bytes, [sample][stride]
  private final MemorySegment zeros; // as many rows as a panel can lack
  private final Workers workers;
  private final int capacity; // panels
  private final int inputs;
  private final Planes planes; // of a sample, which the first layer takes by pixel
  private final long rowBytes;
  private final long byteStride;
  private final Workers.Task evaluation = this::evaluatePart; // made once: a step allocates nothing

  private Examples examples; // those under evaluation
  private int start;
  private int samples;

  ForwardPass(
      NetworkSpec network,
      LayerGraph graph,
      Kernels kernels,
      Workers workers,
      int batch,
      Arena arena,
      Examples any) {
    this.graph = graph;
    this.layers = graph.layers;
    this.kernels = kernels;
    this.workers = workers;
    this.examples = any;
    this.capacity = capacity(batch, workers.size());
    this.inputs = network.inputs();
    Volume picture = network.input();
    this.planes =
        picture.pixels() == 1
            ? new Planes(1, inputs, 1)
            : new Planes(picture.height(), picture.width(), picture.channels());
    this.rowBytes = Panels.stride(inputs) * (long) Float.BYTES;
    rows = arena.allocate((long) capacity * Panels.LANES * rowBytes, Panels.LINE);
    zeros = arena.allocate(Panels.LANES * rowBytes, Panels.LINE);
    byteStride = Panels.byteStride(inputs);
    bytes = arena.allocate((long) capacity * Panels.LANES * byteStride, Panels.LINE);
    loss = new SoftmaxLoss(layers.getLast().out, capacity);
  }

  /** Returns the panels for which a pass has room. */
  static int capacity(int batch, int threads) {
    return Math.max(Panels.count(batch), EVALUATION_PANELS * threads);
  }

  /**
   * Returns a pass for evaluations alone, through the layers that {@link MaskedLayers} makes.
   *
   * @param batch samples for which there is room, and products are chosen
   */
  static ForwardPass under(
      NetworkSpec network,
      Mask mask,
      double sparseBelow,
      Kernels kernels,
      Workers workers,
      int batch,
      Arena arena,
      Examples any) {
    int panels = Panels.count(batch);
    LayerGraph graph =
        new MaskedLayers(network, mask, sparseBelow, kernels, panels, false, 1, arena)
            .graph(capacity(batch, workers.size()), workers.size());
    return new ForwardPass(network, graph, kernels, workers, batch, arena, any);
  }

  /** Takes all values from {@code weights}. */
  void load(Weights weights) {
    layers.forEach(layer -> layer.load(weights));
  }

  /** Writes all values into {@code weights}. */
  void store(Weights weights) {
    layers.forEach(layer -> layer.store(weights));
  }

  MemorySegment logits() {
    return graph.value(layers.size());
  }

  /** Puts sample {@code sample} of {@code source} into place {@code slot}, its label too. */
  void load(Examples source, int sample, int slot) {
    switch (source.features()) {
      case ByteFeatures values -> values.copy(sample, planes.channels(), bytes, slot * byteStride);
      case FloatFeatures values -> values.copy(sample, planes.channels(), rows, slot * rowBytes);
    }
    loss.labels[slot] = source.label(sample);
  }

  /** As {@link #load(Examples, int, int)}, the picture moved by {@code move}, a {@link Move}. */
  void load(Examples source, int sample, int move, int slot) {
    if (move == Move.NONE) {
      load(source, sample, slot);
      return;
    }
    switch (source.features()) {
      case ByteFeatures values -> values.copyMoved(sample, planes, move, bytes, slot * byteStride);
      case FloatFeatures values -> values.copyMoved(sample, planes, move, rows, slot * rowBytes);
    }
    loss.labels[slot] = source.label(sample);
  }

  /** Also puts it into {@link #rows}, if it does not come as floats. */
  void loadRow(Examples source, int sample, int slot) {
    if (source.features() instanceof ByteFeatures values) {
      values.load(sample, kernels, rows, slot * rowBytes);
    }
  }

  /** Makes the places [{@code from}, {@code to}) samples of zeros. */
  void pad(int from, int to) {
    int count = Math.max(0, to - from);
    MemorySegment.copy(zeros, 0, rows, from * rowBytes, count * rowBytes);
    MemorySegment.copy(zeros, 0, bytes, from * byteStride, count * byteStride);
  }

  /**
   * Turns the loaded samples, as {@code source} has them, into panels [{@code fromPanel}, {@code
   * toPanel}).
   */
  void transpose(Examples source, int fromPanel, int toPanel) {
    Layouts layouts = kernels.layouts();
    switch (source.features()) {
      case ByteFeatures values ->
          layouts.bytesToPanels(inputs, bytes, values.scale(), graph.value(0), fromPanel, toPanel);
      case FloatFeatures _ ->
          layouts.rowsToPanels(inputs, rows, graph.value(0), fromPanel, toPanel);
    }
  }

  /**
   * Runs panels [{@code fromPanel}, {@code toPanel}), as in evaluation, through the layers from
   * {@code first} on; panel by panel, as {@link Phases} do.
   */
  void forward(int first, int fromPanel, int toPanel, int part) {
    int end = first;
    for (int start = first; start < layers.size(); start = end) {
      boolean wide = layers.get(start).wide();
      while (end < layers.size() && layers.get(end).wide() == wide) {
        end++;
      }
      int panels = wide ? toPanel - fromPanel : 1;
      for (int panel = fromPanel; panel < toPanel; panel += panels) {
        for (int i = start; i < end; i++) {
          graph.forward(i, layers.get(i)::forward, panel, panel + panels, part);
        }
      }
    }
  }

  /** Returns how the network does on all of {@code source}. */
  Evaluation evaluate(Examples source) {
    int[] correct = new int[layers.getLast().out];
    int[] count = new int[correct.length];
    double sum = 0;
    examples = source;
    layers.forEach(PanelLayer::settle);
    for (start = 0; start < source.size(); start += capacity * Panels.LANES) {
      samples = Math.min(capacity * Panels.LANES, source.size() - start);
      workers.run(evaluation);
      sum = loss.addTo(sum, samples);
      for (int s = 0; s < samples; s++) {
        int label = loss.labels[s];
        count[label]++;
        if (loss.predicted[s] == label) {
          correct[label]++;
        }
      }
    }
    return new Evaluation(sum / source.size(), boxed(correct), boxed(count));
  }

  private static List<Integer> boxed(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private void evaluatePart(int part, int parts) {
    int panels = Panels.count(samples);
    int fromPanel = panels * part / parts;
    int toPanel = panels * (part + 1) / parts;
    int from = fromPanel * Panels.LANES;
    int to = Math.min(toPanel * Panels.LANES, samples);
    for (int s = from; s < to; s++) {
      load(examples, start + s, s);
    }
    pad(to, toPanel * Panels.LANES);
    transpose(examples, fromPanel, toPanel);
    forward(0, fromPanel, toPanel, part);
    loss.evaluate(logits(), from, to);
  }

  /** Returns the place of the first value that is not finite, in words, or an empty text. */
  static String notFinite(Weights weights) {
    for (var parameter : weights.parameters()) {
      float[] values = weights.get(parameter.name());
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i])) {
          return parameter.name() + "[" + i + "] is " + values[i];
        }
      }
    }
    return "";
  }
}
