package tombola.lab.ledger;

import java.util.List;

/**
 * What work took.
 *
 * @param operations of the products of forward and gradients, two a multiply-add, as executed
 * @param seconds wall time, added over trainings that ran side by side
 * @param threadSeconds the same, each training's times its threads
 * @param energy in joules
 */
public record Cost(double operations, double seconds, double threadSeconds, Energy energy) {
  /** Nothing. */
  public static final Cost NONE = new Cost(0, 0, 0, new Energy(0, 0));

  /** By what costs are compared. */
  public enum Unit {
    /** Operations: equal on every machine. */
    OPERATIONS,
    /** Seconds of a thread. */
    TIME,
    /** Joules. */
    ENERGY
  }

  /** Returns the sum of {@code costs}. */
  public static Cost sum(List<Cost> costs) {
    return costs.stream().reduce(NONE, Cost::plus);
  }

  /**
   * Returns the mean of {@code costs}.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Cost mean(List<Cost> costs) {
    if (costs.isEmpty()) {
      throw new IllegalArgumentException("costs: expected at least one, got none");
    }
    return sum(costs).times(1.0 / costs.size());
  }

  /** Returns the two together. */
  public Cost plus(Cost other) {
    return new Cost(
        operations + other.operations,
        seconds + other.seconds,
        threadSeconds + other.threadSeconds,
        energy.plus(other.energy));
  }

  /** Returns {@code factor} times this. */
  public Cost times(double factor) {
    return new Cost(
        operations * factor, seconds * factor, threadSeconds * factor, energy.times(factor));
  }

  /** Returns this as one number. */
  public double in(Unit unit) {
    return switch (unit) {
      case OPERATIONS -> operations;
      case TIME -> threadSeconds;
      case ENERGY -> energy.joules();
    };
  }
}
