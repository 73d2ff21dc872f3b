package tombola.sparse;

import java.util.ArrayList;
import java.util.List;
import tombola.kernel.Kernels;
import tombola.nn.Layer;
import tombola.nn.Volume;

/** Compiles steps for single samples: pictures are planes up to the flatten. */
final class SampleStages {
  private final List<SampleStage> stages = new ArrayList<>();
  private final List<Integer> values = new ArrayList<>(List.of(0)); // by a step's value, a stage's
  private final List<Volume> pictures =
      new ArrayList<>(List.of(Volume.flat(1))); // by stage's value
  private final Kernels kernels;

  private SampleStages(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Returns {@code steps} in the order of the values that they take. */
  static List<SampleStage> of(List<LiveStep> steps, Kernels kernels) {
    SampleStages stages = new SampleStages(kernels);
    steps.forEach(stages::add);
    return List.copyOf(stages.stages);
  }

  private void add(LiveStep step) {
    int from = values.getLast();
    switch (step) {
      case LiveLayer layer -> add(layer, from);
      case LiveConvolution convolution ->
          add(new ConvolutionSample(convolution), from, convolution.shape().gives());
      case LivePool(Layer.Pool pool) -> add(new PoolSample(pool), from, pool.gives());
      case LiveActivation activation ->
          add(new ActivationSample(activation), from, pictures.get(from));
      case LiveRecall recall -> values.add(values.get(recall.value()));
      case LiveSum sum -> {
        stages.add(new SampleStage.Sum(sum, from, values.get(sum.other())));
        gave(pictures.get(from));
      }
    }
  }

  private void add(LiveLayer layer, int from) {
    int taken = from;
    if (pictures.get(from).pixels() > 1) {
      stages.add(new SampleStage.Product(new PictureOrder(pictures.get(from)), from));
      pictures.add(Volume.flat(1));
      taken = stages.size();
    }
    boolean hidden = taken > 0;
    SampleLayer made =
        KernelLayer.of(layer, hidden, kernels)
            .orElseGet(() -> hidden ? new RowLayer(layer) : new ColumnLayer(layer));
    add(made, taken, Volume.flat(1));
  }

  private void add(SampleLayer layer, int from, Volume gives) {
    stages.add(new SampleStage.Product(layer, from));
    gave(gives);
  }

  private void gave(Volume gives) {
    values.add(stages.size());
    pictures.add(gives);
  }
}
