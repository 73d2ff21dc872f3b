package tombola.bench;

import tombola.data.Dataset;
import tombola.data.Features;
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
 * A short search for tickets of LeNet-300-100 on MNIST, whose densities fall: what inference is
 * timed with.
 */
final class TicketSearch {
  private static final int STEPS = 1000;

  final Dataset data = new DataSources().open(DataSpec.of("mnist"));
  final NetworkSpec network = Networks.named("lenet-300-100", data.width(), data.classes().size());
  final Kernels kernels;
  private final Seed seed = new Seed(1);
  private final Start start =
      new Start(Weights.initialise(network, Initialisation.GLOROT_NORMAL, seed), 0);
  private Found found;

  /** A mask and the weights trained under it. */
  record Found(Mask mask, Weights trained) {}

  TicketSearch(String kernels) {
    this.kernels = KernelChoice.find().named(kernels);
    this.found = trained(Mask.dense(network));
  }

  /** Returns a ticket of {@code density}, less than any before: at most half is pruned at once. */
  Found at(double density) {
    while (found.mask.density() > 1.001 * density) {
      double share = Math.min(0.55, 1 - density / found.mask.density());
      found =
          trained(
              new Pruner(Score.MAGNITUDE, Scope.LAYERWISE, share, share / 2, 1, 1)
                  .prune(found.mask, start.weights(), found.trained));
    }
    return found;
  }

  private Found trained(Mask mask) {
    try (PanelTrainer trainer =
        new PanelTrainer(network, Recipe.lenet(STEPS), kernels, 1, 0, (_, _) -> {})) {
      return new Found(mask, trainer.train(start, mask, data.training(), seed).end());
    }
  }

  /** Returns the test images, {@code [image][pixel]}. */
  float[][] images() {
    Features features = data.test().features();
    float[][] images = new float[features.samples()][features.width()];
    for (int s = 0; s < images.length; s++) {
      for (int f = 0; f < features.width(); f++) {
        images[s][f] = features.value(s, f);
      }
    }
    return images;
  }
}
