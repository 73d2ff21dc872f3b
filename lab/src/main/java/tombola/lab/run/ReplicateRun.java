package tombola.lab.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tombola.data.Dataset;
import tombola.lab.config.FindConfig;
import tombola.lab.result.LevelResult;
import tombola.lab.store.Provenance;
import tombola.lab.store.ReplicateStore;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.prune.Mask;
import tombola.train.DivergedException;

/** One replicate on its way to its last level; one thread runs it. */
final class ReplicateRun implements StoredTrainer.Watcher, AutoCloseable {
  private final FindConfig config;
  private final NetworkSpec network;
  private final Dataset data;
  private final ReplicateStore store;
  private final Supplier<Provenance.Session> session;
  private final FindListener listener;
  private int level;
  private @Nullable TrainingEngine engine;
  private @Nullable Provenance provenance; // without the session of this run
  private Provenance.@Nullable Session current;

  ReplicateRun(
      FindConfig config,
      NetworkSpec network,
      Dataset data,
      ReplicateStore store,
      Supplier<Provenance.Session> session,
      FindListener listener) {
    this.config = config;
    this.network = network;
    this.data = data;
    this.store = store;
    this.session = session;
    this.listener = listener;
  }

  /** Runs the search; returns why it diverged, or nothing if it has all its levels. */
  Optional<String> run(TrainingEngine.Source engines, int threads) {
    long seed = store.seed();
    StoredTrainer trainer =
        new StoredTrainer(store, network, 0, data.test(), () -> engine(engines, threads), this);
    try {
      store.search(config, network).run(trainer, data.training(), new Seed(seed), found -> {});
      return Optional.empty();
    } catch (DivergedException e) {
      String message = String.valueOf(e.getMessage());
      listener.on(new FindEvent.ReplicateDiverged(seed, level, message));
      return Optional.of("replicate with seed %d, level %d: %s".formatted(seed, level, message));
    }
  }

  private TrainingEngine engine(TrainingEngine.Source engines, int threads) {
    TrainingEngine open = engine;
    if (open == null) {
      open =
          engines.open(
              network,
              config.recipe(),
              config.rewind().step(),
              threads,
              (point, steps) ->
                  listener.on(new FindEvent.Validated(store.seed(), level, point, steps)));
      engine = open;
    }
    return open;
  }

  @Override
  public void started(int next, Mask mask) {
    level = next;
    if (current == null) {
      current = session.get();
      store.note(before().with(current));
    }
    listener.on(
        new FindEvent.LevelStarted(
            store.seed(), next, mask.liveCount(), mask.density(), config.recipe().steps()));
  }

  @Override
  public void finished(LevelResult result, boolean cached) {
    if (!cached && current != null) {
      current = current.with(result.level(), Surroundings.now());
      store.note(before().with(current));
    }
    listener.on(new FindEvent.LevelFinished(store.seed(), result, cached));
  }

  /** Returns the provenance without this run's session. */
  private Provenance before() {
    Provenance before = provenance;
    if (before == null) {
      before = store.provenance().orElseGet(() -> new Provenance(data.checksum(), List.of()));
      provenance = before;
    }
    return before;
  }

  @Override
  public void close() {
    TrainingEngine open = engine;
    if (open != null) {
      open.close();
    }
  }
}
