package tombola.lab.verdict;

/** When something happened in a training, in optimizer steps, those before a rewind included. */
public sealed interface Steps {

  /** At this step. */
  record At(long step) implements Steps {
    /** Checks the range. */
    public At {
      check(step);
    }
  }

  /**
   * At this step or later: a least validation loss in the last tenth of the training, which a
   * longer one might have bettered, or a loss that was not reached by the last step.
   */
  record AtLeast(long step) implements Steps {
    /** Checks the range. */
    public AtLeast {
      check(step);
    }
  }

  private static void check(long step) {
    if (step < 0) {
      throw new IllegalArgumentException("step: expected a number of at least 0, got " + step);
    }
  }

  /** Returns the step, exact or the least that is possible. */
  long step();

  /** Returns whether only a lower bound is known. */
  default boolean censored() {
    return switch (this) {
      case At _ -> false;
      case AtLeast _ -> true;
    };
  }
}
