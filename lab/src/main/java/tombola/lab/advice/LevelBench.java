package tombola.lab.advice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tombola.kernel.Kernels;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.runtime.Tombola;
import tombola.sparse.LiveStep;
import tombola.sparse.Simplification;
import tombola.sparse.SparseNetwork;

/**
 * What is timed of one level: it against the dense network, whole and layer by layer, and against a
 * small dense one. All answers have been checked.
 */
final class LevelBench implements AutoCloseable {
  private static final double TOLERANCE = 1e-4; // of a logit's size, or of 1 where it is less

  private final Samples samples;
  private final DenseWays dense;
  private final SparseNetwork sparse;
  private final List<LiveStep> steps;
  private final PanelChain panels;
  private final Tombola runtime;
  private final Optional<DenseWays> small;
  private final Optional<OnnxModel> onnx;

  /**
   * One pass.
   *
   * @param runtime one sample by the runtime
   * @param layerSingles one sample, a layer each
   * @param layerBatches a batch, a layer each
   */
  record Pass(
      Race.Pass single,
      Latency runtime,
      Race.Pass batch,
      List<Race.Pass> layerSingles,
      List<Race.Pass> layerBatches,
      Optional<Race.Pass> smallSingle,
      Optional<Race.Pass> smallBatch,
      Optional<Race.Pass> onnxSingle,
      Optional<Race.Pass> onnxBatch) {}

  /**
   * Compiles a level.
   *
   * @param dense the dense network that it is compared with
   * @param small the small one of as many weights
   * @param onnx the level's model in ONNX Runtime, if that is there
   * @throws IllegalStateException if two ways to predict disagree
   */
  LevelBench(
      NetworkSpec network,
      Weights weights,
      Mask mask,
      Kernels kernels,
      Tombola runtime,
      DenseWays dense,
      Optional<DenseWays> small,
      Optional<OnnxModel> onnx,
      Samples samples) {
    this.samples = samples;
    this.onnx = onnx;
    this.dense = dense;
    this.runtime = runtime;
    this.small = small;
    this.sparse = SparseNetwork.compile(network, weights, mask, kernels);
    this.steps = Simplification.of(network, weights, mask).steps();
    this.panels = PanelChain.sparse(network.input(), steps, kernels, Samples.BATCH);
    List<LiveStep> masked = full(network, mask.apply(weights));
    check(PanelChain.dense(network.input(), masked, kernels, Samples.BATCH));
  }

  /** Returns the steps of {@code network} with all of {@code weights}. */
  static List<LiveStep> full(NetworkSpec network, Weights weights) {
    return Simplification.live(network, weights, Mask.dense(network));
  }

  /** Compares every way with the dense kernels on the same weights, all batches. */
  private void check(PanelChain masked) {
    double tolerance = sparse.exact() ? 0 : TOLERANCE;
    for (int b = 0; b < samples.batches().length; b++) {
      float[][] batch = samples.batch(b);
      float[][] expected = masked.predict(batch);
      compare("sparse batch", expected, sparse.predict(batch), tolerance);
      compare("sparse panels", expected, panels.predict(batch), tolerance);
      float[][] raw = samples.rawBatch(b);
      onnx.ifPresent(way -> compare("ONNX Runtime", expected, way.predict(raw), TOLERANCE));
      float[][] single = new float[batch.length][];
      float[][] exported = new float[batch.length][];
      for (int s = 0; s < batch.length; s++) {
        single[s] = sparse.predict(batch[s]);
        exported[s] = runtime.predict(samples.oneRaw(b * Samples.BATCH + s));
      }
      compare("sparse sample", expected, single, tolerance);
      compare("runtime", expected, exported, TOLERANCE);
    }
  }

