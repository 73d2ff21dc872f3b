package tombola.lab.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import tombola.data.Dataset;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.config.Settings;
import tombola.lab.data.DataSources;
import tombola.lab.store.RunFacts;
import tombola.lab.store.RunFolder;
import tombola.lab.store.TransferStore;
import tombola.lab.transfer.MatrixPlan;
import tombola.lab.transfer.MatrixResult;
import tombola.lab.transfer.TransferPlan;
import tombola.lab.transfer.TransferRequest;
import tombola.lab.transfer.TransferResult;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;

/**
 * Carries tickets to other tasks: fixes the plans, makes the searches and trainings that they need
 * and the runs do not have, and tests what they measured. Source and target are two runs of one
 * configuration but for the data; what is trained on a target belongs to the target's run.
 */
public final class Transferer {
  /** The folder of the matrices, beside the runs. */
  public static final String MATRICES = "transfers";

  private final DataSources sources;
  private final Function<FindConfig.Machine, TrainingEngine.Source> engines;

  /** Creates one that reads data from {@code sources} and trains as {@link Finder} does. */
  public Transferer(DataSources sources) {
    this(sources, TrainingEngine::fastest);
  }

  /** Creates one with engines of its own. */
  public Transferer(
      DataSources sources, Function<FindConfig.Machine, TrainingEngine.Source> engines) {
    this.sources = sources;
    this.engines = engines;
  }

  /**
   * Carries a ticket of {@code run} to the data {@code to}, or goes on where an earlier call
   * stopped, however it did. Searches come first, by {@link Replicates}; then everything else is
   * trained, one thread each. Neither threads nor kernels nor interruptions change a bit of the
   * result.
   *
   * @param given settings of the machine that are to hold instead of the run's
   * @param level the ticket's; if empty the one that the first replicate's validation accuracy
   *     chose on the source, which is no choice by what is measured on the target
   * @throws InputException in one line if the tasks do not fit each other or the request the run,
   *     stored files cannot be worked with, a disk is full, or a search diverged; what is finished
   *     stays
   * @throws IllegalArgumentException in one line if a setting does not fit this machine or the data
   * @throws tombola.data.BadDataException in one line if the data cannot be used
   */
  public TransferResult transfer(
      RunFolder run,
      Settings given,
      String to,
      OptionalInt level,
      TransferRequest request,
      TransferListener listener) {
    FindConfig config = FindConfig.of(Settings.of(run.config()).overriddenBy(given));
    int chosen = level.isPresent() ? level.getAsInt() : chosen(run, config);
    Planner.checkLevel(run, config, chosen);
    TransferTask source = task(config, Optional.of(run));
    TransferTask target = task(config.on(to), Optional.empty());
    source.requireFits(target, request.head());
    TransferPlan plan = plan(source, target, chosen, first(run, config), request);
    try (TransferSession session =
        new TransferSession(
            List.of(source, target), chosen, plan.seeds(), engines.apply(config.machine()))) {
      List<TransferSession.Pair> pairs =
          List.of(new TransferSession.Pair(source.name(), target.name(), plan));
      return session.run(pairs, session.folder(pairs.getFirst()), listener).getFirst();
    }
  }

