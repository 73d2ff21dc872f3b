package tombola.lab.run;

import java.util.function.Supplier;
import tombola.data.Examples;
import tombola.data.TrainingData;
import tombola.lab.config.InputException;
import tombola.lab.result.LevelResult;
import tombola.lab.store.Metrics;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.StoredLevel;
import tombola.lab.store.Timing;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.prune.Mask;
import tombola.ticket.Ticket;
import tombola.train.Start;
import tombola.train.TrainedRun;
import tombola.train.Trainer;

/**
 * Trains each level of one replicate once: the first call is for level 0, the next for level 1, and
 * a level that the store has is returned from there. So a search goes on where it was killed, and
 * the search itself knows nothing of it. The trainings of a method are stored likewise.
 */
final class StoredTrainer implements Trainer {
  private final ReplicateStore store;
  private final NetworkSpec network;
  private final Examples measured;
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
   * @param first the level of the first call
   * @param measured on what the figures of a level are taken
   * @param engine asked for when a level is to be trained for the first time
   */
  StoredTrainer(
      ReplicateStore store,
      NetworkSpec network,
      int first,
      Examples measured,
      Supplier<TrainingEngine> engine,
      Watcher watcher) {
    this.store = store;
    this.network = network;
    this.next = first;
    this.measured = measured;
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
    Metrics metrics = Measures.metrics(level, ticket, run, trainer, measured);
    Timing timing = Measures.timing(trainer);
    watcher.finished(store.write(new StoredLevel(ticket, run, metrics, timing)), false);
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
}
