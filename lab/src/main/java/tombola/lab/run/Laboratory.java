package tombola.lab.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToLongFunction;
import tombola.data.Dataset;
import tombola.lab.config.FindConfig;
import tombola.lab.config.Settings;
import tombola.lab.store.ArmStore;
import tombola.lab.store.Metrics;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.ticket.Ticket;
import tombola.train.Curve;
import tombola.train.Recipe;
import tombola.train.TrainedRun;
import tombola.train.TrainingListener;
import tombola.verify.Signs;

/**
 * What every training of a verification, or on the target of a transfer, shares.
 *
 * @param config the run's, its search ending at the judged level
 * @param network the dense network
 * @param data the data
 * @param engines what trains
 */
record Laboratory(
    FindConfig config, NetworkSpec network, Dataset data, TrainingEngine.Source engines) {

  /** Returns the same for a search that ends at {@code level}. */
  Laboratory upTo(int level) {
    return new Laboratory(config.upTo(level), network, data, engines);
  }

  /** Returns the same for runs in the folder {@code out}. */
  Laboratory at(Path out) {
    Settings settings = Settings.of(Map.of("out", out.toString()));
    return new Laboratory(
        FindConfig.of(Settings.of(config).overriddenBy(settings)), network, data, engines);
  }

  /** Returns an engine of one thread for a training that starts at step {@code from}. */
  TrainingEngine open(NetworkSpec of, Recipe recipe, long from, TrainingListener listener) {
    return engines.open(of, recipe, from, 1, listener);
  }

  /** Hears how far a training is. */
  @FunctionalInterface
  interface Watcher {
    /** Called when {@code share} of it is done and it has looked at the validation part. */
    void moved(double share, Curve.Point point, long steps);
  }

  /**
   * Trains {@code ticket} by the recipe and stores what comes of it.
   *
   * @param level of the figures
   * @param seed of the data order
   * @param stepsInAll the steps to be stored with the figures
   */
  void train(
      Ticket ticket,
      int level,
      long seed,
      ArmStore place,
      ToLongFunction<Metrics> stepsInAll,
      Watcher watcher) {
    long from = ticket.start().step();
    try (TrainingEngine engine =
        open(
            network,
            config.recipe(),
            from,
            (point, steps) ->
                watcher.moved((double) (point.step() - from) / (steps - from), point, steps))) {
      TrainedRun run =
          engine.train(
              ticket.start(), ticket.mask(), data.training(), new Seed(seed).child("order"));
      Metrics metrics = Measures.metrics(level, ticket, run, engine, data.test());
      place.noteSigns(
          Signs.agreement(ticket.mask(), ticket.start().weights(), run.end()), run.end());
      place.write(
          metrics, stepsInAll.applyAsLong(metrics), run.best(), run.end(), Measures.timing(engine));
    }
  }
}
