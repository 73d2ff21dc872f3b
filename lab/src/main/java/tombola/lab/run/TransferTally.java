package tombola.lab.run;

import tombola.train.Curve;

/** Keeps the account of what a transfer has done and tells of it, one event at a time. */
final class TransferTally {
  private final TransferListener listener;
  private final Work work;
  private final Account account;
  private int left;

  /**
   * Begins an account.
   *
   * @param work measures the trainings
   * @param units of all that is to do, searches included
   * @param jobs outcomes to make besides searches
   */
  TransferTally(TransferListener listener, Work work, double units, int jobs) {
    this.listener = listener;
    this.work = work;
    this.account = new Account(units);
    this.left = jobs;
  }

  synchronized void planned(TransferEvent.Planned event) {
    listener.on(event);
  }

  /** Takes account of an event of a search of {@code run}. */
  synchronized void search(String run, FindEvent event) {
    switch (event) {
      case FindEvent.Validated(long seed, int level, Curve.Point point, long steps) ->
          moved(search(run, seed, level), work.level(level) * point.step() / steps, point, steps);
      case FindEvent.LevelFinished(long seed, var result, boolean cached) -> {
        if (!cached) {
          account.finished(search(run, seed, result.level()), work.level(result.level()));
        }
      }
      case FindEvent.RunOpened _,
          FindEvent.LevelStarted _,
          FindEvent.ReplicateFinished _,
          FindEvent.ReplicateDiverged _ -> {}
    }
    listener.on(new TransferEvent.Searched(run, event));
  }

  /** Takes account of a look at the validation part when {@code share} of {@code job} is done. */
  synchronized void moved(TransferJob job, double share, Curve.Point point, long steps) {
    moved(job.words(), work.level(job.level()) * share, point, steps);
  }

  synchronized void finished(TransferJob job) {
    account.finished(job.words(), work.level(job.level()));
    left--;
    listener.on(new TransferEvent.Finished(job.words(), left));
  }

  synchronized void diverged(TransferJob job, String message) {
    account.finished(job.words(), work.level(job.level()));
    left--;
    listener.on(new TransferEvent.Diverged(job.words(), message, left));
  }

  /** Returns what a person calls a training of a search. */
  static String search(String run, long seed, int level) {
    return "%s, seed %d, search, level %d".formatted(run, seed, level);
  }

  private void moved(String words, double units, Curve.Point point, long steps) {
    double done = account.moved(words, units);
    listener.on(new TransferEvent.Moved(words, point, steps, done, account.all()));
  }
}
