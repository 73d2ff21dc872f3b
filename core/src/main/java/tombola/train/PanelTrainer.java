package tombola.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tombola.data.Examples;
import tombola.data.TrainingData;
import tombola.kernel.Kernels;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;

/**
 * The trainer of this house: off-heap panels, one order for every sum, several threads on one step.
 * What a training stood in stays until the next one or the end, for evaluations of its weights.
 */
public final class PanelTrainer implements Trainer, AutoCloseable {
  private final NetworkSpec network;
  private final Recipe recipe;
  private final Kernels kernels;
  private final long rewindStep;
  private final TrainingListener listener;
  private final Workers workers;
  private List<String> lastKinds = List.of();
  private @Nullable MaskedPass ready; // of the last training or evaluation
  private TrainingCost lastCost = new TrainingCost(0, 0, 0, 0, 0);

  /**
   * Creates a trainer with a team of {@code threads}; neither it nor {@code kernels} changes a bit
   * of what it gives.
   *
   * @param rewindStep the step whose weights {@link TrainedRun#atRewind} holds; 0 for the start's
   *     own
   */
  public PanelTrainer(
      NetworkSpec network,
      Recipe recipe,
      Kernels kernels,
      int threads,
      long rewindStep,
      TrainingListener listener) {
    if (rewindStep < 0 || rewindStep >= recipe.steps()) {
      throw new IllegalArgumentException(
          "rewind: expected a step below the "
              + recipe.steps()
              + " steps of a level, got "
              + rewindStep);
    }
    if (network.input().pixels() == 1 && !recipe.augmentation().equals(Augmentation.NONE)) {
      throw new IllegalArgumentException(
          "augment: expected a network that takes pictures, got " + network.name());
    }
    Shapes.check(network, recipe);
    this.network = network;
    this.recipe = recipe;
    this.kernels = kernels;
    this.rewindStep = rewindStep;
    this.listener = listener;
    this.workers = new Workers(threads);
  }

  @Override
  public TrainedRun train(Start start, Mask mask, TrainingData data, Seed order) {
    Shapes.check(network, start.weights());
    Shapes.check(network, mask);
    Shapes.check(network, data.train());
    Shapes.check(network, data.validation());
    if (start.step() != 0 && start.step() != rewindStep) {
      throw new IllegalArgumentException(
          "start: expected step 0 or this trainer's rewind step %d, got %d"
              .formatted(rewindStep, start.step()));
    }
    release();
    long began = System.nanoTime();
    Optional<Compact> compact = Compact.of(network, mask);
    NetworkSpec left = compact.map(Compact::network).orElse(network);
    Start begin = compact.map(c -> c.narrow(start)).orElse(start);
    Mask live = compact.isPresent() ? Mask.dense(left) : mask;
    Engine engine =
        new Engine(left, recipe, kernels, workers, data.train(), begin, live, order.child("draws"));
    ready = new MaskedPass(mask, compact, engine.pass, engine::close);
    TrainedRun run = train(left, engine, begin, data, order, began);
    return compact.map(c -> widened(c, run, start, mask)).orElse(run);
  }

  private TrainedRun train(
      NetworkSpec trained, Engine engine, Start start, TrainingData data, Seed order, long began) {
    Training training = new Training(trained, engine, start, data, order);
    final long prepared = System.nanoTime();
    training.run();
    lastKinds = engine.kinds();
    long steps = recipe.steps() - start.step();
    long ended = System.nanoTime();
    double seconds = (ended - began) / 1e9;
    double micros = (ended - prepared - training.lookNanos) / 1e3 / Math.max(1, steps);
    long flops = steps * engine.flopsPerStep();
    lastCost = new TrainingCost(steps, seconds, micros, flops, engine.bytes());
    return new TrainedRun(
        training.atRewind, training.best, training.end(), new Curve(training.points));
  }

  /** Puts the weights of the network that is left back where they were. */
  private TrainedRun widened(Compact compact, TrainedRun run, Start start, Mask mask) {
    Weights base = mask.apply(start.weights());
    boolean rewound = start.step() == rewindStep;
    return new TrainedRun(
        rewound ? start.weights() : compact.widen(run.atRewind(), base),
        compact.widen(run.best(), base),
        compact.widen(run.end(), base),
        run.curve());
  }

