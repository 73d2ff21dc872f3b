package tombola.lab.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tombola.data.Dataset;
import tombola.data.TrainingData;
import tombola.lab.config.InputException;
import tombola.lab.result.LevelResult;
import tombola.lab.store.Metrics;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.StoredLevel;
import tombola.lab.store.Timing;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.nn.Parameter;
import tombola.prune.Mask;
import tombola.ticket.Ticket;
import tombola.train.Curve;
import tombola.train.Evaluation;
import tombola.train.Start;
import tombola.train.TrainedRun;
import tombola.train.Trainer;
import tombola.train.TrainingCost;

/**
 * Trains each level of one replicate once: the first call is for level 0, the next for level 1, and
 * a level that the store has is returned from there. So a search goes on where it was killed, and
 * the search itself knows nothing of it.
 */
final class StoredTrainer implements Trainer {
  private final ReplicateStore store;
  private final NetworkSpec network;
  private final Dataset data;
  private final Supplier<TrainingEngine> engine;
  private final Watcher watcher;
  private int next;

  /** Hears of levels. */
  interface Watcher {
    /** A level is not in the store: it will be trained. */
    void started(int level, Mask mask);

    /** A level is in the store. */
    void finished(LevelResult result, boolean cached);
  }

  /**
   * Creates the trainer of one replicate.
   *
   * @param engine asked for when a level is to be trained for the first time
   */
  StoredTrainer(
      ReplicateStore store,
      NetworkSpec network,
      Dataset data,
      Supplier<TrainingEngine> engine,
      Watcher watcher) {
    this.store = store;
    this.network = network;
    this.data = data;
    this.engine = engine;
    this.watcher = watcher;
  }

  @Override
  public TrainedRun train(Start start, Mask mask, TrainingData training, Seed order) {
    int level = next++;
    Ticket ticket = new Ticket(mask, start);
    if (store.has(level)) {
      StoredLevel stored = store.read(level, network);
      checkSame(level, ticket, stored.ticket());
      watcher.finished(store.result(level), true);
      return stored.run();
    }
    watcher.started(level, mask);
    TrainingEngine trainer = engine.get();
    TrainedRun run = trainer.train(start, mask, training, order);
    Metrics metrics = metrics(level, ticket, run, trainer);
    watcher.finished(store.write(new StoredLevel(ticket, run, metrics, timing(trainer))), false);
    return run;
  }

  private void checkSame(int level, Ticket expected, Ticket stored) {
    boolean sameMask = stored.mask().equals(expected.mask());
    boolean sameStart =
        stored.start().step() == expected.start().step()
            && stored.start().weights().sameBits(expected.start().weights());
    if (!sameMask || !sameStart) {
      throw new InputException(
          "%s: expected the %s that this code finds, found another: other code or data made this run; name another"
                  .formatted(store.folder(level), sameMask ? "start" : "mask")
              + " folder with --out, or remove the run");
    }
  }

  private Metrics metrics(int level, Ticket ticket, TrainedRun run, TrainingEngine trainer) {
    Evaluation best = trainer.evaluate(run.best(), data.test());
    Evaluation end = trainer.evaluate(run.end(), data.test());
    Mask mask = ticket.mask();
    Curve curve = run.curve();
    return new Metrics(
        level,
        mask.liveCount(),
        mask.total(),
        mask.density(),
        best.accuracy(),
        best.loss(),
        curve.best().validationAccuracy(),
        end.accuracy(),
        best.classAccuracies(),
        curve.best().step(),
        curve.censored(),
        curve.last().step() - ticket.start().step(),
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

  private static Timing timing(TrainingEngine trainer) {
    TrainingCost cost = trainer.lastCost();
    return new Timing(
        cost.seconds(),
        cost.microsPerStep(),
        cost.flops(),
        trainer.kernels(),
        trainer.threads(),
        trainer.layerKernels());
  }
}
