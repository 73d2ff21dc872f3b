package tombola.lab.run;

import java.util.Arrays;
import tombola.data.Features;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.lab.config.FindConfig;
import tombola.lab.data.DataSources;
import tombola.lab.store.PredictionTimes;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.RunFolder;
import tombola.lab.store.StoredLevel;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.prune.Mask;
import tombola.sparse.Simplification;
import tombola.sparse.SparseNetwork;

/**
 * Times predictions, one validation sample at a time on one thread: the dense network and a ticket,
 * both by {@link SparseNetwork}. Rounds of the two alternate, and the median round counts, so that
 * other load meets both. What was found is kept in the run, so that a report made again has equal
 * bytes; removing the file measures anew.
 */
public final class PredictionClock {
  private static final int WARM_UP = 8; // rounds, for the compiler
  private static final int ROUNDS = 7;
  private static final long ROUND = 20_000_000; // nanoseconds
  private static final int SAMPLES = 256;

  private final DataSources sources;

  /** Creates a clock that reads samples from {@code sources}. */
  public PredictionClock(DataSources sources) {
    this.sources = sources;
  }

  /**
   * Times the ticket of a replicate, unless that was done before or its network cannot be compiled.
   *
   * @param level of the ticket, which is there
   */
  public void timeOnce(RunFolder run, FindConfig config, long seed, int level) {
    ReplicateStore store = run.replicate(seed);
    if (store.predictionTimes(level).isPresent()) {
      return;
    }
    NetworkSpec network =
        Networks.named(run.facts().network(), run.facts().features(), run.facts().classes().size());
    if (Simplification.obstacle(network).isPresent()) {
      return; // no SparseNetwork can be made of it
    }
    Kernels kernels = KernelChoice.find().named(config.machine().kernels());
    StoredLevel first = store.read(0, network);
    StoredLevel ticket = store.read(level, network);
    SparseNetwork dense =
        SparseNetwork.compile(network, first.run().best(), Mask.dense(network), kernels);
    SparseNetwork sparse =
        SparseNetwork.compile(network, ticket.run().best(), ticket.ticket().mask(), kernels);
    float[][] samples = samples(config);
    double[][] seconds = new double[2][ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      double[] one = {round(dense, samples), round(sparse, samples)};
      if (round >= 0) {
        seconds[0][round] = one[0];
        seconds[1][round] = one[1];
      }
    }
    String machine = Surroundings.look().cpu() + ", " + kernels.name();
    store.note(level, new PredictionTimes(machine, median(seconds[0]), median(seconds[1])));
  }

  private float[][] samples(FindConfig config) {
    Features features = sources.open(config.data()).training().validation().features();
    float[][] samples = new float[Math.min(SAMPLES, features.samples())][features.width()];
    for (int s = 0; s < samples.length; s++) {
      for (int f = 0; f < features.width(); f++) {
        samples[s][f] = features.value(s, f);
      }
    }
    return samples;
  }

  /** Returns the seconds of a prediction in one round. */
  private static double round(SparseNetwork network, float[][] samples) {
    long begin = System.nanoTime();
    long predictions = 0;
    long end = begin;
    while (end - begin < ROUND) {
      for (float[] sample : samples) {
        network.predict(sample);
      }
      predictions += samples.length;
      end = System.nanoTime();
    }
    return 1e-9 * (end - begin) / predictions;
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
