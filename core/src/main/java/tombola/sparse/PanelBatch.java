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
import tombola.nn.Volume;

/** Sparse layers for chunks of 64 samples, for any number of threads at once. */
final class PanelBatch {
  private static final int PANELS = 4; // a thread's first cache holds half of their inputs

  /** Samples computed together. */
  static final int CHUNK = PANELS * Panels.LANES;

  private final Layouts layouts;
  private final Volume input;
  private final List<Step> steps = new ArrayList<>();
  private final Queue<Scratch> free = new ConcurrentLinkedQueue<>();

  /** A step on the first {@code panels} panels. */
  private interface Product {
    void run(MemorySegment x, MemorySegment y, int panels);
  }

  private record Step(int outputs, Product product) {}

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
    this.input = input;
    Arena arena = Arena.ofAuto();
    for (LiveStep step : from) {
      steps.add(
          switch (step) {
            case LiveLayer layer -> step(layer, kernels, arena);
            case LiveConvolution convolution -> step(convolution, kernels, arena);
            case LivePool pool -> step(pool, kernels.pools());
          });
    }
  }

  private static Step step(LiveLayer layer, Kernels kernels, Arena arena) {
    SparsePattern pattern = layer.pattern(PANELS);
    SparseProducts.Forward product =
        kernels.sparse().forward(pattern, 0, layer.relu()).getFirst().maker().apply(arena);
    MemorySegment values = layer.values(pattern, arena);
    MemorySegment bias = layer.bias(arena);
    return new Step(
        layer.shape().out(), (x, y, panels) -> product.run(values, bias, x, y, 0, panels));
  }

  /** Returns a convolution by whichever kernels suit its density; both give the same bits. */
  private static Step step(LiveConvolution layer, Kernels kernels, Arena arena) {
    Convolution shape = layer.convolution();
    LiveLayer matrix = layer.matrix();
    MemorySegment bias = matrix.bias(arena);
    if (layer.isDense()) {
      MemorySegment rows = layer.rows(arena);
      return new Step(
          shape.out(),
          (x, y, panels) ->
              kernels.convolutions().forward(shape, rows, bias, x, y, matrix.relu(), 0, panels));
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
    return new Step(shape.out(), (x, y, panels) -> product.run(values, bias, x, y, 0, panels));
  }

  private static Step step(LivePool pool, Pools pools) {
    Pooling shape = pool.pooling();
    return switch (pool.shape().kind()) {
      case MAX -> new Step(shape.out(), (x, y, panels) -> pools.max(shape, x, y, 0, panels));
      case AVERAGE ->
          new Step(shape.out(), (x, y, panels) -> pools.average(shape, x, y, 0, panels));
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
      steps.get(i).product.run(scratch.panels.get(i), scratch.panels.get(i + 1), panels);
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
