package tombola.lab.run;

import java.util.ArrayList;
import java.util.List;
import tombola.data.TrainingData;
import tombola.lab.certificate.TrainingDifference;
import tombola.lab.store.JsonFiles;
import tombola.lab.store.Metrics;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.StoredLevel;
import tombola.lab.store.Timing;
import tombola.lab.store.TrainingSums;
import tombola.math.Seed;
import tombola.prune.Mask;
import tombola.ticket.Search;
import tombola.ticket.Ticket;
import tombola.train.Start;
import tombola.train.TrainedRun;

/**
 * One level of one replicate trained again. The levels before it are taken from the store, and the
 * search goes over them once more: what it prunes and where it goes back to must lead to the
 * tickets that the store has.
 */
final class LevelAgain {
  private final Laboratory laboratory;
  private final ReplicateStore stored;
  private final int level;
  private final FindListener listener;
  private final List<TrainingDifference> differences = new ArrayList<>();
  private int next;

  LevelAgain(Laboratory laboratory, ReplicateStore stored, int level, FindListener listener) {
    this.laboratory = laboratory;
    this.stored = stored;
    this.level = level;
    this.listener = listener;
  }

  /** Trains and returns what differs. */
  List<TrainingDifference> run() {
    Search whole = stored.search(laboratory.config(), laboratory.network());
    new Search(
            whole.network(),
            whole.initialisation(),
            whole.given(),
            whole.pruner(),
            whole.rewind(),
            level)
        .run(this::train, laboratory.data().training(), new Seed(stored.seed()), found -> {});
    return differences;
  }

  private TrainedRun train(Start start, Mask mask, TrainingData training, Seed order) {
    int at = next++;
    StoredLevel there = stored.read(at, laboratory.network());
    if (at < level) {
      compare(
          at,
          new StoredLevel(new Ticket(mask, start), there.run(), there.metrics(), there.timing()),
          there);
      return there.run();
    }
    try (TrainingEngine engine = open(mask)) {
      TrainedRun run = engine.train(start, mask, training, order);
      Ticket ticket = new Ticket(mask, start);
      Metrics metrics = Measures.metrics(level, ticket, run, engine, laboratory.data().test());
      Timing timing = Measures.timing(engine);
      compare(level, new StoredLevel(ticket, run, metrics, timing), there);
      listener.on(new FindEvent.LevelFinished(stored.seed(), stored.result(level), false));
      return run;
    }
  }

  private TrainingEngine open(Mask mask) {
    long seed = stored.seed();
    long steps = laboratory.config().recipe().steps();
    listener.on(new FindEvent.LevelStarted(seed, level, mask.liveCount(), mask.density(), steps));
    return laboratory
        .engines()
        .open(
            laboratory.network(),
            laboratory.config().recipe(),
            laboratory.config().rewind().step(),
            laboratory.config().machine().threads().count(),
            (point, last) -> listener.on(new FindEvent.Validated(seed, level, point, last)));
  }

  private void compare(int at, StoredLevel again, StoredLevel there) {
    String words =
        "seed %d, %s, level %d".formatted(stored.seed(), at == 0 ? "dense" : "ticket", at);
    JsonFiles.difference(JsonFiles.tree(there.metrics()), JsonFiles.tree(again.metrics()))
        .or(() ->
            JsonFiles.difference(
                JsonFiles.tree(TrainingSums.of(there)), JsonFiles.tree(TrainingSums.of(again))))
        .ifPresent(what -> differences.add(new TrainingDifference(words, what)));
  }
}
