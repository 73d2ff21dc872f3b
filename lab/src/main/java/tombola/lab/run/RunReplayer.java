package tombola.lab.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tombola.data.Dataset;
import tombola.lab.certificate.CertifiedTraining;
import tombola.lab.certificate.Replay;
import tombola.lab.certificate.TrainingDifference;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.config.Settings;
import tombola.lab.data.DataSources;
import tombola.lab.store.GivenWeights;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.RunFacts;
import tombola.lab.store.RunFolder;
import tombola.lab.store.RunStore;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;

/**
 * Makes the searches of a run again and compares bits with what the run has. Whole searches lie in
 * a folder named by the run until all are found equal, so that a replay that was stopped goes on.
 */
public final class RunReplayer {
  private final DataSources sources;
  private final Function<FindConfig.Machine, TrainingEngine.Source> engines;

  /** Creates a replayer that reads data from {@code sources} and trains as {@link Finder} does. */
  public RunReplayer(DataSources sources) {
    this(sources, TrainingEngine::fastest);
  }

  /** Creates a replayer with engines of its own. */
  public RunReplayer(
      DataSources sources, Function<FindConfig.Machine, TrainingEngine.Source> engines) {
    this.sources = sources;
    this.engines = engines;
  }

  /**
   * Trains again.
   *
   * @param level the one level to train, from the tickets that the levels before it lead to; empty
   *     for every level of every replicate, from the seeds alone
   * @param machine settings of the machine that are to hold instead of the run's
   * @throws InputException in one line if there is no such level, files cannot be read or written,
   *     or the data or this code are not those of the run
   * @throws IllegalArgumentException in one line if a setting does not fit this machine or the data
   * @throws tombola.data.BadDataException in one line if the data cannot be used
   */
  public Replay replay(RunFolder run, OptionalInt level, Settings machine, FindListener listener) {
    FindConfig config = FindConfig.of(Settings.of(run.config()).overriddenBy(machine));
    TrainingEngine.Source engine = engines.apply(config.machine());
    Dataset data = sources.open(config.data());
    RunFacts facts = run.facts();
    if (!RunFacts.of(config, data).equals(facts)) {
      throw new InputException(
          run.folder()
              + ": expected the data and the code that made this run, found others; replay needs both");
    }
    NetworkSpec network = Networks.named(config.network(), data.width(), data.classes().size());
    Laboratory laboratory = new Laboratory(config, network, data, engine);
    List<ReplicateStore> stored =
        run.seeds().stream().map(run::replicate).filter(r -> r.has(0)).toList();
    int all = stored.stream().mapToInt(ReplicateStore::finished).sum();
    List<TrainingDifference> differences = new ArrayList<>();
    int retrained =
        level.isPresent()
            ? one(laboratory, run, stored, level.getAsInt(), differences, listener)
            : whole(laboratory, run, facts, stored, differences, listener);
    return new Replay(
        run.name(),
        List.of(),
        all,
        retrained,
        level.isPresent()
            ? "%d trainings of other levels; what is stored of those before it was only followed to its tickets"
                .formatted(all - retrained)
            : "",
        differences,
        engine.kernels(),
        config.machine().threads().count());
  }

  private static int one(
      Laboratory laboratory,
      RunFolder run,
      List<ReplicateStore> stored,
      int level,
      List<TrainingDifference> differences,
      FindListener listener) {
    List<ReplicateStore> having = stored.stream().filter(r -> r.finished() > level).toList();
    if (level < 0 || having.isEmpty()) {
      throw new InputException(
          "level: expected 0 to %d, the levels of %s, got %d"
              .formatted(
                  stored.stream().mapToInt(ReplicateStore::finished).max().orElse(0) - 1,
                  run.name(),
                  level));
    }
    tell(laboratory, run.folder(), having, 1, 0, listener);
    for (ReplicateStore replicate : having) {
      differences.addAll(new LevelAgain(laboratory, replicate, level, listener).run());
    }
    return having.size();
  }

  private static int whole(
      Laboratory laboratory,
      RunFolder run,
      RunFacts facts,
      List<ReplicateStore> stored,
      List<TrainingDifference> differences,
      FindListener listener) {
    Path work = laboratory.config().machine().out().resolve(Replayer.FOLDER).resolve(run.name());
    FindConfig elsewhere = laboratory.at(work).config();
    FindListener one = OneAtATime.of(listener::on)::accept;
    int retrained = 0;
    try (RunStore store = RunStore.open(elsewhere, facts, GivenWeights.of(run.folder()))) {
      List<ReplicateStore> again = stored.stream().map(r -> store.replicate(r.seed())).toList();
      int most = stored.stream().mapToInt(ReplicateStore::finished).max().orElse(0);
      int there = again.stream().mapToInt(ReplicateStore::finished).sum();
      tell(laboratory, store.run().folder(), again, most, there, one);
      for (Map.Entry<Integer, List<ReplicateStore>> group : byLevels(stored).entrySet()) {
        int levels = group.getKey();
        Laboratory shared = laboratory.upTo(levels - 1);
        List<ReplicateStore> missing =
            group.getValue().stream().map(r -> store.replicate(r.seed())).toList();
        new Replicates(shared.config(), shared.network(), shared.data(), shared.engines(), one)
            .run(missing, levels);
        for (ReplicateStore replicate : group.getValue()) {
          differences.addAll(
              differences(
                  new CertifiedTrainings(shared, run::replicate)
                      .ofSearch(replicate.seed(), levels - 1),
                  new CertifiedTrainings(shared, store::replicate)
                      .ofSearch(replicate.seed(), levels - 1)));
          retrained += levels;
        }
      }
    }
    if (differences.isEmpty()) {
      Replayer.remove(work);
    }
    return retrained;
  }

  private static void tell(
      Laboratory laboratory,
      Path folder,
      List<ReplicateStore> replicates,
      int levels,
      int finished,
      FindListener listener) {
    listener.on(
        new FindEvent.RunOpened(
            folder,
            String.valueOf(folder.getFileName()),
            replicates.stream().map(ReplicateStore::seed).toList(),
            levels,
            finished,
            laboratory.engines().kernels(),
            laboratory.config().machine().threads().count()));
  }

  private static Map<Integer, List<ReplicateStore>> byLevels(List<ReplicateStore> replicates) {
    return replicates.stream()
        .collect(
            Collectors.groupingBy(ReplicateStore::finished, TreeMap::new, Collectors.toList()));
  }

  private static List<TrainingDifference> differences(
      List<CertifiedTraining> stored, List<CertifiedTraining> again) {
    List<TrainingDifference> differences = new ArrayList<>();
    for (int i = 0; i < stored.size(); i++) {
      CertifiedTraining training = stored.get(i);
      training
          .difference(again.get(i))
          .ifPresent(words -> differences.add(new TrainingDifference(training.words(), words)));
    }
    return differences;
  }
}
