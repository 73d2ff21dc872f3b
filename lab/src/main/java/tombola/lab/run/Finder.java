package tombola.lab.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import tombola.data.Dataset;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.result.RunResult;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.RunFacts;
import tombola.lab.store.RunFolder;
import tombola.lab.store.RunStore;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;

/** Searches for winning tickets, each level once: what the run's folder has is taken from there. */
public final class Finder {
  private final DataSources sources;
  private final Function<FindConfig.Machine, TrainingEngine.Source> engines;

  /**
   * Creates a finder that reads data from {@code sources} and trains on the kernels that are asked
   * for; the folder of the runs remembers which of them were fastest on this machine.
   */
  public Finder(DataSources sources) {
    this(sources, TrainingEngine::fastest);
  }

  /** Creates a finder with engines of its own. */
  public Finder(DataSources sources, Function<FindConfig.Machine, TrainingEngine.Source> engines) {
    this.sources = sources;
    this.engines = engines;
  }

  /**
   * Searches, or goes on where an earlier call stopped, however it did; a finished run returns
   * without training. Neither threads nor kernels nor interruptions change a bit of the result.
   *
   * @throws InputException in one line if settings or stored files cannot be worked with, a disk is
   *     full, or a replicate diverged (after the others have ended); levels that are finished stay
   * @throws IllegalArgumentException in one line if a setting does not fit this machine or the data
   * @throws tombola.data.BadDataException in one line if the data cannot be used
   */
  public RunResult find(FindConfig config, FindListener listener) {
    return find(config, Optional.empty(), listener);
  }

  /**
   * Searches as {@link #find(FindConfig, FindListener)} does.
   *
   * @param start the weights that {@code config} names, for a run that does not have them yet
   */
  public RunResult find(FindConfig config, Optional<ImportedStart> start, FindListener listener) {
    TrainingEngine.Source source = engines.apply(config.machine());
    Dataset data = sources.open(config.data());
    NetworkSpec network = Networks.named(config.network(), data.width(), data.classes().size());
    RunFacts facts = RunFacts.of(config, data);
    FindListener one = OneAtATime.of(listener::on)::accept;
    if (!RunFolder.isRun(config.machine().out().resolve(facts.runName()))) { // leave no empty one
      Replicates.check(config, network, config.extent().replicates());
    }
    try (RunStore store = RunStore.open(config, facts, start.map(ImportedStart::file))) {
      List<Long> seeds =
          LongStream.range(0, config.extent().replicates())
              .map(i -> config.extent().seed() + i)
              .boxed()
              .toList();
      List<ReplicateStore> replicates = seeds.stream().map(store::replicate).toList();
      int levels = config.search(network).levels() + 1;
      int finished = replicates.stream().mapToInt(r -> Math.min(r.finished(), levels)).sum();
      int threads = config.machine().threads().count();
      one.on(
          new FindEvent.RunOpened(
              store.run().folder(),
              store.run().name(),
              seeds,
              levels,
              finished,
              source.kernels(),
              threads));
      new Replicates(config, network, data, source, one).run(replicates, levels);
      return RunReader.read(store.run(), facts, config, replicates, levels);
    }
  }
}
