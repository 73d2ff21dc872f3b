package tombola.lab.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import tombola.lab.store.ArmStore;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.RunStore;
import tombola.lab.verify.ArmOutcome;
import tombola.lab.verify.Arms;
import tombola.lab.verify.WidthEvidence;

/** One starting width: its searches, and its ticket's mask with other initial weights. */
final class WidthRun {
  private final Laboratory laboratory;
  private final RunStore store;
  private final int level;
  private final Work work;
  private final Map<Long, ReplicateStore> searches = new TreeMap<>();

  /**
   * Prepares the work on a run.
   *
   * @param laboratory of the scaled network, its search ending at {@code level}
   * @param store its run
   */
  WidthRun(Laboratory laboratory, RunStore store, List<Long> seeds, int level) {
    this.laboratory = laboratory;
    this.store = store;
    this.level = level;
    this.work = new Work(laboratory.config(), laboratory.network());
    seeds.forEach(seed -> searches.put(seed, store.replicate(seed)));
  }

  /** Trains what is missing and returns all that was measured. */
  WidthEvidence run(double factor, VerifyListener listener) {
    List<ArmJob> jobs =
        searches.keySet().stream()
            .map(seed -> new ArmJob(Arms.REINITIALISED, level, seed, seed))
            .toList();
    jobs.forEach(job -> place(job).tidy());
    List<ArmJob> missing =
        jobs.stream()
            .filter(job -> !place(job).has())
            .sorted(Comparator.comparingDouble(work::job).reversed())
            .toList();
    List<ReplicateStore> unfinished =
        searches.values().stream().filter(search -> search.finished() <= level).toList();
    Tally tally = new Tally(listener, work, unfinished, level + 1, missing);
    listener.on(
        new VerifyEvent.WidthStarted(
            factor,
            laboratory.network().name(),
            store.run().name(),
            level,
            unfinished.stream().mapToInt(search -> level + 1 - search.finished()).sum(),
            missing.size()));
    new Replicates(
            laboratory.config(),
            laboratory.network(),
            laboratory.data(),
            laboratory.engines(),
            tally::search)
        .run(unfinished, level + 1);
    List<Callable<Optional<String>>> tasks = new ArrayList<>();
    ArmsLog log = new ArmsLog(store, laboratory);
    for (ArmJob job : missing) {
      tasks.add(() -> {
        Optional<String> diverged = new ArmRun(laboratory, job, search(job), tally).run();
        log.finished(job);
        return diverged;
      });
    }
    SideBySide.run(tasks, laboratory.config().machine().threads().count(), "verify");
    return evidence(factor, jobs);
  }

  private ReplicateStore search(ArmJob job) {
    return Optional.ofNullable(searches.get(job.searchSeed())).orElseThrow();
  }

  private ArmStore place(ArmJob job) {
    return search(job).arm(job.arm(), job.level(), job.seed());
  }

  private WidthEvidence evidence(double factor, List<ArmJob> jobs) {
    SortedMap<Long, ArmOutcome.Measured> ticket = new TreeMap<>();
    SortedMap<Long, ArmOutcome.Measured> dense = new TreeMap<>();
    SortedMap<Long, ArmOutcome.Trained> reinitialised = new TreeMap<>();
    for (ArmJob job : jobs) {
      ticket.put(job.seed(), ofSearch(job, level));
      dense.put(job.seed(), ofSearch(job, 0));
      reinitialised.put(job.seed(), place(job).read());
    }
    return new WidthEvidence(
        factor,
        laboratory.network().name(),
        store.run().name(),
        level,
        ticket,
        dense,
        reinitialised);
  }

  private ArmOutcome.Measured ofSearch(ArmJob job, int at) {
    return new ArmOutcome.Measured(search(job).result(at), work.stepsInAll(at));
  }
}
