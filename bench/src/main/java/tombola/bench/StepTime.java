package tombola.bench;

import java.util.Arrays;
import java.util.Locale;
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
 * Microseconds of a masked training step of LeNet-300-100 (MNIST, batch 60, Adam), the batch's
 * loading included: blocks of steps after a warm-up, best and median, for each density in turn. The
 * masks are those of a search that steps from density to density.
 *
 * <p>Arguments: kernels, threads, steps a block, blocks, sparse-below, densities falling.
 */
public final class StepTime {
  private static final int SEARCH_STEPS = 1000;

  private final Dataset data = new DataSources().open(DataSpec.of("mnist"));
  private final NetworkSpec network =
      Networks.named("lenet-300-100", data.width(), data.classes().size());
  private final Seed seed = new Seed(1);
  private final Start start =
      new Start(Weights.initialise(network, Initialisation.GLOROT_NORMAL, seed), 0);
  private final Kernels kernels;
  private final int threads;
  private final double sparseBelow;

  private StepTime(Kernels kernels, int threads, double sparseBelow) {
    this.kernels = kernels;
    this.threads = threads;
    this.sparseBelow = sparseBelow;
  }

  /** Prints a line for each density, {@code best=… median=… worst=… ms/step}. */
  public static void main(String[] args) {
    StepTime time =
        new StepTime(
            KernelChoice.find().named(args[0]),
            Integer.parseInt(args[1]),
            Double.parseDouble(args[4]));
    Mask mask = Mask.dense(time.network);
    for (String density : Arrays.copyOfRange(args, 5, args.length)) {
      mask = time.pruned(mask, Double.parseDouble(density));
      time.report(mask, Integer.parseInt(args[2]), new double[Integer.parseInt(args[3])]);
    }
  }

  private Mask pruned(Mask mask, double density) {
    double share = 1 - density / mask.density();
    if (share < 0.001) {
      return mask;
    }
    try (PanelTrainer trainer = trainer(SEARCH_STEPS)) {
      Weights end = trainer.train(start, mask, data.training(), seed).end();
      return new Pruner(Score.MAGNITUDE, Scope.LAYERWISE, share, share / 2, 1, 1)
          .prune(mask, start.weights(), end);
    }
  }

  private void report(Mask mask, int steps, double[] micros) {
    String kinds;
    try (PanelTrainer trainer = trainer(steps)) {
      for (int block = -3; block < micros.length; block++) { // three to warm up
        trainer.train(start, mask, data.training(), seed);
        if (block >= 0) {
          micros[block] = trainer.lastCost().microsPerStep();
        }
      }
      kinds = String.join(" ", trainer.layerKernels());
    }
    Arrays.sort(micros);
    System.out.printf(
        Locale.ROOT,
        "tombola %-13s d=%5.3f threads=%d best=%8.4f median=%8.4f worst=%8.4f ms/step (%dx%d steps) %s%n",
        kernels.name(),
        mask.density(),
        threads,
        micros[0] / 1e3,
        micros[micros.length / 2] / 1e3,
        micros[micros.length - 1] / 1e3,
        micros.length,
        steps,
        kinds);
  }

  private PanelTrainer trainer(int steps) {
    Recipe paper = Recipe.lenet(steps);
    Recipe recipe = // validated at both ends only: the clock leaves that out in any case
        new Recipe(
            paper.optimizer(),
            paper.rate(),
            paper.schedule(),
            0,
            0,
            paper.batch(),
            steps,
            steps,
            sparseBelow);
    return new PanelTrainer(network, recipe, kernels, threads, 0, (_, _) -> {});
  }
}
