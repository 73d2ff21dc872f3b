package tombola.lab.run;

import java.nio.file.Path;
import tombola.train.Curve;

/** Something that happened in a transfer. */
public sealed interface TransferEvent {

  /**
   * All plans are on disk, and nothing has been trained for them in this call.
   *
   * @param folder of the plan
   * @param levels levels of searches that are missing
   * @param jobs outcomes that the plans need, besides searches
   * @param finished how many of these are there already
   * @param kernels the kernels by name
   * @param threads threads in all
   */
  record Planned(Path folder, int levels, int jobs, int finished, String kernels, int threads)
      implements TransferEvent {}

  /**
   * Something happened in a search that was missing.
   *
   * @param run the name of its run
   * @param event what
   */
  record Searched(String run, FindEvent event) implements TransferEvent {}

  /**
   * A training looked at the validation part.
   *
   * @param words which one
   * @param point what it saw
   * @param steps the step at which the training ends
   * @param done how much of this call's work is done, in units
   * @param all how much there was to do, in the same units
   */
  record Moved(String words, Curve.Point point, long steps, double done, double all)
      implements TransferEvent {}

  /**
   * An outcome is on disk.
   *
   * @param words which one
   * @param left outcomes that are still missing
   */
  record Finished(String words, int left) implements TransferEvent {}

  /**
   * A training diverged, which is its outcome; others go on.
   *
   * @param words which one
   * @param message why, in one line
   * @param left outcomes that are still missing
   */
  record Diverged(String words, String message, int left) implements TransferEvent {}
}
