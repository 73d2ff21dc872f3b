package tombola.bench;

import tombola.data.Dataset;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.lab.data.DataSources;
import tombola.lab.data.DataSpec;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.prune.Pruner;
import tombola.prune.Scope;
import tombola.prune.Score;
import tombola.train.PanelTrainer;
import tombola.train.Recipe;
import tombola.train.Start;

/**
 * A short search for tickets of LeNet-300-100 on MNIST, whose densities fall: what steps and
 * predictions are timed with.
 */
final class TicketSearch {
  private static final int STEPS = 1000; // of a training
  private static final double MOST = 0.55; // share pruned at once

  final Dataset data = new DataSources().open(DataSpec.of("mnist"));
  final NetworkSpec network = Networks.named("lenet-300-100", data.width(), data.classes().size());
  final Kernels kernels;
  final int threads;
  final Seed seed = new Seed(1);
  final Start start = new Start(Weights.initialise(network, Initialisation.GLOROT_NORMAL, seed), 0);
  private Mask mask = Mask.dense(network);

  /** A mask and the weights trained under it. */
  record Found(Mask mask, Weights trained) {}

  TicketSearch(String kernels, int threads) {
    this.kernels = KernelChoice.find().named(kernels);
    this.threads = threads;
  }

  /** Returns a mask of {@code density}, at most that of any before. */
  Mask mask(double density) {
    while (mask.density() > 1.001 * density) {
      double share = Math.min(MOST, 1 - density / mask.density());
      mask =
          new Pruner(Score.MAGNITUDE, Scope.LAYERWISE, share, share / 2, 1, 1)
              .prune(mask, start.weights(), trained(mask));
    }
    return mask;
  }

  /** Returns a ticket of {@code density}, at most that of any before. */
  Found at(double density) {
    return new Found(mask(density), trained(mask));
  }

  private Weights trained(Mask under) {
    try (PanelTrainer trainer =
        new PanelTrainer(network, Recipe.lenet(STEPS), kernels, threads, 0, (_, _) -> {})) {
      return trainer.train(start, under, data.training(), seed).end();
    }
  }
}
