package tombola.sparse;

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
  private static final float[] NOTHING = {};

  private final NetworkSpec spec;
  private final String kernels;
  private final int inputs; // spec walks its layers to tell
  private final boolean exact;
  private final long live;
  private final List<Integer> units;
  private final List<SampleStage> stages;
  private final PanelBatch batch;
  private final boolean convolves;
  private final FasterWay way = new FasterWay(); // of chunks
  private final Queue<float[][]> free = new ConcurrentLinkedQueue<>(); // by stage's value

  private SparseNetwork(NetworkSpec spec, Kernels kernels, Simplification simple) {
    this.spec = spec;
    this.kernels = kernels.name();
    this.inputs = spec.inputs();
    this.exact = simple.exact();
    this.units = simple.layers().stream().map(layer -> layer.shape().out()).toList();
    this.live = simple.layers().stream().mapToLong(layer -> layer.live().cardinality()).sum();
    this.stages = SampleStages.of(spec.input(), simple.steps(), kernels);
    this.convolves = simple.steps().stream().anyMatch(LiveConvolution.class::isInstance);
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

  /**
   * Returns a network of {@code steps}, without those of their units that change nothing.
   *
   * @param spec the network that they were made from
   * @param kernels as in {@link #compile(NetworkSpec, Weights, Mask, Kernels)}
   */
  public static SparseNetwork compile(NetworkSpec spec, List<LiveStep> steps, Kernels kernels) {
    return new SparseNetwork(spec, kernels, Simplification.of(steps));
  }

  /** Returns the number of features that a sample must have. */
  public int inputs() {
    return inputs;
  }

  /** Returns the number of classes. */
  public int classes() {
    return stages.getLast().gives().shape().features();
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
              case SampleStage.Product(SampleLayer layer, int _, PlaneLayout _) ->
                  hasWeights(layer);
              case SampleStage.Sum _ -> false;
            })
        .boxed()
        .toList();
  }

  private static boolean hasWeights(SampleLayer layer) {
    return switch (layer) {
      case ColumnLayer _, RowLayer _, KernelLayer _, ConvolutionSample _ -> true;
      case PhaseSample _, PoolSample _, ActivationSample _, PictureOrder _ -> false;
    };
  }

  /** Returns the bytes that a thread keeps between predictions of batches, weights left out. */
  public long batchBytes() {
    return batch.bytes();
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
    float[][] values = free.poll();
    if (values == null) {
      values = places();
    }
    run(sample, values);
    float[] logits = Arrays.copyOf(values[stages.size()], classes());
    free.offer(values);
    return logits;
  }

  /**
   * Returns the logits of each of {@code samples}, {@code [sample][class]}; any number of samples,
   * in chunks of 64. With convolutions, whole chunks are computed at once or sample after sample,
   * whichever was faster in the first of them.
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
      forward(samples, from, Math.min(from + PanelBatch.CHUNK, samples.length), logits);
    }
    return logits;
  }

  private void forward(float[][] samples, int from, int to, float[][] logits) {
    if (convolves && to - from == PanelBatch.CHUNK) {
      way.run(
          () -> batch.forward(samples, from, to, logits),
          () -> {
            for (int s = from; s < to; s++) {
              logits[s] = predict(samples[s]);
            }
          });
    } else {
      batch.forward(samples, from, to, logits);
    }
  }

  /** Returns arrays for what each stage gives; the first is for the sample. */
  private float[][] places() {
    float[][] places = new float[stages.size() + 1][0];
    for (int i = 0; i < stages.size(); i++) {
      places[i + 1] = new float[stages.get(i).gives().room()];
    }
    return places;
  }

  /** Writes what each stage makes of {@code sample} into {@code values}. */
  private void run(float[] sample, float[][] values) {
    values[0] = sample;
    for (int i = 0; i < stages.size(); i++) {
      switch (stages.get(i)) {
        case SampleStage.Product(SampleLayer layer, int from, PlaneLayout _) ->
            layer.forward(values[from], values[i + 1]);
        case SampleStage.Sum sum -> sum.of(values[sum.from()], values[sum.other()], values[i + 1]);
      }
    }
    values[0] = NOTHING;
  }

  /**
   * Computes one layer with weights by itself, as {@link #predict(float[])} does, for those who
   * time it.
   *
   * @param step its number, one of {@link #layers}
   * @param x what {@link #taken} says that the layer takes
   * @param y for its outputs, an array of {@link #room}
   * @throws IllegalArgumentException if the step is no layer with weights
   */
  public void forward(int step, float[] x, float[] y) {
    switch (stages.get(step)) {
      case SampleStage.Product(SampleLayer layer, int _, PlaneLayout _) -> layer.forward(x, y);
      case SampleStage.Sum _ ->
          throw new IllegalArgumentException(
              "step: expected a layer with weights, got %d, which is a sum".formatted(step));
    }
  }

  /** Returns an array of zeros for what step {@code step} gives. */
  public float[] room(int step) {
    return new float[stages.get(step).gives().room()];
  }

  /** Returns what each of {@link #layers} takes in a prediction of {@code sample}, in order. */
  public List<float[]> taken(float[] sample) {
    float[][] values = places();
    run(sample, values);
    values[0] = sample;
    return layers().stream().map(step -> values[stages.get(step).from()]).toList();
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
