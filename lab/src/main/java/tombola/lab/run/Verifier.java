package tombola.lab.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import tombola.data.Dataset;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.config.Settings;
import tombola.lab.data.DataSources;
import tombola.lab.store.ArmStore;
import tombola.lab.store.PlanStore;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.RunFacts;
import tombola.lab.store.RunFolder;
import tombola.lab.store.RunStore;
import tombola.lab.verify.ArmOutcome;
import tombola.lab.verify.Evidence;
import tombola.lab.verify.Findings;
import tombola.lab.verify.SensitivityFindings;
import tombola.lab.verify.VerifyPlan;
import tombola.lab.verify.VerifyRequest;
import tombola.lab.verify.VerifyResult;
import tombola.lab.verify.WidthFigures;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;

/**
 * Judges a ticket of a run: fixes a plan, makes the searches and trainings that it needs and the
 * run does not have, and tests what they measured.
 */
public final class Verifier {
  private final DataSources sources;
  private final Function<FindConfig.Machine, TrainingEngine.Source> engines;

  /** Creates a verifier that reads data from {@code sources} and trains as {@link Finder} does. */
  public Verifier(DataSources sources) {
    this(sources, TrainingEngine::fastest);
  }

  /** Creates a verifier with engines of its own. */
  public Verifier(
      DataSources sources, Function<FindConfig.Machine, TrainingEngine.Source> engines) {
    this.sources = sources;
    this.engines = engines;
  }

  /**
   * Verifies, or goes on where an earlier call stopped, however it did. Searches come first, by
   * {@link Replicates}; then every arm is trained, one thread each, those that take longest before
   * the others. Neither threads nor kernels nor interruptions change a bit of the result. An arm
   * that diverges is part of the result; see {@link Findings}.
   *
   * @param given settings of the machine that are to hold instead of the run's
   * @throws InputException in one line if the request does not fit the run, stored files cannot be
   *     worked with, a disk is full, or a search diverged; what is finished stays
   * @throws IllegalArgumentException in one line if a setting does not fit this machine or the data
   * @throws tombola.data.BadDataException in one line if the data cannot be used
   */
  public VerifyResult verify(
      RunFolder run, Settings given, VerifyRequest request, VerifyListener listener) {
    FindConfig config = FindConfig.of(Settings.of(run.config()).overriddenBy(given));
    TrainingEngine.Source source = engines.apply(config.machine());
    Dataset data = sources.open(config.data());
    NetworkSpec network = Networks.named(config.network(), data.width(), data.classes().size());
    RunFacts facts = RunFacts.of(config, data);
    try (RunStore store = RunStore.extend(run, config, facts)) {
      PlanStore plans = store.plans();
      VerifyPlan plan = new Planner(run, config, facts.identity(), plans.plans()).plan(request);
      Laboratory laboratory = new Laboratory(config.upTo(plan.level()), network, data, source);
      return follow(laboratory, facts, store, plan, listener);
    }
  }

  /** Follows a plan in a run that may have everything or nothing that it needs. */
  static VerifyResult follow(
      Laboratory laboratory,
      RunFacts facts,
      RunStore store,
      VerifyPlan plan,
      VerifyListener listener) {
    Optional<WidthStudy> widths =
        plan.widths().map(asked -> WidthStudy.of(laboratory, store, plan, asked));
    store.plans().write(plan);
    Session session = new Session(laboratory, store, plan);
    Evidence evidence = session.run(listener);
    Optional<WidthFigures> scaled = widths.map(study -> study.run(listener));
    VerifyResult result =
        Findings.of(
                evidence,
                store.run().name(),
                facts.dataset(),
                facts.network(),
                PlanStore.hash(plan),
                laboratory.config().rewind().step())
            .with(SensitivityFindings.of(evidence, session.signs()), scaled);
    store.plans().write(result);
    new Certifier(laboratory, facts, store).write(evidence, result);
    return result;
  }

