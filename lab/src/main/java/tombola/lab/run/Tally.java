package tombola.lab.run;

import java.util.List;
import tombola.lab.store.ReplicateStore;
import tombola.train.Curve;

/** Keeps the account of what a verification has done and tells of it, one event at a time. */
final class Tally {
  private final VerifyListener listener;
  private final Work work;
  private final Account account;
  private int left;

  /**
   * Begins an account.
   *
   * @param searches those whose levels below {@code levels} have to be there
   * @param jobs those that have to be done
   */
  Tally(
      VerifyListener listener,
      Work work,
      List<ReplicateStore> searches,
      int levels,
      List<ArmJob> jobs) {
    this.listener = listener;
    this.work = work;
    double units = jobs.stream().mapToDouble(work::job).sum();
    this.account = new Account(units + Account.searches(work, searches, levels));
    this.left = jobs.size();
  }

  synchronized void planned(VerifyEvent.Planned event) {
    listener.on(event);
  }

  /** Takes account of an event of a search. */
  synchronized void search(FindEvent event) {
    switch (event) {
      case FindEvent.Validated(long seed, int level, Curve.Point point, long steps) ->
          moved(
              search(seed, level), work.level(level), (double) point.step() / steps, point, steps);
      case FindEvent.LevelFinished(long seed, var result, boolean cached) -> {
        if (!cached) {
          finished(search(seed, result.level()), work.level(result.level()));
        }
      }
      case FindEvent.RunOpened _,
          FindEvent.LevelStarted _,
          FindEvent.ReplicateFinished _,
          FindEvent.ReplicateDiverged _ -> {}
    }
    listener.on(new VerifyEvent.Searched(event));
  }

  synchronized void started(ArmJob job) {
    listener.on(new VerifyEvent.ArmStarted(job.seed(), job.arm().id(), job.level()));
  }

  /** Takes account of a look at the validation part when {@code share} of {@code job} is done. */
  synchronized void moved(ArmJob job, double share, Curve.Point point, long steps) {
    moved(job.words(), work.job(job), share, point, steps);
  }

  synchronized void finished(ArmJob job) {
    finished(job.words(), work.job(job));
    left--;
    listener.on(new VerifyEvent.ArmFinished(job.seed(), job.arm().id(), job.level(), left));
  }

  synchronized void diverged(ArmJob job, String message) {
    finished(job.words(), work.job(job));
    left--;
    listener.on(
        new VerifyEvent.ArmDiverged(job.seed(), job.arm().id(), job.level(), message, left));
  }

  private static String search(long seed, int level) {
    return "seed %d, search, level %d".formatted(seed, level);
  }

  private void moved(String words, double units, double share, Curve.Point point, long steps) {
    double done = account.moved(words, units * share);
    listener.on(new VerifyEvent.Moved(words, point, steps, done, account.all()));
  }

  private void finished(String words, double units) {
    account.finished(words, units);
  }
}
