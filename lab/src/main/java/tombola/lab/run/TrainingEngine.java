package tombola.lab.run;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import tombola.data.Examples;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.lab.config.FindConfig;
import tombola.lab.store.HostChoices;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.train.Evaluation;
import tombola.train.PanelTrainer;
import tombola.train.Recipe;
import tombola.train.Trainer;
import tombola.train.TrainingCost;
import tombola.train.TrainingListener;

/** What trains and evaluates the levels of one replicate; one thread uses it. */
public interface TrainingEngine extends Trainer, AutoCloseable {

  /** Brings engines for the replicates of a run. */
  interface Source {
    /** Returns the name of the kernels. */
    String kernels();

    /**
     * Returns a new engine.
     *
     * @param rewindStep the step whose weights the dense training hands out; 0 for its start's
     * @param threads threads of one step
     */
    TrainingEngine open(
        NetworkSpec network,
        Recipe recipe,
        long rewindStep,
        int threads,
        TrainingListener listener);
  }

  /** Returns the name of the kernels. */
  String kernels();

  /** Returns the number of threads of one step. */
  int threads();

  /** Returns what the last training took. */
  TrainingCost lastCost();

  /** Returns the joules of the last training, if this engine and this machine measure them. */
  default OptionalDouble lastJoules() {
    return OptionalDouble.empty();
  }

  /** Returns the kind of product that trains each layer with weights. */
  List<String> layerKernels();

  /**
   * Returns how the network with {@code weights}, those that {@code mask} takes out being 0, does
   * on {@code examples}.
   */
  Evaluation evaluate(Weights weights, Mask mask, Examples examples);

  @Override
  void close();

  /**
   * Returns the source of the engines of this house on the kernels that {@code machine} asks for;
   * the folder of the runs remembers which of them were fastest on this machine.
   */
  static Source fastest(FindConfig.Machine machine) {
    Path choices = machine.out().resolve(HostChoices.NAME);
    KernelChoice kernels = KernelChoice.find(new HostChoices(choices, Surroundings.look().host()));
    return panels(kernels.named(machine.kernels()), EnergyMeter.of(EnergyMeter.PLACE));
  }

  /** Returns the source of the engines of this house, on {@code kernels}; no energy is measured. */
  static Source panels(Kernels kernels) {
    return panels(kernels, EnergyMeter.none());
  }

  /** Returns the source of the engines of this house, on {@code kernels}. */
  static Source panels(Kernels kernels, EnergyMeter meter) {
    return new Source() {
      @Override
      public String kernels() {
        return kernels.name();
      }

      @Override
      public TrainingEngine open(
          NetworkSpec network,
          Recipe recipe,
          long rewindStep,
          int threads,
          TrainingListener listener) {
        return new Panels(
            new PanelTrainer(
                network,
                recipe,
                kernels,
                threads,
                rewindStep,
                (point, steps) -> {
                  meter.look();
                  listener.at(point, steps);
                }),
            kernels.name(),
            threads,
            meter);
      }
    };
  }
}
