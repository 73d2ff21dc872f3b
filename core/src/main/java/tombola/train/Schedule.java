package tombola.train;

import java.util.ArrayList;
import java.util.List;

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
      checkFactor(factor);
    }
  }

  /**
   * Half a cosine from the rate at the end of the warm-up to 0 at the last step.
   *
   * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov &amp; Hutter 2017</a>
   */
  record Cosine() implements Schedule {}

  /**
   * The rate times {@code factor} at each of some steps.
   *
   * @param steps the first steps at the next rate, counted from 0, ascending
   * @param factor what the rate is multiplied by, in (0, 1]
   */
  record Milestones(List<Long> steps, double factor) implements Schedule {
    /** Checks order and range. */
    public Milestones {
      steps = List.copyOf(steps);
      long last = 0;
      for (long step : steps) {
        if (step <= last) {
          throw new IllegalArgumentException(
              "schedule: expected milestones of at least 1 that ascend, got %d after %d"
                  .formatted(step, last));
        }
        last = step;
      }
      checkFactor(factor);
    }

    private static List<Long> stretched(List<Long> steps, long from, long to) {
      List<Long> stretched = new ArrayList<>();
      long least = 1;
      for (long step : steps) {
        long at = Math.max(least, Math.round((double) step * to / from));
        stretched.add(at);
        least = at + 1;
      }
      return stretched;
    }
  }

  private static void checkFactor(double factor) {
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException(
          "schedule: expected a factor in (0, 1], got " + factor + " (0.1 is usual)");
    }
  }

  private static double passed(List<Long> milestones, long step) {
    return (double) milestones.stream().filter(at -> at <= step).count();
  }

  private static double changes(long step, long every) {
    return Math.floorDiv(step, every);
  }

  /**
   * Returns the schedule that goes over {@code to} steps as this one does over {@code from}; what
   * counts in steps is rounded, to at least 1; milestones stay apart.
   */
  default Schedule stretched(long from, long to) {
    return switch (this) {
      case Constant _, Cosine _ -> this; // already in shares of the whole
      case Step(long every, double factor) ->
          new Step(Math.max(1, Math.round((double) every * to / from)), factor);
      case Milestones(List<Long> steps, double factor) ->
          new Milestones(Milestones.stretched(steps, from, to), factor);
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
      case Milestones(List<Long> milestones, double factor) ->
          StrictMath.pow(factor, passed(milestones, step));
      case Cosine _ ->
          0.5 * (1 + StrictMath.cos(StrictMath.PI * (step - warmup) / Math.max(1, steps - warmup)));
    };
  }
}
