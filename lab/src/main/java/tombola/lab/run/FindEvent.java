package tombola.lab.run;

import java.nio.file.Path;
import java.util.List;
import tombola.lab.result.LevelResult;
import tombola.lab.result.ReplicateResult;
import tombola.train.Curve;

/** Something that happened in a search. */
public sealed interface FindEvent {

  /**
   * The run's folder is open.
   *
   * @param folder the folder
   * @param name the run's name
   * @param seeds the seeds of the replicates asked for
   * @param levels the number of levels of each, the dense one included
   * @param finished how many levels, of all replicates, are there already
   * @param kernels the kernels by name
   * @param threads threads in all
   */
  record RunOpened(
      Path folder,
      String name,
      List<Long> seeds,
      int levels,
      int finished,
      String kernels,
      int threads)
      implements FindEvent {}

  /**
   * A training begins.
   *
   * @param seed the replicate
   * @param level prunings so far
   * @param live live prunable weights
   * @param density live / total
   * @param steps the step at which the training ends
   */
  record LevelStarted(long seed, int level, long live, double density, long steps)
      implements FindEvent {}

  /**
   * A training looked at the validation part.
   *
   * @param seed the replicate
   * @param level prunings so far
   * @param point what it saw
   * @param steps the step at which the training ends
   */
  record Validated(long seed, int level, Curve.Point point, long steps) implements FindEvent {}

  /**
   * A level is on disk.
   *
   * @param seed the replicate
   * @param result its figures
   * @param cached whether it was there before
   */
  record LevelFinished(long seed, LevelResult result, boolean cached) implements FindEvent {}

  /**
   * A replicate has all its levels.
   *
   * @param result its figures
   */
  record ReplicateFinished(ReplicateResult result) implements FindEvent {}

  /**
   * A training diverged; the replicate ends, others go on.
   *
   * @param seed the replicate
   * @param level the level that has no result
   * @param message why, in one line
   */
  record ReplicateDiverged(long seed, int level, String message) implements FindEvent {}
}
