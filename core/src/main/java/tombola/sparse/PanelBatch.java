package tombola.sparse;

import static tombola.kernel.Panels.FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import tombola.kernel.Convolution;
import tombola.kernel.Kernels;
import tombola.kernel.Layouts;
import tombola.kernel.Panels;
import tombola.kernel.Pooling;
import tombola.kernel.Pools;
import tombola.kernel.SparsePattern;
import tombola.kernel.SparseProducts;
import tombola.kernel.Sums;
import tombola.nn.Volume;

/** The steps of a network for chunks of 64 samples, for any number of threads at once. */
final class PanelBatch {
  private static final int PANELS = 4; // a thread's first cache holds half of their inputs

  /** Samples computed together. */
  static final int CHUNK = PANELS * Panels.LANES;

  private final Layouts layouts;
  private final Sums sums;
  private final Volume input;
  private final List<Step> steps = new ArrayList<>();
  private final Queue<Scratch> free = new ConcurrentLinkedQueue<>();

  /** A step on the first {@code panels} panels. */
  private interface Product {
    void run(MemorySegment x, MemorySegment y, int panels);
  }

  /**
   * What is done to the value of number {@code from}; the sample is 0, and step i gives value i +
   * 1.
   */
  private sealed interface Step {
    int outputs();
  }

  private record Single(int outputs, int from, Product product) implements Step {}

  private record Sum(int outputs, int from, int other, boolean relu) implements Step {}

  /** Places for one chunk: a sample by pixel, rows of inputs, and panels between the steps. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Scratch(float[] pixels, MemorySegment rows, List<MemorySegment> panels) {}

  /**
   * Compiles {@code from}.
   *
   * @param input the shape of a sample, which comes as planes
   */
  PanelBatch(Volume input, List<LiveStep> from, Kernels kernels) {
    this.layouts = kernels.layouts();
    this.sums = kernels.sums();
    this.input = input;
    Arena arena = Arena.ofAuto();
    List<Integer> values = new ArrayList<>(List.of(0)); // by a step's value of those, one of these
    for (LiveStep step : from) {
      int x = values.getLast();
      switch (step) {
        case LiveLayer layer -> add(layer.shape().out(), x, product(layer, kernels, arena), values);
        case LiveConvolution convolution ->
            add(convolution.convolution().out(), x, product(convolution, kernels, arena), values);
        case LivePool pool -> add(pool.pooling().out(), x, product(pool, kernels.pools()), values);
        case LiveActivation activation ->
            add(activation.shape().features(), x, product(activation), values);
        case LiveRecall recall -> values.add(values.get(recall.value()));
        case LiveSum(Volume shape, int other, boolean relu) -> {
          steps.add(new Sum(shape.features(), x, values.get(other), relu));
          values.add(steps.size());
        }
      }
    }
  }

  private void add(int outputs, int from, Product product, List<Integer> values) {
    steps.add(new Single(outputs, from, product));
    values.add(steps.size());
  }

  private static Product product(LiveLayer layer, Kernels kernels, Arena arena) {
    SparsePattern pattern = layer.pattern(PANELS);
    SparseProducts.Forward product =
        kernels.sparse().forward(pattern, 0, layer.relu()).getFirst().maker().apply(arena);
    MemorySegment values = layer.values(pattern, arena);
    MemorySegment bias = layer.bias(arena);
    return (x, y, panels) -> product.run(values, bias, x, y, 0, panels);
  }

  /** Returns a convolution by whichever kernels suit its density; both give the same bits. */
  private static Product product(LiveConvolution layer, Kernels kernels, Arena arena) {
    Convolution shape = layer.convolution();
    LiveLayer matrix = layer.matrix();
    MemorySegment bias = matrix.bias(arena);
    if (layer.isDense()) {
      MemorySegment rows = layer.rows(arena);
      return (x, y, panels) ->
          kernels.convolutions().forward(shape, rows, bias, x, y, matrix.relu(), 0, panels);
    }
    SparsePattern pattern = SparsePattern.of(shape, matrix.live(), PANELS);
    SparseProducts.Forward product =
        kernels
            .sparseConvolutions()
            .forward(shape, pattern, matrix.relu())
            .getFirst()
            .maker()
            .apply(arena);
    MemorySegment values = matrix.values(pattern, arena);
    return (x, y, panels) -> product.run(values, bias, x, y, 0, panels);
  }

  private static Product product(LivePool pool, Pools pools) {
    Pooling shape = pool.pooling();
    return switch (pool.shape().kind()) {
      case MAX -> (x, y, panels) -> pools.max(shape, x, y, 0, panels);
      case AVERAGE -> (x, y, panels) -> pools.average(shape, x, y, 0, panels);
    };
  }

  private static Product product(LiveActivation activation) {
    int features = activation.shape().features();
    return (x, y, panels) -> {
      long end = panels * Panels.bytes(features);
      for (long at = 0; at < end; at += 4) {
        y.set(FLOAT, at, activation.of(x.get(FLOAT, at)));
      }
    };
  }

  /** Writes the logits of samples [{@code from}, {@code to}), at most 64, into {@code logits}. */
  void forward(float[][] samples, int from, int to, float[][] logits) {
    Scratch scratch = free.poll();
    if (scratch == null) {
      scratch = scratch();
    }
    int in = input.features();
    int panels = Panels.count(to - from);
    for (int s = from; s < to; s++) { // places beyond keep what they hold: lanes do not meet
      float[] sample = samples[s];
      if (scratch.pixels.length > 0) {
        PictureOrder.toPixels(input, sample, scratch.pixels);
        sample = scratch.pixels;
      }
      MemorySegment.copy(sample, 0, scratch.rows, FLOAT, (s - from) * 4L * Panels.stride(in), in);
    }
    layouts.rowsToPanels(in, scratch.rows, scratch.panels.getFirst(), 0, panels);
    for (int i = 0; i < steps.size(); i++) {
      MemorySegment y = scratch.panels.get(i + 1);
      switch (steps.get(i)) {
        case Single(int _, int x, Product product) -> product.run(scratch.panels.get(x), y, panels);
        case Sum(int outputs, int x, int other, boolean relu) ->
            sums.add(outputs, scratch.panels.get(x), scratch.panels.get(other), y, relu, 0, panels);
      }
    }
    take(scratch.panels.getLast(), from, to, logits);
    free.offer(scratch);
  }

  private void take(MemorySegment panels, int from, int to, float[][] logits) {
    int classes = steps.getLast().outputs();
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
    int in = input.features();
    List<MemorySegment> panels = new ArrayList<>();
    panels.add(arena.allocate(PANELS * Panels.bytes(in), Panels.LINE));
    for (Step step : steps) {
      panels.add(arena.allocate(PANELS * Panels.bytes(step.outputs()), Panels.LINE));
    }
    boolean planes = input.pixels() > 1 && input.channels() > 1;
    return new Scratch(
        new float[planes ? in : 0],
        arena.allocate(CHUNK * 4L * Panels.stride(in), Panels.LINE),
        List.copyOf(panels));
  }
}
