package tombola.lab.run;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.result.LevelResult;
import tombola.lab.result.TicketChoice;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.RunFolder;
import tombola.lab.verify.VerifyPlan;
import tombola.lab.verify.VerifyRequest;

/**
 * Makes the plan of a verification, by what the run has now and without a look at its test part.
 *
 * <p>A level that is named is judged under the run's seeds, from the first on. A level that
 * validation chooses is chosen by the replicates of searches alone and judged under the seeds after
 * them: an accuracy that a choice was made by is no fair witness of it. A request that was planned
 * before has that plan.
 */
final class Planner {
  private final RunFolder run;
  private final FindConfig config;
  private final String configuration;
  private final Collection<VerifyPlan> plans;

  /**
   * Creates a planner.
   *
   * @param configuration hash of the run's configuration
   * @param plans those of earlier verifications
   */
  Planner(RunFolder run, FindConfig config, String configuration, Map<String, VerifyPlan> plans) {
    this.run = run;
    this.config = config;
    this.configuration = configuration;
    this.plans = plans.values();
  }

  /**
   * Returns the plan of {@code request}.
   *
   * @throws InputException in one line if the level is out of range, or none can be chosen
   */
  VerifyPlan plan(VerifyRequest request) {
    List<Long> there = run.seeds().stream().filter(seed -> run.replicate(seed).has(0)).toList();
    long first = there.isEmpty() ? config.extent().seed() : there.getFirst();
    if (request.level().isPresent()) {
      int level = request.level().getAsInt();
      checkLevel(run, config, level);
      return request.plan(configuration, level, List.of(), from(first, request), first);
    }
    return plans.stream()
        .filter(plan -> isOf(request, plan))
        .findFirst()
        .orElseGet(() -> chosen(request, there, first));
  }

  /** Returns whether {@code plan} came of this request at a time when the run may have had less. */
  private boolean isOf(VerifyRequest request, VerifyPlan plan) {
    return !plan.chosenBy().isEmpty()
        && plan.seeds().size() == request.statistics().seeds()
        && plan.equals(
            request.plan(
                configuration, plan.level(), plan.chosenBy(), plan.seeds(), plan.ticketSeed()));
  }

  private VerifyPlan chosen(VerifyRequest request, List<Long> there, long first) {
    Set<Long> witnesses = new HashSet<>();
    plans.stream()
        .filter(plan -> !plan.chosenBy().isEmpty())
        .forEach(plan -> witnesses.addAll(plan.seeds()));
    int levels = searchLevels() + 1;
    List<Long> choosers =
        there.stream()
            .filter(seed -> !witnesses.contains(seed))
            .filter(seed -> run.replicate(seed).finished() >= levels)
            .toList();
    if (choosers.isEmpty()) {
      throw new InputException(
          "level: expected a replicate of %s with all its %d levels to choose one by; tombola find --config %s"
                  .formatted(run.name(), levels, run.folder().resolve("config.yaml"))
              + " makes it, or name a level as in %s:1".formatted(run.name()));
    }
    List<List<LevelResult>> figures =
        choosers.stream().map(run::replicate).map(r -> figures(r, levels)).toList();
    TicketChoice choice = TicketChoice.amongMeans(figures, config.extent().margin());
    if (choice.level() == 0) {
      throw new InputException(
          "level: expected a %s, found none but the dense network; name one as in %s:1"
              .formatted(choice.rule(), run.name()));
    }
    return request.plan(
        configuration, choice.level(), choosers, from(choosers.getLast() + 1, request), first);
  }

  private static List<LevelResult> figures(ReplicateStore replicate, int levels) {
    return IntStream.range(0, levels).mapToObj(replicate::result).toList();
  }

  private static List<Long> from(long first, VerifyRequest request) {
    return LongStream.range(first, first + request.statistics().seeds()).boxed().toList();
  }

  private int searchLevels() {
    return searchLevels(config);
  }

  /** Returns how many prunings a search of {@code config} trains after. */
  static int searchLevels(FindConfig config) {
    return config.pruning().oneShot() ? 1 : config.extent().levels();
  }

  /**
   * Levels are those that the configuration asks for, or more if an earlier search had more.
   *
   * @throws InputException in one line if {@code level} is none of them
   */
  static void checkLevel(RunFolder run, FindConfig config, int level) {
    int deepest =
        run.seeds().stream()
            .filter(seed -> run.replicate(seed).has(0))
            .mapToInt(seed -> run.replicate(seed).finished() - 1)
            .max()
            .orElse(0);
    int most = Math.max(searchLevels(config), deepest);
    if (level < 1 || level > most) {
      throw new InputException(
          "level: expected 1 to %d, the levels of %s, got %d%s"
              .formatted(
                  most,
                  run.name(),
                  level,
                  level < 1
                      ? " (at level 0 nothing is pruned)"
                      : "; tombola find with more --levels adds to it"));
    }
  }
}