  /**
   * Returns how the network with {@code weights}, those that {@code mask} takes out being 0, does
   * on {@code examples}: by the products of the last training if it was under {@code mask}, else by
   * products that are made for it and kept for the next call.
   */
  public Evaluation evaluate(Weights weights, Mask mask, Examples examples) {
    Shapes.check(network, weights);
    Shapes.check(network, mask);
    Shapes.check(network, examples);
    MaskedPass pass = ready;
    if (pass == null || !pass.isUnder(mask)) {
      release();
      pass =
          MaskedPass.of(
              network, mask, recipe.sparseBelow(), kernels, workers, recipe.batch(), examples);
      ready = pass;
    }
    return pass.evaluate(weights, examples);
  }

  /** Gives back what the last training or evaluation stood in. */
  private void release() {
    MaskedPass pass = ready;
    if (pass != null) {
      ready = null;
      pass.close();
    }
  }

  /** Returns what the last training took. */
  public TrainingCost lastCost() {
    return lastCost;
  }

  /** Returns the kind of product that the last training used, by layer with weights. */
  public List<String> layerKernels() {
    return lastKinds;
  }

  @Override
  public void close() {
    release();
    workers.close();
  }

  /** One training in progress. */
  private final class Training {
    private final NetworkSpec trained;
    private final Engine engine;
    private final Start start;
    private final TrainingData data;
    private final BatchOrder order;
    private final Moves moves;
    private final List<Curve.Point> points = new ArrayList<>();
    private final Weights best;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private Weights atRewind;
    private long lookNanos;

    Training(NetworkSpec trained, Engine engine, Start start, TrainingData data, Seed order) {
      this.trained = trained;
      this.best = Weights.zeros(trained);
      this.engine = engine;
      this.start = start;
      this.data = data;
      this.order = new BatchOrder(data.train().size(), order);
      this.moves = new Moves(recipe.augmentation(), order.child("augmentation"));
      this.atRewind = start.weights();
    }

    void run() {
      int[] batch = new int[recipe.batch()];
      int[] moved = new int[recipe.batch()];
      double losses = 0;
      long since = start.step();
      look(start.step(), Double.NaN);
      for (long step = start.step(); step < recipe.steps(); step++) {
        if (step == rewindStep && step > start.step()) {
          atRewind = Weights.zeros(trained);
          engine.store(atRewind);
        }
        order.fill(step, batch);
        moves.fill(step, moved);
        double rate =
            recipe.rate() * recipe.schedule().factor(step, recipe.steps(), recipe.warmup());
        losses += requireFinite(engine.step(batch, moved, rate), "loss", step + 1) / recipe.batch();
        long done = step + 1;
        if (done % recipe.evaluateEvery() == 0 || done == recipe.steps()) {
          look(done, losses / (done - since));
          losses = 0;
          since = done;
        }
      }
    }

    private void look(long step, double trainLoss) {
      long began = System.nanoTime();
      Evaluation seen = engine.evaluate(data.validation());
      double loss = requireFinite(seen.loss(), "validation loss", step);
      if (loss < bestLoss) {
        bestLoss = loss;
        engine.store(best);
      }
      Curve.Point point = new Curve.Point(step, trainLoss, loss, seen.accuracy());
      points.add(point);
      listener.at(point, recipe.steps());
      lookNanos += System.nanoTime() - began;
    }

    private double requireFinite(double loss, String what, long step) {
      if (!Double.isFinite(loss)) {
        throw new DivergedException(
            "training diverged: the "
                + what
                + " is "
                + loss
                + " at step "
                + step
                + "; try a rate below "
                + recipe.rate());
      }
      return loss;
    }

    Weights end() {
      Weights end = Weights.zeros(trained);
      engine.store(end);
      String place = ForwardPass.notFinite(end);
      if (!place.isEmpty()) {
        throw new DivergedException(
            "training diverged: " + place + " at the end; try a rate below " + recipe.rate());
      }
      return end;
    }
  }
}
