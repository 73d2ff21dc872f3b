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
import tombola.train.PanelTrainer;
import tombola.train.Recipe;
import tombola.train.Start;

/**
 * Microseconds of a masked dense step of LeNet-300-100 (MNIST, batch 60, Adam), the batch's loading
 * included: blocks of steps after a warm-up, best and median. Arguments: kernels, threads, steps a
 * block, blocks.
 */
public final class StepTime {
  private StepTime() {}

  /** Prints one line, {@code best=… median=… worst=… ms/step}. */
  public static void main(String[] args) {
    Kernels kernels = KernelChoice.find().named(args[0]);
    int threads = Integer.parseInt(args[1]);
    int steps = Integer.parseInt(args[2]);
    double[] micros = new double[Integer.parseInt(args[3])];
    Dataset data = new DataSources().open(DataSpec.of("mnist"));
    NetworkSpec network = Networks.named("lenet-300-100", data.width(), data.classes().size());
    Seed seed = new Seed(1);
    Start start = new Start(Weights.initialise(network, Initialisation.GLOROT_NORMAL, seed), 0);
    Recipe paper = Recipe.lenet(steps);
    Recipe recipe = // validated at both ends only: the clock leaves that out in any case
        new Recipe(
            paper.optimizer(), paper.rate(), paper.schedule(), 0, 0, paper.batch(), steps, steps);
    try (PanelTrainer trainer =
        new PanelTrainer(network, recipe, kernels, threads, 0, (point, last) -> {})) {
      for (int block = -3; block < micros.length; block++) { // three to warm up
        trainer.train(start, Mask.dense(network), data.training(), seed);
        if (block >= 0) {
          micros[block] = trainer.lastCost().microsPerStep();
        }
      }
    }
    Arrays.sort(micros);
    System.out.printf(
        Locale.ROOT,
        "tombola %-13s threads=%d best=%8.3f median=%8.3f worst=%8.3f ms/step (%dx%d steps)%n",
        kernels.name(),
        threads,
        micros[0] / 1e3,
        micros[micros.length / 2] / 1e3,
        micros[micros.length - 1] / 1e3,
        micros.length,
        steps);
  }
}
