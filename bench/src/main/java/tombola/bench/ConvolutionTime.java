package tombola.bench;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import tombola.data.Dataset;
import tombola.data.TrainingData;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.lab.data.DataSources;
import tombola.lab.data.DataSpec;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.train.Optimizer;
import tombola.train.PanelTrainer;
import tombola.train.Recipe;
import tombola.train.Schedule;
import tombola.train.Start;
import tombola.train.TrainedRun;

/**
 * Milliseconds of a masked training step of a network of convolutions on MNIST, batch 60 and Adam,
 * or for residual networks batch 128 and SGD with momentum; the batch's loading is included: blocks
 * of steps after a warm-up, best and median, for each density in turn. Masks are random, every
 * layer of the density asked for. Before anything is timed, sparse convolutions have to give the
 * bits of dense ones.
 *
 * <p>Arguments: network, kernels, threads, steps a block, blocks, densities.
 */
public final class ConvolutionTime {
  private static final int VALIDATION = 64; // samples: the clock leaves their time out

  private final NetworkSpec network;
  private final Kernels kernels;
  private final int threads;
  private final TrainingData data;
  private final Start start;
  private final Seed seed = new Seed(1);

  private ConvolutionTime(String network, String kernels, int threads) {
    Dataset mnist = new DataSources().open(DataSpec.of("mnist"));
    this.network = Networks.named(network, mnist.width(), mnist.classes().size());
    this.kernels = KernelChoice.find().named(kernels);
    this.threads = threads;
    TrainingData all = mnist.training();
    int[] few = IntStream.range(0, VALIDATION).toArray();
    this.data = new TrainingData(all.train(), all.validation().select(few));
    this.start = new Start(Weights.initialise(this.network, Initialisation.GLOROT_NORMAL, seed), 0);
  }

  /** Prints a line for each density, {@code best=… median=… worst=… ms/step}. */
  public static void main(String[] args) {
    ConvolutionTime time = new ConvolutionTime(args[0], args[1], Integer.parseInt(args[2]));
    time.check();
    for (String density : Arrays.copyOfRange(args, 5, args.length)) {
      Mask mask = time.mask(Double.parseDouble(density), true);
      time.report(mask, Integer.parseInt(args[3]), new double[Integer.parseInt(args[4])]);
    }
  }

  /** Returns a random mask of the convolutions, and of the other layers too if {@code all}. */
  private Mask mask(double density, boolean all) {
    RandomStream stream = seed.child("mask").generator();
    Map<String, BitSet> live = new LinkedHashMap<>();
    for (Parameter p : network.prunable()) {
      BitSet bits = new BitSet();
      boolean pruned = all || p.name().startsWith("conv");
      for (int i = 0; i < p.size(); i++) {
        bits.set(i, !pruned || density == 1 || stream.nextDouble() < density);
      }
      live.put(p.name(), bits);
    }
    return Mask.of(network, live);
  }

  /** Ends the program unless convolutions give the same bits, sparse and dense. */
  private void check() {
    Mask mask = mask(0.1, false);
    List<TrainedRun> runs =
        IntStream.range(0, 2)
            .mapToObj(sparse -> {
              try (PanelTrainer trainer = trainer(3, sparse * 0.5)) {
                return trainer.train(start, mask, data, seed);
              }
            })
            .toList();
    if (!runs.getFirst().end().sameBits(runs.getLast().end())) {
      throw new IllegalStateException("sparse convolutions give other bits than dense ones");
    }
  }

  private void report(Mask mask, int steps, double[] micros) {
    String kinds;
    try (PanelTrainer trainer = trainer(steps, Recipe.SPARSE_BELOW)) {
      for (int block = -1; block < micros.length; block++) { // one to warm up
        trainer.train(start, mask, data, seed);
        if (block >= 0) {
          micros[block] = trainer.lastCost().microsPerStep();
        }
      }
      kinds = String.join(", ", trainer.layerKernels());
    }
    Arrays.sort(micros);
    System.out.printf(
        Locale.ROOT,
        "tombola %s %-13s d=%5.3f threads=%d best=%8.3f median=%8.3f worst=%8.3f ms/step (%dx%d steps) %s%n",
        network.name(),
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

  private PanelTrainer trainer(int steps, double sparseBelow) {
    boolean residual = network.name().startsWith("resnet");
    Recipe recipe =
        new Recipe(
            residual ? new Optimizer.Sgd(0.9, false) : new Optimizer.Adam(0.9, 0.999, 1e-8),
            residual ? 0.01 : 2e-4,
            new Schedule.Constant(),
            0,
            residual ? 1e-4 : 0,
            residual ? 128 : 60,
            steps,
            steps,
            sparseBelow);
    return new PanelTrainer(network, recipe, kernels, threads, 0, (_, _) -> {});
  }
}
