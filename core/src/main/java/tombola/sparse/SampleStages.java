package tombola.sparse;

import java.util.ArrayList;
import java.util.List;
import tombola.kernel.Kernels;
import tombola.kernel.PlaneSums;
import tombola.nn.Layer;
import tombola.nn.Volume;

/**
 * Compiles steps for one sample. Where a layer wants a value to lie otherwise than it does, a stage
 * of its own copies it.
 */
final class SampleStages {
  private final List<SampleStage> stages = new ArrayList<>();
  private final List<Integer> values = new ArrayList<>(List.of(0)); // by step's value
  private final List<PlaneLayout> layouts = new ArrayList<>(); // by stage's value
  private final Kernels kernels;
  private final int border;

  private SampleStages(Volume input, List<LiveStep> steps, Kernels kernels) {
    this.kernels = kernels;
    this.border = steps.stream().mapToInt(SampleStages::padding).max().orElse(0);
    layouts.add(PlaneLayout.tight(input));
  }

  private static int padding(LiveStep step) {
    return switch (step) {
      case LiveConvolution convolution -> convolution.shape().padding();
      case LiveLayer _, LivePool _, LiveActivation _, LiveRecall _, LiveSum _ -> 0;
    };
  }

  /**
   * Returns {@code steps} in the order of the values that they take.
   *
   * @param input the shape of a sample, which comes as planes without borders
   */
  static List<SampleStage> of(Volume input, List<LiveStep> steps, Kernels kernels) {
    SampleStages stages = new SampleStages(input, steps, kernels);
    steps.forEach(stages::add);
    stages.features(stages.values.getLast());
    return List.copyOf(stages.stages);
  }

  private void add(LiveStep step) {
    int from = values.getLast();
    switch (step) {
      case LiveLayer layer -> add(layer, from);
      case LiveConvolution convolution -> add(convolution, from);
      case LivePool(Layer.Pool pool) -> {
        PlaneLayout gives = bordered(pool.gives());
        give(new PoolSample(pool, layouts.get(from), gives), from, gives);
      }
      case LiveActivation activation -> {
        PlaneLayout layout = layouts.get(from);
        give(new ActivationSample(activation, layout), from, layout);
      }
      case LiveRecall recall -> values.add(values.get(recall.value()));
      case LiveSum sum -> {
        PlaneLayout layout = common(layouts.get(from), layouts.get(values.get(sum.other())));
        int one = copied(from, layout);
        int other = copied(values.get(sum.other()), layout);
        stages.add(new SampleStage.Sum(sum.relu(), one, other, layout));
        gave(layout);
      }
    }
  }

  private PlaneLayout bordered(Volume shape) {
    return PlaneLayout.bordered(shape, shape.width() + border, border);
  }

  /** Returns how both values of a sum are to lie: as one of them, if that will do. */
  private PlaneLayout common(PlaneLayout one, PlaneLayout other) {
    if (one.equals(other) && (one.gap() > 0 || one.shape().pixels() == 1)) {
      return one;
    }
    return one.gap() > 0 ? one : other.gap() > 0 ? other : bordered(one.shape());
  }

  private void add(LiveLayer layer, int from) {
    int taken = features(from);
    boolean hidden = taken > 0;
    SampleLayer made =
        KernelLayer.of(layer, hidden, kernels)
            .orElseGet(() -> hidden ? new RowLayer(layer) : new ColumnLayer(layer));
    give(made, taken, PlaneLayout.tight(Volume.flat(layer.shape().out())));
  }

  private void add(LiveConvolution convolution, int from) {
    PlaneLayout there = layouts.get(from);
    ConvolutionPlanes planes = ConvolutionPlanes.of(convolution.shape(), there, border);
    int taken = from;
    if (!planes.takes().equals(there)) {
      taken = copied(planes.copy(there), from, planes.takes());
    }
    PlaneSums sums = planes.sums(convolution.matrix());
    give(
        KernelLayer.of(sums, kernels).orElseGet(() -> new ConvolutionSample(sums)),
        taken,
        planes.gives());
  }

  /** Returns a value with the features of value {@code from} side by side. */
  private int features(int from) {
    PlaneLayout there = layouts.get(from);
    return there.gap() == 0 && there.shape().pixels() == 1
        ? from
        : copied(
            new PictureOrder(there),
            from,
            PlaneLayout.tight(Volume.flat(there.shape().features())));
  }

  private int copied(int from, PlaneLayout layout) {
    PlaneLayout there = layouts.get(from);
    return there.equals(layout) ? from : copied(PhaseSample.copy(there, layout), from, layout);
  }

  /** Adds a stage that gives no step's value, and returns the number of what it gives. */
  private int copied(SampleLayer copy, int from, PlaneLayout gives) {
    stages.add(new SampleStage.Product(copy, from, gives));
    layouts.add(gives);
    return stages.size();
  }

  private void give(SampleLayer layer, int from, PlaneLayout gives) {
    stages.add(new SampleStage.Product(layer, from, gives));
    gave(gives);
  }

  private void gave(PlaneLayout layout) {
    layouts.add(layout);
    values.add(stages.size());
  }
}
