package tombola.lab.run;

import java.nio.file.Path;
import tombola.lab.verify.VerifyPlan;
import tombola.train.Curve;

/** Something that happened in a verification. */
public sealed interface VerifyEvent {

  /**
   * The plan is on disk, and nothing has been trained for it in this call.
   *
   * @param folder of the plan
   * @param hash of the plan
   * @param plan the plan
   * @param levels levels of searches that are missing
   * @param jobs outcomes of arms that the plan needs, besides searches
   * @param finished how many of these are there already
   * @param kernels the kernels by name
   * @param threads threads in all
   */
  record Planned(
      Path folder,
      String hash,
      VerifyPlan plan,
      int levels,
      int jobs,
      int finished,
      String kernels,
      int threads)
      implements VerifyEvent {}

  /**
   * All arms of the plan are done, and the trainings of one starting width begin.
   *
   * @param factor of the hidden widths
   * @param network the scaled network's name
   * @param run the name of its run
   * @param level of its ticket
   * @param levels levels of searches that are missing
   * @param jobs outcomes of arms that are missing
   */
  record WidthStarted(double factor, String network, String run, int level, int levels, int jobs)
      implements VerifyEvent {}

  /**
   * Something happened in a search that was missing.
   *
   * @param event what
   */
  record Searched(FindEvent event) implements VerifyEvent {}

  /**
   * Training for an arm begins.
   *
   * @param seed of its data order
   * @param arm its id
   * @param level its level
   */
  record ArmStarted(long seed, String arm, int level) implements VerifyEvent {}

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
      implements VerifyEvent {}

  /**
   * The outcome of an arm is on disk.
   *
   * @param seed of its data order
   * @param arm its id
   * @param level its level
   * @param left outcomes of arms that are still missing
   */
  record ArmFinished(long seed, String arm, int level, int left) implements VerifyEvent {}

  /**
   * A training for an arm diverged, which is its outcome; others go on.
   *
   * @param seed of its data order
   * @param arm its id
   * @param level its level
   * @param message why, in one line
   * @param left outcomes of arms that are still missing
   */
  record ArmDiverged(long seed, String arm, int level, String message, int left)
      implements VerifyEvent {}
}
