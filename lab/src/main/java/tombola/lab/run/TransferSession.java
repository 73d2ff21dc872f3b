package tombola.lab.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import tombola.lab.store.ArmStore;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.RunStore;
import tombola.lab.store.TransferStore;
import tombola.lab.transfer.TransferArm;
import tombola.lab.transfer.TransferArms;
import tombola.lab.transfer.TransferEvidence;
import tombola.lab.transfer.TransferFindings;
import tombola.lab.transfer.TransferPlan;
import tombola.lab.transfer.TransferResult;
import tombola.lab.verify.ArmOutcome;

/** One call's work on the plans of transfers; it has the runs of all tasks to itself. */
final class TransferSession implements AutoCloseable {
  private final Map<String, Opened> tasks = new LinkedHashMap<>();
  private final int level;
  private final Work work;
  private final TrainingEngine.Source engines;

  /**
   * A plan and the names of its tasks.
   *
   * @param source of the run that is carried from
   * @param target of the run that is carried to
   * @param plan what is to be done
   */
  record Pair(String source, String target, TransferPlan plan) {}

  /** A task whose run is open. */
  private record Opened(
      TransferTask task,
      RunStore store,
      Laboratory laboratory,
      Map<Long, ReplicateStore> searches) {

    ReplicateStore search(long seed) {
      return Optional.ofNullable(searches.get(seed)).orElseThrow();
    }
  }

  /**
   * Opens the runs of {@code tasks}.
   *
   * @param level the deepest of the tickets
   * @param seeds of the searches
   */
  TransferSession(
      List<TransferTask> tasks, int level, List<Long> seeds, TrainingEngine.Source engines) {
    this.level = level;
    this.engines = engines;
    this.work = new Work(tasks.getFirst().config().upTo(level), tasks.getFirst().network());
    try {
      tasks.forEach(task -> open(task, seeds));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void open(TransferTask task, List<Long> seeds) {
    RunStore store = task.open();
    Map<Long, ReplicateStore> searches = new TreeMap<>();
    Laboratory laboratory =
        new Laboratory(task.config().upTo(level), task.network(), task.data(), engines);
    tasks.put(task.name(), new Opened(task, store, laboratory, searches));
    seeds.forEach(seed -> searches.put(seed, store.replicate(seed)));
  }

  /** Returns the folder of a plan. */
  Path folder(Pair pair) {
    return task(pair.target()).store().transfers().folder(TransferStore.hash(pair.plan()));
  }

  /**
   * Stores all plans, makes what is missing and returns what each found.
   *
   * @param folder of the plan that was asked for
   */
  List<TransferResult> run(List<Pair> pairs, Path folder, TransferListener listener) {
    pairs.forEach(pair -> task(pair.target()).store().transfers().plan(pair.plan()));
    Set<TransferJob> jobs = new LinkedHashSet<>();
    pairs.forEach(pair -> jobs.addAll(jobs(pair)));
    List<TransferJob> missing =
        jobs.stream()
            .filter(job -> !place(job).has())
            .sorted(Comparator.comparingDouble((TransferJob j) -> work.level(j.level())).reversed())
            .toList();
    double units = missing.stream().mapToDouble(job -> work.level(job.level())).sum();
    int levels = 0;
    for (Opened task : tasks.values()) {
      List<ReplicateStore> searches = List.copyOf(task.searches().values());
      units += Account.searches(work, searches, level + 1);
      levels += searches.stream().mapToInt(s -> Math.max(0, level + 1 - s.finished())).sum();
    }
    TransferTally tally = new TransferTally(listener, work, units, missing.size());
    tally.planned(
        new TransferEvent.Planned(
            folder,
            levels,
            jobs.size(),
            jobs.size() - missing.size(),
            engines.kernels(),
            threads()));
    tasks.values().forEach(task -> search(task, tally));
    List<Callable<Optional<String>>> trainings = new ArrayList<>();
    missing.forEach(job -> trainings.add(() -> training(job, tally).run()));
    SideBySide.run(trainings, threads(), "transfer");
    return pairs.stream().map(this::result).toList();
  }

  private static List<TransferJob> jobs(Pair pair) {
    List<TransferJob> jobs = new ArrayList<>();
    TransferPlan plan = pair.plan();
    for (TransferArm arm : TransferArms.ALL) {
      if (!arm.isOfSearch()) {
        plan.seeds().forEach(seed -> jobs.add(job(pair, arm, seed)));
      }
    }
    return jobs;
  }

  private static TransferJob job(Pair pair, TransferArm arm, long seed) {
    TransferPlan plan = pair.plan();
    return new TransferJob(
        pair.source(), pair.target(), plan.head(), arm, arm.level(plan.level()), seed);
  }

  private void search(Opened task, TransferTally tally) {
    String name = task.task().name();
    Laboratory laboratory = task.laboratory();
    new Replicates(
            laboratory.config(),
            laboratory.network(),
            laboratory.data(),
            laboratory.engines(),
            event -> tally.search(name, event))
        .run(List.copyOf(task.searches().values()), level + 1);
  }

  private TransferRun training(TransferJob job, TransferTally tally) {
    Opened source = task(job.source());
    return new TransferRun(
        task(job.target()).laboratory(),
        job,
        source.search(job.seed()),
        source.task().network(),
        place(job),
        tally);
  }

  private ArmStore place(TransferJob job) {
    return task(job.target())
        .search(job.seed())
        .carried(job.source(), job.head(), job.arm(), job.level());
  }

  private TransferResult result(Pair pair) {
    Map<TransferArm, SortedMap<Long, ArmOutcome.Trained>> outcomes = new HashMap<>();
    for (TransferArm arm : TransferArms.ALL) {
      SortedMap<Long, ArmOutcome.Trained> bySeed = new TreeMap<>();
      pair.plan().seeds().forEach(seed -> bySeed.put(seed, outcome(pair, arm, seed)));
      outcomes.put(arm, bySeed);
    }
    Opened source = task(pair.source());
    Opened target = task(pair.target());
    String hash = TransferStore.hash(pair.plan());
    TransferResult result =
        TransferFindings.of(
            new TransferEvidence(pair.plan(), outcomes),
            new TransferFindings.Names(
                pair.source(),
                pair.target(),
                source.task().facts().dataset(),
                target.task().facts().dataset(),
                target.task().facts().network()),
            hash);
    target.store().transfers().result(hash, result);
    return result;
  }

  private ArmOutcome.Trained outcome(Pair pair, TransferArm arm, long seed) {
    if (!arm.isOfSearch()) {
      return place(job(pair, arm, seed)).read();
    }
    int of = arm.level(pair.plan().level());
    return new ArmOutcome.Measured(
        task(pair.target()).search(seed).result(of), work.stepsInAll(of));
  }

  private int threads() {
    return tasks.values().iterator().next().laboratory().config().machine().threads().count();
  }

  private Opened task(String name) {
    return Optional.ofNullable(tasks.get(name)).orElseThrow();
  }

  @Override
  public void close() {
    tasks.values().forEach(task -> task.store().close());
  }
}
