package tombola.lab.run;

import java.util.ArrayList;
import java.util.List;
import tombola.lab.result.LevelResult;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.RunFolder;
import tombola.lab.verify.ArmKind;
import tombola.lab.verify.ArmOutcome;
import tombola.lab.verify.VerifyPlan;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.prune.Mask;

/**
 * What the trainings of a finished verification left on disk, beside its result. Equal plans have
 * equal figures and masks, times aside.
 *
 * @param run where they lie
 * @param plan which they are
 */
public record PlanReader(RunFolder run, VerifyPlan plan) {

  /** Returns the levels of each search up to the judged one, in the order of the seeds. */
  public List<List<LevelResult>> searches() {
    List<List<LevelResult>> searches = new ArrayList<>();
    for (long seed : plan.seeds().stream().map(plan::searchSeed).distinct().toList()) {
      ReplicateStore store = run.replicate(seed);
      List<LevelResult> levels = new ArrayList<>();
      for (int level = 0; level <= plan.level(); level++) {
        levels.add(store.result(level));
      }
      searches.add(levels);
    }
    return searches;
  }

  /** Returns what an arm came to under each seed of the plan; nothing if one diverged. */
  public List<LevelResult> results(ArmKind arm, int level) {
    List<LevelResult> results = new ArrayList<>();
    for (long seed : plan.seeds()) {
      ArmJob job = new ArmJob(arm, level, seed, plan.searchSeed(seed));
      ReplicateStore search = run.replicate(job.searchSeed());
      if (job.isOfSearch()) {
        results.add(search.result(level));
      } else if (search.arm(arm, level, seed).read() instanceof ArmOutcome.Measured measured) {
        results.add(measured.figures());
      } else {
        return List.of();
      }
    }
    return results;
  }

  /** Returns the mask of the judged ticket of each search. */
  public List<Mask> masks() {
    return plan.seeds().stream()
        .map(plan::searchSeed)
        .distinct()
        .map(seed -> mask(run, seed, plan.level()))
        .toList();
  }

  /** Returns the mask of a level of {@code run}. */
  public static Mask mask(RunFolder run, long seed, int level) {
    NetworkSpec network =
        Networks.named(run.facts().network(), run.facts().features(), run.facts().classes().size());
    return run.replicate(seed).mask(level, network);
  }
}
