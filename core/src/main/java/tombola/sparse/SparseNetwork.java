package tombola.sparse;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;

/**
 * A network for prediction that holds the live weights alone. Hidden units and filters that change
 * nothing are left out; those of constant value become part of the biases after them. Immutable,
 * for any number of threads at once.
 *
 * <p>The logits have the bits of the dense forward product on masked weights, whichever the
 * kernels, and whether a sample comes alone or with others. Where {@link #exact()} is false,
 * constants other than zero were folded and logits differ from those by rounding, about 1e-6 of the
 * largest term. An input that is not finite reaches only the outputs that live weights lead it to.
 */
public final class SparseNetwork {
  private final NetworkSpec spec;
  private final String kernels;
  private final int inputs; // spec walks its layers to tell
  private final boolean exact;
  private final long live;
  private final List<Integer> units;
  private final List<SampleStage> stages;
  private final PanelBatch batch;

  private SparseNetwork(NetworkSpec spec, Kernels kernels, Simplification simple) {
    this.spec = spec;
    this.kernels = kernels.name();
    this.inputs = spec.inputs();
    this.exact = simple.exact();
    this.units = simple.layers().stream().map(layer -> layer.shape().out()).toList();
    this.live = simple.layers().stream().mapToLong(layer -> layer.live().cardinality()).sum();
    this.stages = SampleStages.of(simple.steps(), kernels);
    this.batch = new PanelBatch(spec.input(), simple.steps(), kernels);
  }

  /** Compiles as {@link #compile(NetworkSpec, Weights, Mask, Kernels)} with the best kernels. */
  public static SparseNetwork compile(NetworkSpec spec, Weights weights, Mask mask) {
    return compile(spec, weights, mask, KernelChoice.find().named("auto"));
  }

  /**
   * Returns {@code spec} with the weights of {@code weights} that {@code mask} leaves; later
   * changes of {@code weights} do not reach it.
   *
   * @param kernels for batches and, where they are faster than plain Java, for single samples
   * @throws IllegalArgumentException if weights or mask are another network's, or a live weight or
   *     a bias is not finite
   */
  public static SparseNetwork compile(
      NetworkSpec spec, Weights weights, Mask mask, Kernels kernels) {
    return new SparseNetwork(spec, kernels, Simplification.of(spec, weights, mask));
  }

  /** Returns the number of features that a sample must have. */
  public int inputs() {
    return inputs;
  }

  /** Returns the number of classes. */
  public int classes() {
    return stages.getLast().outputs();
  }

  /** Returns the number of weights left after simplification. */
  public long liveWeights() {
    return live;
  }

  /** Returns the units and filters left after simplification, layer by layer, classes last. */
  public List<Integer> units() {
    return units;
  }

  /** Returns the numbers, for {@link #forward}, of the steps that are layers with weights. */
  public List<Integer> layers() {
    return IntStream.range(0, stages.size())
        .filter(step ->
            switch (stages.get(step)) {
              case SampleStage.Product(SampleLayer layer, int _) -> hasWeights(layer);
              case SampleStage.Sum _ -> false;
            })
        .boxed()
        .toList();
  }

  private static boolean hasWeights(SampleLayer layer) {
    return switch (layer) {
      case ColumnLayer _, RowLayer _, KernelLayer _, ConvolutionSample _ -> true;
      case PoolSample _, ActivationSample _, PictureOrder _ -> false;
    };
  }

  /** Returns whether logits have the bits of the dense forward product. */
  public boolean exact() {
    return exact;
  }

  /** Returns the name of the kernels. */
  public String kernels() {
    return kernels;
  }

  /**
   * Returns the logits of {@code sample}, a class each.
   *
   * @throws IllegalArgumentException if the sample is of another length than {@link #inputs()}
   */
  public float[] predict(float[] sample) {
    if (sample.length != inputs()) {
      throw new IllegalArgumentException(
          "sample: expected %d features as %s takes, got %d"
              .formatted(inputs(), spec.name(), sample.length));
    }
    return Arrays.copyOf(values(sample)[stages.size()], classes());
  }

  /**
   * Returns the logits of each of {@code samples}, {@code [sample][class]}; any number of samples,
   * in chunks of 64.
   *
   * @throws IllegalArgumentException if a sample is of another length than {@link #inputs()}
   */
  public float[][] predict(float[][] samples) {
    for (int s = 0; s < samples.length; s++) {
      if (samples[s].length != inputs()) {
        throw new IllegalArgumentException(
            "samples[%d]: expected %d features as %s takes, got %d"
                .formatted(s, inputs(), spec.name(), samples[s].length));
      }
    }
    float[][] logits = new float[samples.length][];
    for (int from = 0; from < samples.length; from += PanelBatch.CHUNK) {
      batch.forward(samples, from, Math.min(from + PanelBatch.CHUNK, samples.length), logits);
    }
    return logits;
  }

  /** Returns the sample and what each step gives. */
  private float[][] values(float[] sample) {
    float[][] values = new float[stages.size() + 1][];
    values[0] = sample;
    for (int i = 0; i < stages.size(); i++) {
      values[i + 1] =
          switch (stages.get(i)) {
            case SampleStage.Product(SampleLayer layer, int from) -> forward(layer, values[from]);
            case SampleStage.Sum sum -> sum.of(values[sum.from()], values[sum.other()]);
          };
    }
    return values;
  }

  private static float[] forward(SampleLayer layer, float[] x) {
    float[] y = new float[SampleLayer.room(layer.outputs())];
    layer.forward(x, y);
    return y;
  }

  /**
   * Computes one layer with weights by itself, as {@link #predict(float[])} does, for those who
   * time it.
   *
   * @param step its number, one of {@link #layers}
   * @param x what {@link #taken} says that it takes
   * @return the layer's outputs, and places beyond them that a next one needs
   * @throws IllegalArgumentException if the step is no layer with weights
   */
  public float[] forward(int step, float[] x) {
    return switch (stages.get(step)) {
      case SampleStage.Product(SampleLayer layer, int _) -> forward(layer, x);
      case SampleStage.Sum _ ->
          throw new IllegalArgumentException(
              "step: expected a layer with weights, got %d, which is a sum".formatted(step));
    };
  }

  /** Returns what step {@code step} takes in a prediction of {@code sample}. */
  public float[] taken(int step, float[] sample) {
    return values(sample)[stages.get(step).from()];
  }

  /** Returns the class of greatest logit for {@code sample}, ties to the lower. */
  public int classify(float[] sample) {
    float[] logits = predict(sample);
    int top = 0;
    for (int c = 1; c < logits.length; c++) {
      if (logits[c] > logits[top]) {
        top = c;
      }
    }
    return top;
  }
}
