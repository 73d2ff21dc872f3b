package tombola.lab.advice;

import java.util.OptionalDouble;

/**
 * How many times as fast sparse is as dense, measured twice.
 *
 * @param first the ratio of the first pass
 * @param second the ratio of the second pass
 * @param kind what both together show
 * @param claimed the ratio of the two that is nearer to 1, if they confirm each other
 */
public record Gain(double first, double second, Kind kind, OptionalDouble claimed) {
  /** Ratios nearer to 1 than this are no difference. */
  static final double LEAST = 1.05;

  /** The most by which two ratios that confirm each other differ, as a factor. */
  static final double SPREAD = 1.25;

  /** The rule in words. */
  public static final String RULE =
      "Everything is measured in two passes, all levels and then all levels again, and what is"
          + " compared takes turns within each. A ratio of medians is claimed only if both passes"
          + " are at least 5% on the same side of 1 and within 25% of each other; then the nearer"
          + " to 1 of the two is given. Sparse pays where both passes are at least 5% faster.";

  /** What two measurements show. */
  public enum Kind {
    /** Sparse is faster in both passes, by about as much. */
    FASTER,
    /** Sparse is slower in both passes, by about as much. */
    SLOWER,
    /** Neither pass shows a difference. */
    EQUAL,
    /** The passes do not confirm each other. */
    UNCONFIRMED
  }

  /** Returns what the ratios of two passes show. */
  static Gain of(double first, double second) {
    double low = Math.min(first, second);
    double high = Math.max(first, second);
    boolean agree = high <= SPREAD * low;
    if (agree && low >= LEAST) {
      return new Gain(first, second, Kind.FASTER, OptionalDouble.of(low));
    }
    if (agree && high <= 1 / LEAST) {
      return new Gain(first, second, Kind.SLOWER, OptionalDouble.of(high));
    }
    Kind kind = low > 1 / LEAST && high < LEAST ? Kind.EQUAL : Kind.UNCONFIRMED;
    return new Gain(first, second, kind, OptionalDouble.empty());
  }

  /** Returns whether sparse is faster in both passes, if not by about as much. */
  public boolean isFaster() {
    return Math.min(first, second) >= LEAST;
  }
}
