package tombola.lab.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import tombola.data.Dataset;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.result.LevelResult;
import tombola.lab.store.ReplicateStore;
import tombola.nn.NetworkSpec;

/** Brings the replicates of a run to their last level, side by side where that is faster. */
final class Replicates {
  private final FindConfig config;
  private final NetworkSpec network;
  private final Dataset data;
  private final TrainingEngine.Source engines;
  private final FindListener listener;
  private final Surroundings surroundings = Surroundings.look();

  Replicates(
      FindConfig config,
      NetworkSpec network,
      Dataset data,
      TrainingEngine.Source engines,
      FindListener listener) {
    this.config = config;
    this.network = network;
    this.data = data;
    this.engines = engines;
    this.listener = listener;
  }

  /**
   * Runs all {@code replicates} that have fewer than {@code levels} levels. As many run at a time
   * as there are threads, a thread each: two steps on two threads are done sooner than two steps
   * after another on both. Those that are left over share the threads.
   *
   * @throws InputException naming the replicates that diverged, after the others have ended; or, if
   *     there is anything to train and it does not fit this machine's memory, before it begins
   */
  void run(List<ReplicateStore> replicates, int levels) {
    List<ReplicateStore> pending = new ArrayList<>();
    for (ReplicateStore replicate : replicates) {
      if (replicate.finished() >= levels) {
        report(replicate, levels);
      } else {
        pending.add(replicate);
      }
    }
    if (!pending.isEmpty()) {
      check(config, network, pending.size());
    }
    int threads = config.machine().threads().count();
    int whole = pending.size() / threads * threads;
    List<String> diverged = new ArrayList<>(sideBySide(pending.subList(0, whole), levels, threads));
    diverged.addAll(
        sideBySide(pending.subList(whole, pending.size()), levels, pending.size() - whole));
    if (!diverged.isEmpty()) {
      throw new InputException(String.join("; ", diverged) + "; finished levels are kept");
    }
  }

  /** Checks that as many of {@code pending} replicates as run at a time fit the memory. */
  static void check(FindConfig config, NetworkSpec network, int pending) {
    int threads = config.machine().threads().count();
    int trainings = Math.min(pending, threads);
    new MemoryCheck(network, trainings, threads / trainings)
        .check(config.recipe().batch(), MemoryCheck.here());
  }

  /** Checks every file of a replicate that is finished, and tells of it. */
  private void report(ReplicateStore replicate, int levels) {
    for (int level = 0; level < levels; level++) {
      LevelResult result = replicate.check(level);
      listener.on(new FindEvent.LevelFinished(replicate.seed(), result, true));
    }
    finished(replicate, levels);
  }

  private void finished(ReplicateStore replicate, int levels) {
    double margin = config.extent().margin();
    listener.on(new FindEvent.ReplicateFinished(RunReader.replicate(replicate, levels, margin)));
  }

  private List<String> sideBySide(List<ReplicateStore> replicates, int levels, int width) {
    if (replicates.isEmpty()) {
      return List.of();
    }
    int threads = config.machine().threads().count() / width;
    return SideBySide.run(
        replicates.stream()
            .<Callable<Optional<String>>>map(r -> () -> run(r, levels, threads))
            .toList(),
        width,
        "find");
  }

  private Optional<String> run(ReplicateStore replicate, int levels, int threads) {
    try (ReplicateRun run =
        new ReplicateRun(
            config,
            network,
            data,
            replicate,
            () -> surroundings.session(engines.kernels(), threads),
            listener)) {
      Optional<String> diverged = run.run(engines, threads);
      if (diverged.isEmpty()) {
        finished(replicate, levels);
      }
      return diverged;
    }
  }
}
