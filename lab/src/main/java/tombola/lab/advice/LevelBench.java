package tombola.lab.advice;

import java.util.ArrayList;
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
  private static final int LEAST_INPUTS = 8;
  private static final long MOST_FLOATS = 4 << 20;
  private static final int SHARES = 5; // layers that are timed as long as whole networks
  private static final double TOLERANCE = 1e-4; // of a logit's size, or of 1 where it is less

  private final Samples samples;
  private final DenseWays dense;
  private final SparseNetwork sparse;
  private final List<LiveStep> steps;
  private final List<List<float[]>> inputs; // [layer][sample]
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
    this.inputs = inputs(sparse, samples);
    this.panels = PanelChain.sparse(network.input(), steps, kernels, Samples.BATCH);
    List<LiveStep> masked = full(network, mask.apply(weights));
    check(PanelChain.dense(network.input(), masked, kernels, Samples.BATCH));
  }

  /** Returns the steps of {@code network} with all of {@code weights}. */
  static List<LiveStep> full(NetworkSpec network, Weights weights) {
    return Simplification.live(network, weights, Mask.dense(network));
  }

  /**
   * Compares every way with the dense kernels on the same weights: all batches, and the first
   * sample by sample.
   */
  private void check(PanelChain masked) {
    double tolerance = sparse.exact() ? 0 : TOLERANCE;
    for (int b = 0; b < samples.batches().length; b++) {
      float[][] batch = samples.batch(b);
      float[][] expected = masked.predict(batch);
      compare("sparse batch", expected, sparse.predict(batch), tolerance);
      compare("sparse panels", expected, panels.predict(batch), tolerance);
      float[][] raw = samples.rawBatch(b);
      onnx.ifPresent(way -> compare("ONNX Runtime", expected, way.predict(raw), TOLERANCE));
    }
    float[][] expected = masked.predict(samples.batch(0));
    for (int s = 0; s < Samples.BATCH; s++) {
      float[][] row = {expected[s]};
      compare("sparse sample", row, new float[][] {sparse.predict(samples.one(s))}, tolerance);
      compare("runtime", row, new float[][] {runtime.predict(samples.oneRaw(s))}, TOLERANCE);
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

  /** Runs everything but single layers for a while, so that it is compiled. */
  void warmUp(double seconds) {
    Stopwatch watch = new Stopwatch(seconds);
    watch.race(singles());
    watch.race(batches());
  }

  private List<Stopwatch.Call> singles() {
    List<Stopwatch.Call> singles = new ArrayList<>(dense.single(samples));
    singles.add(n -> sparse.predict(samples.one(n))[0]);
    singles.add(n -> runtime.predict(samples.oneRaw(n))[0]);
    small.ifPresent(ways -> singles.addAll(ways.single(samples)));
    onnx.ifPresent(way -> singles.add(n -> way.predict(samples.oneRawFloat(n))[0][0]));
    return singles;
  }

  private List<Stopwatch.Call> batches() {
    List<Stopwatch.Call> batches = new ArrayList<>(dense.batch(samples));
    batches.add(n -> sparse.predict(samples.batch(n))[0][0]);
    small.ifPresent(ways -> batches.addAll(ways.batch(samples)));
    onnx.ifPresent(way -> batches.add(n -> way.predict(samples.rawBatch(n))[0][0]));
    return batches;
  }

  /**
   * Times everything once.
   *
   * @param seconds for each way; where there are many layers, theirs are as long as five
   */
  Pass time(double seconds) {
    Stopwatch watch = new Stopwatch(seconds);
    List<Latency> single = watch.race(singles());
    List<Latency> batch = watch.race(batches());
    int layers = sparse.layers().size();
    Stopwatch shared = new Stopwatch(seconds * Math.min(1, (double) SHARES / layers));
    List<Race.Pass> layerSingles = new ArrayList<>();
    List<Race.Pass> layerBatches = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      layerSingles.add(layerSingle(layer, shared));
      layerBatches.add(layerBatch(layer, shared));
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
    List<float[]> taken = inputs.get(layer);
    List<Stopwatch.Call> calls = new ArrayList<>(dense.singleLayer(layer));
    int step = sparse.layers().get(layer);
    float[] outputs = sparse.room(step);
    calls.add(n -> alone(sparse, step, taken.get(n % taken.size()), outputs));
    return pass(watch.race(calls), 0, 2);
  }

  /** Runs one step of {@code network} and returns one of its outputs. */
  static float alone(SparseNetwork network, int step, float[] x, float[] y) {
    network.forward(step, x, y);
    return y[0];
  }

  private Race.Pass layerBatch(int layer, Stopwatch watch) {
    List<Stopwatch.Call> calls = new ArrayList<>(dense.batchLayer(layer));
    calls.add(_ -> panels.run(layer));
    return pass(watch.race(calls), 0, 2);
  }

  /**
   * Returns what {@code network} hands to each of its layers with weights, {@code [layer][sample]}:
   * of all samples, or of as many as fit into some megabytes.
   */
  static List<List<float[]>> inputs(SparseNetwork network, Samples samples) {
    List<List<float[]>> inputs = new ArrayList<>();
    network.layers().forEach(_ -> inputs.add(new ArrayList<>()));
    long floats = 0;
    for (int s = 0; s < samples.seen().length && (s < LEAST_INPUTS || floats < MOST_FLOATS); s++) {
      List<float[]> taken = network.taken(samples.one(s));
      for (int layer = 0; layer < taken.size(); layer++) {
        inputs.get(layer).add(taken.get(layer));
        floats += taken.get(layer).length;
      }
    }
    return inputs;
  }

  @Override
  public void close() {
    onnx.ifPresent(OnnxModel::close);
  }
}
