package tombola.train;

import tombola.data.Examples;
import tombola.kernel.Kernels;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;

/**
 * Tells how given weights do on given examples, without a training; after one {@link PanelTrainer}
 * tells it by the products that it has.
 */
public final class Evaluator implements AutoCloseable {
  private static final int BATCH = 64; // samples for which products are chosen

  private final NetworkSpec network;
  private final Kernels kernels;
  private final Workers workers;

  /** Creates an evaluator with a team of {@code threads}. */
  public Evaluator(NetworkSpec network, Kernels kernels, int threads) {
    this.network = network;
    this.kernels = kernels;
    this.workers = new Workers(threads);
  }

  /** Returns how the network with {@code weights} does on {@code examples}. */
  public Evaluation evaluate(Weights weights, Examples examples) {
    return evaluate(weights, Mask.dense(network), examples);
  }

  /**
   * Returns how the network with {@code weights}, those that {@code mask} takes out being 0, does
   * on {@code examples}; layers of density {@link Recipe#SPARSE_BELOW} or less compute their live
   * weights alone.
   */
  public Evaluation evaluate(Weights weights, Mask mask, Examples examples) {
    Shapes.check(network, weights);
    Shapes.check(network, mask);
    Shapes.check(network, examples);
    try (MaskedPass pass =
        MaskedPass.of(network, mask, Recipe.SPARSE_BELOW, kernels, workers, BATCH, examples)) {
      return pass.evaluate(weights, examples);
    }
  }

  @Override
  public void close() {
    workers.close();
  }
}
