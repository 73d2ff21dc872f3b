package tombola.lab.advice;

import java.util.List;
import tombola.kernel.Kernels;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.sparse.LiveStep;
import tombola.sparse.SparseNetwork;

/**
 * A dense network in the two ways that this program has: by the dense kernels on panels of 16
 * samples, one of which is a whole panel too, and as a sparse network all of whose weights are
 * live, which passes over inputs of zero. Whichever is faster stands for it. Both have been checked
 * to agree to the bit.
 */
final class DenseWays {
  private static final int SINGLES = 16; // compared: a panel is computed for each

  private final SparseNetwork columns;
  private final List<List<float[]>> inputs; // [layer][sample]
  private final PanelChain one;
  private final PanelChain batch;
  private final PanelChain liveBatch;

  DenseWays(NetworkSpec network, Weights weights, Kernels kernels, Samples samples) {
    List<LiveStep> steps = LevelBench.full(network, weights);
    this.columns = SparseNetwork.compile(network, weights, Mask.dense(network), kernels);
    this.one = PanelChain.dense(network.input(), steps, kernels, 1);
    this.batch = PanelChain.dense(network.input(), steps, kernels, Samples.BATCH);
    this.liveBatch = PanelChain.sparse(network.input(), steps, kernels, Samples.BATCH);
    double tolerance = columns.exact() ? 0 : 1e-4;
    for (float[][] samplesOfBatch : samples.batches()) {
      float[][] expected = batch.predict(samplesOfBatch);
      LevelBench.compare("dense", expected, columns.predict(samplesOfBatch), tolerance);
      LevelBench.compare("dense", expected, liveBatch.predict(samplesOfBatch), tolerance);
    }
    float[][] expected = batch.predict(samples.batch(0));
    for (int s = 0; s < SINGLES; s++) {
      float[][] row = {expected[s]};
      LevelBench.compare("dense", row, one.predict(new float[][] {samples.one(s)}), 0);
    }
    this.inputs = LevelBench.inputs(columns, samples);
  }

  /** Returns both ways for one sample. */
  List<Stopwatch.Call> single(Samples samples) {
    return List.of(
        n -> one.predict(new float[][] {samples.one(n)})[0][0],
        n -> columns.predict(samples.one(n))[0]);
  }

  /** Returns both ways for a batch. */
  List<Stopwatch.Call> batch(Samples samples) {
    return List.of(
        n -> batch.predict(samples.batch(n))[0][0], n -> columns.predict(samples.batch(n))[0][0]);
  }

  /** Returns both ways for one layer and one sample. */
  List<Stopwatch.Call> singleLayer(int layer) {
    List<float[]> taken = inputs.get(layer);
    int step = columns.layers().get(layer);
    float[] outputs = columns.room(step);
    return List.of(
        _ -> one.run(layer),
        n -> LevelBench.alone(columns, step, taken.get(n % taken.size()), outputs));
  }

  /** Returns both ways for one layer and a batch that is in place. */
  List<Stopwatch.Call> batchLayer(int layer) {
    return List.of(_ -> batch.run(layer), _ -> liveBatch.run(layer));
  }
}
