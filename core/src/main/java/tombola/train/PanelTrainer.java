package tombola.train;

import java.util.ArrayList;
import java.util.List;
import tombola.data.TrainingData;
import tombola.kernel.Kernels;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;

/**
 * The trainer of this house: off-heap panels, one order for every sum, several threads on one step.
 */
public final class PanelTrainer implements Trainer, AutoCloseable {
  private final NetworkSpec network;
  private final Recipe recipe;
  private final Kernels kernels;
  private final long rewindStep;
  private final TrainingListener listener;
  private final Workers workers;
  private List<String> lastKinds = List.of();
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
    return Compact.of(network, mask)
        .map(compact -> train(compact, start, mask, data, order))
        .orElseGet(() -> train(network, start, mask, data, order));
  }

  /** Trains the network that is left, and puts its weights back where they were. */
  private TrainedRun train(Compact compact, Start start, Mask mask, TrainingData data, Seed order) {
    Start narrow = new Start(compact.narrow(start.weights()), start.step());
    TrainedRun run = train(compact.network(), narrow, Mask.dense(compact.network()), data, order);
    Weights base = mask.apply(start.weights());
    boolean rewound = start.step() == rewindStep;
    return new TrainedRun(
        rewound ? start.weights() : compact.widen(run.atRewind(), base),
        compact.widen(run.best(), base),
        compact.widen(run.end(), base),
        run.curve());
  }

  private TrainedRun train(
      NetworkSpec trained, Start start, Mask mask, TrainingData data, Seed order) {
    long began = System.nanoTime();
    try (Engine engine =
        new Engine(
            trained, recipe, kernels, workers, data.train(), start, mask, order.child("draws"))) {
      Training training = new Training(trained, engine, start, data, order);
      final long ready = System.nanoTime();
      training.run();
      lastKinds = engine.kinds();
      long steps = recipe.steps() - start.step();
      long ended = System.nanoTime();
      double seconds = (ended - began) / 1e9;
      double micros = (ended - ready - training.lookNanos) / 1e3 / Math.max(1, steps);
      long flops = steps * engine.flopsPerStep();
      lastCost = new TrainingCost(steps, seconds, micros, flops, engine.bytes());
      return new TrainedRun(
          training.atRewind, training.best, training.end(), new Curve(training.points));
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
