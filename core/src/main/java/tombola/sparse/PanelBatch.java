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

/**
 * The steps of a network for chunks of 64 samples, for any number of threads at once. Steps follow
 * one another panel by panel, so that what one wrote is in the cache for the next, up to a step
 * whose weights outweigh a panel: that takes all panels at once. Values that only steps of one
 * stretch take have room for a panel; places are used again once nothing reads them.
 */
final class PanelBatch {
  private static final int PANELS = 4; // a thread's first cache holds half of their inputs

  /** Samples computed together. */
  static final int CHUNK = PANELS * Panels.LANES;

  private final Layouts layouts;
  private final Sums sums;
  private final Volume input;
  private final List<Step> steps = new ArrayList<>();
  private final int[] ends; // of the stretch that each step is in: the step after it
  private final PanelPlaces places;
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

    /** Returns whether it takes all panels at once. */
    boolean whole();
  }

  private record Single(int outputs, boolean whole, int from, Product product) implements Step {}

  private record Sum(int outputs, int from, int other, boolean relu) implements Step {
    @Override
    public boolean whole() {
      return false;
    }
  }

  /** Room for one chunk: a sample by pixel, rows of inputs, and for each value where it lies. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Scratch(float[] pixels, MemorySegment rows, List<MemorySegment> values) {}

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
        case LiveLayer layer ->
            add(layer.shape().out(), true, x, product(layer, kernels, arena), values);
        case LiveConvolution convolution -> {
          Product product = product(convolution, kernels, arena);
          add(convolution.convolution().out(), outweighs(convolution), x, product, values);
        }
        case LivePool pool ->
            add(pool.pooling().out(), false, x, product(pool, kernels.pools()), values);
        case LiveActivation activation ->
            add(activation.shape().features(), false, x, product(activation), values);
        case LiveRecall recall -> values.add(values.get(recall.value()));
        case LiveSum(Volume shape, int other, boolean relu) -> {
          steps.add(new Sum(shape.features(), x, values.get(other), relu));
          values.add(steps.size());
        }
      }
    }
    this.ends = ends();
    this.places = PanelPlaces.of(Lifetimes.of(input.features(), from), ends, PANELS);
  }

  private void add(int outputs, boolean whole, int from, Product product, List<Integer> values) {
    steps.add(new Single(outputs, whole, from, product));
    values.add(steps.size());
  }

  /** Returns whether a convolution's weights are more than what a panel takes and gives. */
  private static boolean outweighs(LiveConvolution convolution) {
    Convolution shape = convolution.convolution();
    long panel = (long) Panels.LANES * (shape.in() + shape.out());
    return convolution.matrix().live().cardinality() > panel;
  }

  private int[] ends() {
    int[] ends = new int[steps.size()];
    for (int i = steps.size() - 1; i >= 0; i--) {
      boolean last = i + 1 == ends.length || steps.get(i).whole() || steps.get(i + 1).whole();
      ends[i] = last ? i + 1 : ends[i + 1];
    }
    return ends;
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
    layouts.rowsToPanels(in, scratch.rows, scratch.values.getFirst(), 0, panels);
    for (int i = 0; i < steps.size(); i = ends[i]) {
      if (steps.get(i).whole()) {
        run(i, scratch, 0, panels);
      } else {
        for (int panel = 0; panel < panels; panel++) {
          for (int k = i; k < ends[i]; k++) {
            run(k, scratch, panel, 1);
          }
        }
      }
    }
    take(scratch.values.getLast(), from, to, logits);
    free.offer(scratch);
  }

  private void run(int step, Scratch scratch, int panel, int panels) {
    MemorySegment y = at(step + 1, scratch, panel);
    switch (steps.get(step)) {
      case Single(int _, boolean _, int from, Product product) ->
          product.run(at(from, scratch, panel), y, panels);
      case Sum(int outputs, int one, int other, boolean relu) ->
          sums.add(outputs, at(one, scratch, panel), at(other, scratch, panel), y, relu, 0, panels);
    }
  }

  private MemorySegment at(int value, Scratch scratch, int panel) {
    MemorySegment all = scratch.values.get(value);
    int features = value == 0 ? input.features() : steps.get(value - 1).outputs();
    return places.single(value) || panel == 0 ? all : all.asSlice(panel * Panels.bytes(features));
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

  /** Returns the bytes that a thread keeps for its chunk. */
  long bytes() {
    return places.bytes() + rowBytes() + pixels() * (long) Float.BYTES;
  }

  private long rowBytes() {
    return CHUNK * 4L * Panels.stride(input.features());
  }

  private int pixels() {
    return input.pixels() > 1 && input.channels() > 1 ? input.features() : 0;
  }

  private Scratch scratch() {
    Arena arena = Arena.ofAuto();
    return new Scratch(
        new float[pixels()], arena.allocate(rowBytes(), Panels.LINE), places.allocate(arena));
  }
}
