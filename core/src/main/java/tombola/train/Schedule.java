package tombola.train;

/** How the learning rate goes with the step of the whole training, rewound or not. */
public sealed interface Schedule {

  /** The same rate throughout. */
  record Constant() implements Schedule {}

  /**
   * The rate times {@code factor} after every {@code every} steps.
   *
   * @param every steps between two changes, at least 1
   * @param factor what the rate is multiplied by, in (0, 1]
   */
  record Step(long every, double factor) implements Schedule {
    /** Checks the ranges. */
    public Step {
      if (every < 1) {
        throw new IllegalArgumentException("schedule: expected steps of at least 1, got " + every);
      }
      if (!(factor > 0 && factor <= 1)) {
        throw new IllegalArgumentException(
            "schedule: expected a factor in (0, 1], got " + factor + " (0.1 is usual)");
      }
    }
  }

  /**
   * Half a cosine from the rate at the end of the warm-up to 0 at the last step.
   *
   * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov &amp; Hutter 2017</a>
   */
  record Cosine() implements Schedule {}

  private static double changes(long step, long every) {
    return Math.floorDiv(step, every);
  }

  /**
   * Returns the schedule that goes over {@code to} steps as this one does over {@code from}; what
   * counts in steps is rounded, to at least 1.
   */
  default Schedule stretched(long from, long to) {
    return switch (this) {
      case Constant _, Cosine _ -> this; // already in shares of the whole
      case Step(long every, double factor) ->
          new Step(Math.max(1, Math.round((double) every * to / from)), factor);
    };
  }

  /**
   * Returns the factor on the rate at {@code step} of {@code steps}, both counted from 0; a warm-up
   * of {@code warmup} steps rises linearly to 1 first.
   */
  default double factor(long step, long steps, long warmup) {
    if (step < warmup) {
      return (step + 1.0) / warmup;
    }
    return switch (this) {
      case Constant _ -> 1;
      case Step(long every, double factor) -> StrictMath.pow(factor, changes(step - warmup, every));
      case Cosine _ ->
          0.5 * (1 + StrictMath.cos(StrictMath.PI * (step - warmup) / Math.max(1, steps - warmup)));
    };
  }
}
