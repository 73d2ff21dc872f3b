package tombola.lab.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tombola.lab.verdict.Plan;
import tombola.lab.verify.ArmKind;
import tombola.lab.verify.ArmOutcome;
import tombola.lab.verify.Arms;
import tombola.lab.verify.Evidence;
import tombola.lab.verify.Findings;
import tombola.lab.verify.VerifyPlan;
import tombola.lab.verify.VerifyResult;
import tombola.lab.verify.VerifyScope;

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

  /** Returns the result, its run and data called {@code name}. */
  VerifyResult result(String name) {
    return Findings.of(new Evidence(plan, outcomes), name, name, "lenet-300-100", HASH, 0);
  }
}
