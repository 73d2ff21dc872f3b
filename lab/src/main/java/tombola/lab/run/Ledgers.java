package tombola.lab.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;
import tombola.lab.ledger.Bill;
import tombola.lab.ledger.Cost;
import tombola.lab.ledger.Energy;
import tombola.lab.ledger.Ledger;
import tombola.lab.ledger.Prediction;
import tombola.lab.ledger.Rates;
import tombola.lab.result.LayerResult;
import tombola.lab.result.LevelResult;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.RunResult;
import tombola.lab.store.ArmStore;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.RunFolder;
import tombola.lab.store.Timing;
import tombola.lab.verify.VerifyPlan;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;

/**
 * Ledgers from what trainings left on disk. Loading data, measuring the test part and starting Java
 * are not in them.
 */
public final class Ledgers {
  private Ledgers() {}

  /**
   * Returns the ledger of a search: all levels of all replicates, and the ticket that each names.
   *
   * @param run what lies in {@code folder}
   */
  public static Ledger of(RunFolder folder, RunResult run, Rates rates) {
    List<Cost> all = new ArrayList<>();
    List<Cost> dense = new ArrayList<>();
    List<Cost> tickets = new ArrayList<>();
    List<LevelResult> named = new ArrayList<>();
    for (ReplicateResult replicate : run.replicates()) {
      ReplicateStore store = folder.replicate(replicate.seed());
      for (LevelResult level : replicate.levels()) {
        Cost cost = cost(store.timing(level.level()), rates);
        all.add(cost);
        if (level.level() == 0) {
          dense.add(cost);
        }
        if (level.level() == replicate.ticket().level()) {
          tickets.add(cost);
          named.add(level);
        }
      }
    }
    return new Ledger(
        Bill.of(all),
        run.replicates().size(),
        Optional.empty(),
        Cost.mean(dense),
        Cost.mean(tickets),
        timed(prediction(folder, named), folder, run.replicates().getFirst()),
        rates);
  }

  private static Prediction timed(Prediction prediction, RunFolder folder, ReplicateResult first) {
    return timed(prediction, folder.replicate(first.seed()), first.ticket().level());
  }

  /** Returns {@code prediction} with the times of a ticket, if they were measured. */
  private static Prediction timed(Prediction prediction, ReplicateStore store, int level) {
    return store
        .predictionTimes(level)
        .map(t -> prediction.with(new Prediction.Timed(t.dense(), t.ticket(), t.machine())))
        .orElse(prediction);
  }

  /**
   * Returns the ledger of a finished verification: its searches up to the judged level, those that
   * chose the level with all their levels, and every other training of the plan. Of trainings that
   * diverged no cost is kept.
   */
  public static Ledger of(RunFolder folder, VerifyPlan plan, Rates rates) {
    List<Cost> searches = new ArrayList<>();
    List<Cost> dense = new ArrayList<>();
    List<Cost> tickets = new ArrayList<>();
    List<LevelResult> named = new ArrayList<>();
    List<Long> seeds = plan.seeds().stream().map(plan::searchSeed).distinct().toList();
    for (long seed : seeds) {
      ReplicateStore store = folder.replicate(seed);
      List<Cost> levels = costs(store, OptionalInt.of(plan.level() + 1), rates);
      searches.addAll(levels);
      dense.add(levels.getFirst());
      tickets.add(levels.getLast());
      named.add(store.result(plan.level()));
    }
    List<Long> choosers =
        plan.chosenBy().stream().filter(seed -> !seeds.contains(seed)).distinct().toList();
    for (long seed : choosers) {
      searches.addAll(costs(folder.replicate(seed), OptionalInt.empty(), rates));
    }
    List<Cost> proof =
        ArmJob.all(plan).stream()
            .filter(job -> !job.isOfSearch())
            .map(job -> place(folder, job).timing())
            .flatMap(Optional::stream)
            .map(timing -> cost(timing, rates))
            .toList();
    return new Ledger(
        Bill.of(searches),
        seeds.size() + choosers.size(),
        Optional.of(Bill.of(proof)),
        Cost.mean(dense),
        Cost.mean(tickets),
        timed(prediction(folder, named), folder.replicate(seeds.getFirst()), plan.level()),
        rates);
  }

  private static List<Cost> costs(ReplicateStore store, OptionalInt levels, Rates rates) {
    List<Cost> costs = new ArrayList<>();
    for (int level = 0; level < levels.orElse(store.finished()); level++) {
      costs.add(cost(store.timing(level), rates));
    }
    return costs;
  }

  private static ArmStore place(RunFolder folder, ArmJob job) {
    return folder.replicate(job.searchSeed()).arm(job.arm(), job.level(), job.seed());
  }

  private static Prediction prediction(RunFolder folder, List<LevelResult> tickets) {
    NetworkSpec network =
        Networks.named(
            folder.facts().network(), folder.facts().features(), folder.facts().classes().size());
    return Prediction.of(
        products(network, tickets.getFirst(), LayerResult::total),
        tickets.stream()
            .mapToDouble(ticket -> products(network, ticket, LayerResult::live))
            .average()
            .orElseThrow());
  }

  /** Returns the multiply-adds of one sample: a convolution's weights count at every place. */
  private static double products(
      NetworkSpec network, LevelResult level, ToLongFunction<LayerResult> weights) {
    double products = 0;
    List<Layer.Weighted> layers = network.weighted();
    for (int i = 0; i < layers.size(); i++) {
      long count = weights.applyAsLong(level.layers().get(i));
      products += (double) count * layers.get(i).gives().pixels();
    }
    return products;
  }

  /** Returns what a training cost, its energy estimated where it was not measured. */
  static Cost cost(Timing timing, Rates rates) {
    double threadSeconds = timing.trainSeconds() * timing.threads();
    return new Cost(
        (double) timing.trainFlops(),
        timing.trainSeconds(),
        threadSeconds,
        timing.joules().isPresent()
            ? new Energy(timing.joules().getAsDouble(), 0)
            : rates.estimate(threadSeconds));
  }
}
