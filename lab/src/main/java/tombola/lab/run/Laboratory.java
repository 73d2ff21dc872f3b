package tombola.lab.run;

import java.nio.file.Path;
import java.util.Map;
import tombola.data.Dataset;
import tombola.lab.config.FindConfig;
import tombola.lab.config.Settings;
import tombola.nn.NetworkSpec;
import tombola.train.Recipe;
import tombola.train.TrainingListener;

/**
 * What every training of a verification shares.
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
}
