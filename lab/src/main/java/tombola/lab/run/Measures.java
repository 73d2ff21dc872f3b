package tombola.lab.run;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tombola.data.Examples;
import tombola.lab.store.Metrics;
import tombola.lab.store.Timing;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.ticket.Ticket;
import tombola.train.Curve;
import tombola.train.Evaluation;
import tombola.train.TrainedRun;
import tombola.train.TrainingCost;

/** The figures of a training. */
final class Measures {
  private Measures() {}

  /**
   * Returns the figures of a level.
   *
   * @param measured on what the network is evaluated: the test part, if this is no training on the
   *     way to another
   */
  static Metrics metrics(
      int level, Ticket ticket, TrainedRun run, TrainingEngine engine, Examples measured) {
    return metrics(
        level,
        ticket.mask(),
        run.curve(),
        ticket.start().step(),
        run.curve().best().validationAccuracy(),
        run.best(),
        run.end(),
        engine,
        measured);
  }

  /**
   * Returns figures. Where the last step was the best, it is evaluated once.
   *
   * @param mask of what is evaluated
   * @param from the step at which the training began
   * @param validationAccuracy of {@code best}
   * @param best at the step of least validation loss
   * @param end after the last step
   * @param measured on what they are evaluated
   */
  static Metrics metrics(
      int level,
      Mask mask,
      Curve curve,
      long from,
      double validationAccuracy,
      Weights best,
      Weights end,
      TrainingEngine engine,
      Examples measured) {
    Evaluation ofBest = engine.evaluate(best, mask, measured);
    Evaluation ofEnd = end.sameBits(best) ? ofBest : engine.evaluate(end, mask, measured);
    return new Metrics(
        level,
        mask.liveCount(),
        mask.total(),
        mask.density(),
        ofBest.accuracy(),
        ofBest.loss(),
        validationAccuracy,
        ofEnd.accuracy(),
        ofBest.classAccuracies(),
        curve.best().step(),
        curve.censored(),
        curve.last().step() - from,
        layers(mask),
        curve.points());
  }

  private static List<Metrics.LayerCounts> layers(Mask mask) {
    List<Metrics.LayerCounts> layers = new ArrayList<>();
    for (Parameter p : mask.parameters()) {
      int dead = DeadUnits.count(mask, layers.size());
      layers.add(new Metrics.LayerCounts(p.layer(), mask.liveCount(p.name()), p.size(), dead));
    }
    return layers;
  }

  /** Returns what the last training of {@code engine} took. */
  static Timing timing(TrainingEngine engine) {
    TrainingCost cost = engine.lastCost();
    return new Timing(
        cost.seconds(),
        cost.microsPerStep(),
        cost.flops(),
        engine.kernels(),
        engine.threads(),
        engine.layerKernels(),
        engine.lastJoules(),
        OptionalLong.of(cost.bytes()));
  }
}
