package tombola.lab.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tombola.lab.verdict.Plan;
import tombola.lab.verify.ArmKind;
import tombola.lab.verify.ArmOutcome;
import tombola.lab.verify.Arms;
import tombola.lab.verify.Evidence;
import tombola.lab.verify.Findings;
import tombola.lab.verify.Sensitivity;
import tombola.lab.verify.SensitivityFindings;
import tombola.lab.verify.VerifyPlan;
import tombola.lab.verify.VerifyResult;
import tombola.lab.verify.VerifyScope;
import tombola.lab.verify.WidthEvidence;
import tombola.lab.verify.WidthFindings;
import tombola.lab.verify.Widths;
import tombola.verify.Control;

/**
 * Made-up verifications over the seeds 1, 2 and 3, whose every number is known. Under seed 2 an arm
 * is more accurate than its mean by its deviation, under seed 3 less by as much.
 */
final class SampleVerifications {
  static final String HASH = "5e".repeat(32);
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L);
  private static final Map<Integer, Long> LIVE = Map.of(0, 1000L, 1, 500L, 2, 135L, 3, 50L);

  private final Map<Evidence.Place, SortedMap<Long, ArmOutcome>> outcomes = new HashMap<>();
  private final VerifyPlan plan;

  /** Prepares a verification of level 2 with its arms at {@code levels}, 2 among them. */
  SampleVerifications(List<Integer> levels, String arms) {
    List<String> ids = Arms.optional(arms).stream().map(ArmKind::id).toList();
    plan =
        new VerifyPlan(
            VerifyPlan.SCHEMA,
            1,
            "c0".repeat(32),
            2,
            List.of(7L),
            SEEDS,
            VerifyScope.REPLICATES,
            1,
            levels,
            ids,
            Plan.standard(3));
    arm(Arms.DENSE, 0, 0.9800, 0.0010, 5600);
    for (int level : levels) {
      arm(Arms.TICKET, level, 0.9822 - 0.0001 * level, 0.0011, 3600 - 200 * level);
      arm(Arms.REINITIALISED, level, 0.9740 - 0.002 * level, 0.0013, 6000);
      arm(Arms.RANDOM_MASK, level, 0.9700 - 0.003 * level, 0.0014, 7000);
    }
    ids.forEach(id -> arm(Arms.of(id), 2, 0.9760, 0.0015, 4000));
  }

  private void arm(ArmKind arm, int level, double mean, double deviation, long step) {
    SortedMap<Long, ArmOutcome> bySeed = new TreeMap<>();
    for (long seed : SEEDS) {
      int sign = seed == 1 ? 0 : seed == 2 ? 1 : -1;
      bySeed.put(seed, measured(level, mean + sign * deviation, step + 50L * sign, false));
    }
    outcomes.put(new Evidence.Place(arm, level), bySeed);
  }

  private static ArmOutcome measured(int level, double test, long step, boolean censored) {
    long live = LIVE.getOrDefault(level, 0L);
    return new ArmOutcome.Measured(
        SampleRuns.level(level, live, 1000, test, test - 0.001, step, censored, 1, 100), 10_000);
  }

  /** Lets the training of {@code arm} under {@code seed} diverge. */
  SampleVerifications diverged(ArmKind arm, int level, long seed) {
    return with(arm, level, seed, new ArmOutcome.Diverged("a loss of <NaN> at step 7"));
  }

  /** Lets the early stop of {@code arm} under {@code seed} be a lower bound of 9,800 steps. */
  SampleVerifications censored(ArmKind arm, int level, long seed) {
    return with(arm, level, seed, measured(level, 0.98, 9800, true));
  }

  private SampleVerifications with(ArmKind arm, int level, long seed, ArmOutcome outcome) {
    outcomes
        .computeIfAbsent(new Evidence.Place(arm, level), _ -> new TreeMap<>())
        .put(seed, outcome);
    return this;
  }

  /**
   * Returns the result with doses and with the widths 0.5 and 1. Along the inner doses the ticket
   * falls by 0.04 for each unit and the dense network by 0.01; the dense network's
   * re-initialisation has 0.97, the draws of the ticket's 0.9780 as a mean. Signs are noted for the
   * ticket alone: 0.9 of them are kept. Both widths measured what the judged one did.
   */
  VerifyResult beyond(String name) {
    VerifyPlan asked =
        new VerifyPlan(
            plan.schema(),
            plan.arithmetic(),
            plan.configuration(),
            plan.level(),
            plan.chosenBy(),
            plan.seeds(),
            plan.scope(),
            plan.ticketSeed(),
            plan.levels(),
            plan.arms(),
            plan.statistics(),
            Optional.of(Sensitivity.STANDARD),
            Optional.of(new Widths(List.of(0.5, 1.0))));
    for (Evidence.Place place : asked.places()) {
      if (!outcomes.containsKey(place)) {
        double dose = place.arm() instanceof ArmKind.OfControl(Control.Blended(double d)) ? d : 1;
        double mean = place.level() == 0 ? 0.98 - 0.01 * dose : 0.982 - 0.04 * dose;
        arm(place.arm(), place.level(), dose == 1 && place.level() > 0 ? 0.978 : mean, 0.001, 4000);
      }
    }
    Evidence evidence = new Evidence(asked, outcomes);
    SortedMap<Long, Double> kept = new TreeMap<>();
    SEEDS.forEach(seed -> kept.put(seed, 0.9));
    return Findings.of(evidence, name, name, "lenet-300-100", HASH, 0)
        .with(
            SensitivityFindings.of(evidence, Map.of(new Evidence.Place(Arms.TICKET, 2), kept)),
            Optional.of(WidthFindings.of(asked, 135, List.of(width(0.5), width(1)))));
  }

  private WidthEvidence width(double factor) {
    return new WidthEvidence(
        factor,
        "mlp:" + factor,
        "run-" + factor,
        2,
        measured(Arms.TICKET, 2),
        measured(Arms.DENSE, 0),
        new TreeMap<>(measured(Arms.REINITIALISED, 2)));
  }

  private SortedMap<Long, ArmOutcome.Measured> measured(ArmKind arm, int level) {
    SortedMap<Long, ArmOutcome.Measured> measured = new TreeMap<>();
    outcomes
        .getOrDefault(new Evidence.Place(arm, level), new TreeMap<>())
        .forEach((seed, outcome) -> measured.put(seed, (ArmOutcome.Measured) outcome));
    return measured;
  }

  /** Returns the result, its run and data called {@code name}. */
  VerifyResult result(String name) {
    return Findings.of(new Evidence(plan, outcomes), name, name, "lenet-300-100", HASH, 0);
  }
}
