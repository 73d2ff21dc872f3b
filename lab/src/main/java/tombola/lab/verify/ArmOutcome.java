package tombola.lab.verify;

import tombola.lab.result.LevelResult;

/** What came of one arm under one seed at one level. */
public sealed interface ArmOutcome {

  /** It was trained here, so that its curve is at hand, if it has one. */
  sealed interface Trained extends ArmOutcome {}

  /**
   * It was trained.
   *
   * @param figures of its last training; what a method prunes is counted after it
   * @param stepsInAll steps of all its trainings, of a ticket those of its search
   */
  record Measured(LevelResult figures, long stepsInAll) implements Trained {}

  /**
   * It was trained elsewhere, and of its curve there is what its figures say.
   *
   * @param figures what it measured under its seed
   */
  record Known(SeedFigures figures) implements ArmOutcome {}

  /** A training did not stay finite; trained again it would not either. */
  record Diverged(String message) implements Trained {}
}
