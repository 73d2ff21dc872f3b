package tombola.lab.run;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import tombola.data.Examples;
import tombola.data.TrainingData;
import tombola.kernel.KernelChoice;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.train.DivergedException;
import tombola.train.Evaluation;
import tombola.train.Recipe;
import tombola.train.Start;
import tombola.train.TrainedRun;
import tombola.train.TrainingCost;
import tombola.train.TrainingListener;

/** The engines of this house, which count their trainings and let some diverge. */
final class CountingEngines implements TrainingEngine.Source {
  private final TrainingEngine.Source source =
      TrainingEngine.panels(KernelChoice.find().named("scalar"));
  private final AtomicInteger trainings = new AtomicInteger();

  private final Predicate<NetworkSpec> diverging;

  /** Creates engines of which none diverges by itself. */
  CountingEngines() {
    this(network -> false);
  }

  /** Creates engines that diverge for some networks. */
  CountingEngines(Predicate<NetworkSpec> diverging) {
    this.diverging = diverging;
  }

  /** Counts what {@code engine} trains. */
  private record Counting(TrainingEngine engine, AtomicInteger trainings, boolean diverges)
      implements TrainingEngine {
    @Override
    public TrainedRun train(Start start, Mask mask, TrainingData data, Seed order) {
      trainings.incrementAndGet();
      if (diverges) {
        throw new DivergedException("training diverged: a small network");
      }
      return engine.train(start, mask, data, order);
    }

    @Override
    public String kernels() {
      return engine.kernels();
    }

    @Override
    public int threads() {
      return engine.threads();
    }

    @Override
    public TrainingCost lastCost() {
      return engine.lastCost();
    }

    @Override
    public List<String> layerKernels() {
      return engine.layerKernels();
    }

    @Override
    public Evaluation evaluate(Weights weights, Mask mask, Examples examples) {
      return engine.evaluate(weights, mask, examples);
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  /** Returns the trainings since the last call. */
  int trainings() {
    return trainings.getAndSet(0);
  }

  @Override
  public String kernels() {
    return source.kernels();
  }

  @Override
  public TrainingEngine open(
      NetworkSpec network, Recipe recipe, long rewindStep, int threads, TrainingListener listener) {
    return new Counting(
        source.open(network, recipe, rewindStep, threads, listener),
        trainings,
        diverging.test(network));
  }
}
