package tombola.bench;

import java.util.Arrays;
import java.util.Locale;
import tombola.prune.Mask;
import tombola.train.PanelTrainer;
import tombola.train.Recipe;

/**
 * Microseconds of a masked training step of LeNet-300-100 (MNIST, batch 60, Adam), the batch's
 * loading included: blocks of steps after a warm-up, best and median, for each density in turn. The
 * masks are those of a search that steps from density to density.
 *
 * <p>Arguments: kernels, threads, steps a block, blocks, sparse-below, densities falling.
 */
public final class StepTime {
  private final TicketSearch search;
  private final double sparseBelow;

  private StepTime(TicketSearch search, double sparseBelow) {
    this.search = search;
    this.sparseBelow = sparseBelow;
  }

  /** Prints a line for each density, {@code best=… median=… worst=… ms/step}. */
  public static void main(String[] args) {
    TicketSearch search = new TicketSearch(args[0], Integer.parseInt(args[1]));
    StepTime time = new StepTime(search, Double.parseDouble(args[4]));
    for (String density : Arrays.copyOfRange(args, 5, args.length)) {
      Mask mask = search.mask(Double.parseDouble(density));
      time.report(mask, Integer.parseInt(args[2]), new double[Integer.parseInt(args[3])]);
    }
  }

  private void report(Mask mask, int steps, double[] micros) {
    String kinds;
    try (PanelTrainer trainer = trainer(steps)) {
      for (int block = -3; block < micros.length; block++) { // three to warm up
        trainer.train(search.start, mask, search.data.training(), search.seed);
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
        search.kernels.name(),
        mask.density(),
        search.threads,
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
    return new PanelTrainer(
        search.network, recipe, search.kernels, search.threads, 0, (_, _) -> {});
  }
}