  /**
   * Checks that answers agree within {@code tolerance} of their size.
   *
   * @throws IllegalStateException naming the first that does not
   */
  static void compare(String what, float[][] expected, float[][] found, double tolerance) {
    for (int s = 0; s < expected.length; s++) {
      for (int c = 0; c < expected[s].length; c++) {
        double limit = tolerance * Math.max(1, Math.abs(expected[s][c]));
        if (!(Math.abs((double) found[s][c] - expected[s][c]) <= limit)) {
          throw new IllegalStateException(
              "%s: sample %d, class %d: expected %s as the dense network gives, got %s"
                  .formatted(what, s, c, expected[s][c], found[s][c]));
        }
      }
    }
  }

  /** Returns the level as it is compiled. */
  SparseNetwork network() {
    return sparse;
  }

  /** Returns the steps without units that change nothing. */
  List<LiveStep> steps() {
    return steps;
  }

  /** Times everything once. */
  Pass time(Stopwatch watch) {
    List<Stopwatch.Call> singles = new ArrayList<>(dense.single(samples));
    singles.add(n -> sparse.predict(samples.one(n))[0]);
    singles.add(n -> runtime.predict(samples.oneRaw(n))[0]);
    small.ifPresent(ways -> singles.addAll(ways.single(samples)));
    onnx.ifPresent(way -> singles.add(n -> way.predict(samples.oneRawFloat(n))[0][0]));
    List<Latency> single = watch.race(singles);
    List<Stopwatch.Call> batches = new ArrayList<>(dense.batch(samples));
    batches.add(n -> sparse.predict(samples.batch(n))[0][0]);
    small.ifPresent(ways -> batches.addAll(ways.batch(samples)));
    onnx.ifPresent(way -> batches.add(n -> way.predict(samples.rawBatch(n))[0][0]));
    List<Latency> batch = watch.race(batches);
    List<Race.Pass> layerSingles = new ArrayList<>();
    List<Race.Pass> layerBatches = new ArrayList<>();
    for (int layer = 0; layer < sparse.layers().size(); layer++) {
      layerSingles.add(layerSingle(layer, watch));
      layerBatches.add(layerBatch(layer, watch));
    }
    return new Pass(
        pass(single, 0, 2),
        single.get(3),
        pass(batch, 0, 2),
        layerSingles,
        layerBatches,
        small.map(_ -> pass(single, 4, 2)),
        small.map(_ -> pass(batch, 3, 2)),
        onnx.map(_ -> new Race.Pass(single.getLast(), single.get(2))),
        onnx.map(_ -> new Race.Pass(batch.getLast(), batch.get(2))));
  }

  /** Returns the faster of two dense ways from {@code dense} on, against a sparse one. */
  private static Race.Pass pass(List<Latency> times, int dense, int sparse) {
    return new Race.Pass(Latency.lesser(times.get(dense), times.get(dense + 1)), times.get(sparse));
  }

  private Race.Pass layerSingle(int layer, Stopwatch watch) {
    float[][] inputs = inputs(sparse, layer, samples);
    List<Stopwatch.Call> calls = new ArrayList<>(dense.singleLayer(layer, samples));
    int step = sparse.layers().get(layer);
    calls.add(n -> sparse.forward(step, inputs[n % inputs.length])[0]);
    return pass(watch.race(calls), 0, 2);
  }

  private Race.Pass layerBatch(int layer, Stopwatch watch) {
    List<Stopwatch.Call> calls = new ArrayList<>(dense.batchLayer(layer));
    calls.add(_ -> panels.run(layer));
    return pass(watch.race(calls), 0, 2);
  }

  /** Returns what {@code network} hands to layer {@code layer} with weights, a sample each. */
  static float[][] inputs(SparseNetwork network, int layer, Samples samples) {
    int step = network.layers().get(layer);
    return Arrays.stream(samples.seen())
        .map(sample -> network.taken(step, sample))
        .toArray(float[][]::new);
  }

  @Override
  public void close() {
    onnx.ifPresent(OnnxModel::close);
  }
}
