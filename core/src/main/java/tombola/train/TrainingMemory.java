package tombola.train;

import tombola.data.Examples;
import tombola.data.FloatFeatures;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.prune.Mask;

/**
 * The off-heap memory of a training of a dense network, known before it begins; that of a ticket is
 * some thousandths more at most. It is what {@link TrainingCost#bytes} counts, which grows evenly
 * with the panels of a batch and with the threads: engines of three small batches are laid out, all
 * their parts in one place, and tell how.
 *
 * @param fixed bytes of weights, gradients and moments
 * @param batchPanel bytes for each panel of a batch
 * @param valuePanel bytes for each panel of values, of which an evaluation may ask for more
 * @param thread bytes for each thread
 */
public record TrainingMemory(long fixed, long batchPanel, long valuePanel, long thread) {

  /** Returns the memory of trainings of {@code network}. */
  public static TrainingMemory of(NetworkSpec network) {
    int least = ForwardPass.capacity(1, 1); // panels of values, of a batch of one panel too
    long one = laidOut(network, 1, 1);
    long twice = laidOut(network, 2 * least, 1); // room for the evaluations of two threads
    long batchPanel = laidOut(network, 2, 1) - one;
    long valuePanel = (twice - one - (2L * least - 1) * batchPanel) / least;
    long thread = laidOut(network, 2 * least, 2) - twice;
    long fixed = one - batchPanel - least * valuePanel - thread;
    return new TrainingMemory(fixed, batchPanel, valuePanel, thread);
  }

  /** Returns the bytes of an engine of some threads for {@code panels} panels. */
  private static long laidOut(NetworkSpec network, int panels, int threads) {
    Recipe recipe =
        new Recipe(
            new Optimizer.Sgd(0, false),
            1,
            new Schedule.Constant(),
            0,
            0,
            panels * Panels.LANES,
            1,
            1,
            0);
    int inputs = network.inputs();
    Examples none = new Examples(new FloatFeatures(inputs, new float[inputs]), new int[1]);
    try (Workers workers = new Workers(threads);
        Engine engine =
            new Engine(
                network,
                recipe,
                Kernels.scalar(),
                workers,
                none,
                0,
                Mask.dense(network),
                new Seed(0),
                CountedArena.overlaid())) {
      return engine.bytes();
    }
  }

  /**
   * Returns the bytes of a training with batches of {@code batch} samples on some threads.
   *
   * @throws IllegalArgumentException if there is no sample in a batch
   */
  public long bytes(int batch, int threads) {
    if (batch < 1) {
      throw new IllegalArgumentException("batch: expected at least 1 sample, got " + batch);
    }
    return fixed
        + Panels.count(batch) * batchPanel
        + ForwardPass.capacity(batch, threads) * valuePanel
        + threads * thread;
  }
}
