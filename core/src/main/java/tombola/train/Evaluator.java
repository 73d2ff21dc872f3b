package tombola.train;

import java.lang.foreign.Arena;
import tombola.data.Examples;
import tombola.kernel.Kernels;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;

/** Tells how given weights do on given examples. */
public final class Evaluator implements AutoCloseable {
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
    Shapes.check(network, weights);
    Shapes.check(network, examples);
    try (Arena arena = Arena.ofShared()) {
      ForwardPass pass = ForwardPass.dense(network, kernels, workers, 1, arena, examples);
      pass.load(weights);
      return pass.evaluate(examples);
    }
  }

  @Override
  public void close() {
    workers.close();
  }
}