  /**
   * Carries the tickets of every task to every other, as {@link #transfer} does.
   *
   * @param base the configuration of all searches but for the data; its machine says where the runs
   *     lie
   * @param data two or more data sources
   * @param levels those of the tickets
   */
  public MatrixResult matrix(
      FindConfig base,
      List<String> data,
      List<Integer> levels,
      TransferRequest request,
      TransferListener listener) {
    List<TransferTask> tasks =
        data.stream().map(source -> task(base.on(source), Optional.empty())).toList();
    requireSeveral(tasks);
    List<Integer> ascending = levels.stream().sorted().distinct().toList();
    for (TransferTask task : tasks) {
      ascending.forEach(level -> Planner.checkLevel(task.run(), task.config(), level));
    }
    List<TransferSession.Pair> pairs = pairs(tasks, ascending, base.extent().seed(), request);
    MatrixPlan plan =
        new MatrixPlan(
            MatrixPlan.SCHEMA,
            tasks.stream().map(TransferTask::name).toList(),
            ascending,
            pairs.stream().map(pair -> TransferStore.hash(pair.plan())).toList());
    String hash = TransferStore.hash(plan);
    TransferStore store = matrices(base.machine());
    try (TransferSession session =
        new TransferSession(
            tasks,
            ascending.getLast(),
            pairs.getFirst().plan().seeds(),
            engines.apply(base.machine()))) {
      store.plan(plan);
      MatrixResult result =
          new MatrixResult(
              MatrixResult.SCHEMA,
              hash,
              plan,
              tasks.stream().map(task -> task.facts().dataset()).toList(),
              session.run(pairs, store.folder(hash), listener));
      store.result(hash, result);
      return result;
    }
  }

  /** Returns where matrices lie. */
  public static TransferStore matrices(FindConfig.Machine machine) {
    return new TransferStore(machine.out().resolve(MATRICES));
  }

  private static void requireSeveral(List<TransferTask> tasks) {
    Set<String> names = new HashSet<>();
    for (TransferTask task : tasks) {
      if (!names.add(task.name())) {
        throw new InputException(
            "matrix: expected different data, got %s twice".formatted(task.facts().dataset()));
      }
    }
    if (tasks.size() < 2) {
      throw new InputException(
          "matrix: expected two data sets or more with commas between, as in mnist,fashion-mnist");
    }
  }

  private static List<TransferSession.Pair> pairs(
      List<TransferTask> tasks, List<Integer> levels, long seed, TransferRequest request) {
    List<TransferSession.Pair> pairs = new ArrayList<>();
    for (int level : levels) {
      for (TransferTask source : tasks) {
        for (TransferTask target : tasks) {
          if (!source.name().equals(target.name())) {
            source.requireFits(target, request.head());
            pairs.add(
                new TransferSession.Pair(
                    source.name(), target.name(), plan(source, target, level, seed, request)));
          }
        }
      }
    }
    return pairs;
  }

  private static TransferPlan plan(
      TransferTask source, TransferTask target, int level, long seed, TransferRequest request) {
    return new TransferPlan(
        TransferPlan.SCHEMA,
        FindConfig.ARITHMETIC,
        source.facts().identity(),
        target.facts().identity(),
        request.head(),
        level,
        LongStream.range(seed, seed + request.statistics().seeds()).boxed().toList(),
        request.statistics());
  }

  private TransferTask task(FindConfig config, Optional<RunFolder> given) {
    Dataset data = sources.open(config.data());
    NetworkSpec network = Networks.named(config.network(), data.width(), data.classes().size());
    RunFacts facts = RunFacts.of(config, data);
    RunFolder run =
        given.orElseGet(() -> new RunFolder(config.machine().out().resolve(facts.runName())));
    return new TransferTask(config, network, data, facts, run);
  }

  private static long first(RunFolder run, FindConfig config) {
    return run.seeds().stream()
        .filter(seed -> run.replicate(seed).has(0))
        .findFirst()
        .orElse(config.extent().seed());
  }

  private static int chosen(RunFolder run, FindConfig config) {
    long first = first(run, config);
    int levels = Planner.searchLevels(config) + 1;
    if (run.replicate(first).finished() < levels) {
      throw new InputException(
          "level: expected a first replicate of %s with all its %d levels to choose one by; name one as in %s:1"
              .formatted(run.name(), levels, run.name()));
    }
    int level =
        RunReader.replicate(run.replicate(first), levels, config.extent().margin())
            .ticket()
            .level();
    if (level == 0) {
      throw new InputException(
          "level: expected a ticket, found none but the dense network; name one as in %s:1"
              .formatted(run.name()));
    }
    return level;
  }
}