  /** One call's work on one plan. */
  private static final class Session {
    private final Laboratory laboratory;
    private final RunStore store;
    private final VerifyPlan plan;
    private final Map<Long, ReplicateStore> searches = new TreeMap<>();
    private final Work work;

    Session(Laboratory laboratory, RunStore store, VerifyPlan plan) {
      this.laboratory = laboratory;
      this.store = store;
      this.plan = plan;
      this.work = new Work(laboratory.config(), laboratory.network());
      for (long seed : plan.seeds()) {
        searches.computeIfAbsent(plan.searchSeed(seed), store::replicate);
      }
    }

    Evidence run(VerifyListener listener) {
      List<ReplicateStore> replicates = List.copyOf(searches.values());
      List<ArmJob> jobs = ArmJob.all(plan).stream().filter(job -> !job.isOfSearch()).toList();
      jobs.forEach(job -> place(job).tidy());
      List<ArmJob> missing =
          jobs.stream()
              .filter(job -> !place(job).has())
              .sorted(Comparator.comparingDouble(work::job).reversed())
              .toList();
      int levels = plan.level() + 1;
      Tally tally = new Tally(listener, work, replicates, levels, missing);
      tally.planned(planned(replicates, levels, jobs.size(), missing.size()));
      new Replicates(
              laboratory.config(),
              laboratory.network(),
              laboratory.data(),
              laboratory.engines(),
              tally::search)
          .run(replicates, levels);
      List<Callable<Optional<String>>> tasks = new ArrayList<>();
      ArmsLog log = new ArmsLog(store, laboratory);
      for (ArmJob job : missing) {
        ReplicateStore search = search(job);
        tasks.add(() -> {
          Optional<String> diverged = new ArmRun(laboratory, job, search, tally).run();
          log.finished(job);
          return diverged;
        });
      }
      SideBySide.run(tasks, laboratory.config().machine().threads().count(), "verify");
      return evidence();
    }

    private VerifyEvent.Planned planned(
        List<ReplicateStore> replicates, int levels, int jobs, int missing) {
      String hash = PlanStore.hash(plan);
      return new VerifyEvent.Planned(
          store.plans().folder(hash),
          hash,
          plan,
          replicates.stream().mapToInt(r -> Math.max(0, levels - r.finished())).sum(),
          jobs,
          jobs - missing,
          laboratory.engines().kernels(),
          laboratory.config().machine().threads().count());
    }

    private ReplicateStore search(ArmJob job) {
      return Optional.ofNullable(searches.get(job.searchSeed())).orElseThrow();
    }

    private ArmStore place(ArmJob job) {
      return search(job).arm(job.arm(), job.level(), job.seed());
    }

    private Evidence evidence() {
      Map<Evidence.Place, SortedMap<Long, ArmOutcome>> outcomes = new HashMap<>();
      for (ArmJob job : ArmJob.all(plan)) {
        outcomes
            .computeIfAbsent(new Evidence.Place(job.arm(), job.level()), _ -> new TreeMap<>())
            .put(job.seed(), outcome(job));
      }
      return new Evidence(plan, outcomes);
    }

    /** Returns the shares of kept signs; none if the plan asks for no doses. */
    Map<Evidence.Place, SortedMap<Long, Double>> signs() {
      List<Evidence.Place> doses =
          plan.sensitivity().map(asked -> asked.places(plan.level())).orElse(List.of());
      return SignShares.of(
          ArmJob.all(plan).stream()
              .filter(job -> doses.contains(new Evidence.Place(job.arm(), job.level())))
              .toList(),
          this::search,
          laboratory.network());
    }

    private ArmOutcome outcome(ArmJob job) {
      if (!job.isOfSearch()) {
        return place(job).read();
      }
      return new ArmOutcome.Measured(search(job).result(job.level()), work.stepsInAll(job.level()));
    }
  }
}
