package tombola.lab.verdict;

import java.util.ArrayList;
import java.util.List;

/**
 * How much a figure changes with another, such as accuracy with a dose: the least-squares slope of
 * each seed, and what these slopes say of their mean by {@link Differences}. The seeds, not the
 * points of one line, are what was drawn independently: an interval from the residuals of a line
 * would take neighbouring doses of one seed for that.
 */
public sealed interface Slope {

  /**
   * All figures are known.
   *
   * @param bySeed the slope of each seed, in their order
   */
  record Measured(Differences bySeed) implements Slope {}

  /**
   * Some figures are lower bounds, all of them above the middle of the other: the mean slope is
   * this or greater.
   *
   * @param censored of how many seeds
   */
  record AtLeast(double mean, int censored) implements Slope {}

  /**
   * Some figures are lower bounds, all of them below the middle of the other: the mean slope is
   * this or less.
   *
   * @param censored of how many seeds
   */
  record AtMost(double mean, int censored) implements Slope {}

  /** There is no slope, nor a bound of one. */
  record Unknown(String reason) implements Slope {}

  /**
   * Returns the slope of the line of least squares through the points: Σ (x - x̄) y / Σ (x - x̄)².
   *
   * @throws IllegalArgumentException if the lists differ in length or x does not vary
   */
  static double leastSquares(List<Double> x, List<Double> y) {
    if (x.size() != y.size()) {
      throw new IllegalArgumentException("y: expected %d, got %d".formatted(x.size(), y.size()));
    }
    List<Double> apart = apart(x);
    double products = 0;
    double squares = 0;
    for (int i = 0; i < y.size(); i++) {
      products += apart.get(i) * y.get(i);
      squares += apart.get(i) * apart.get(i);
    }
    return products / squares;
  }

  /** Returns how far each is from their mean. */
  private static List<Double> apart(List<Double> x) {
    if (x.stream().distinct().count() < 2) {
      throw new IllegalArgumentException("x: expected two different numbers at least, got " + x);
    }
    double mean = x.stream().mapToDouble(Double::doubleValue).sum() / x.size();
    return x.stream().map(value -> value - mean).toList();
  }

  /**
   * Returns the slopes of figures that are all known.
   *
   * @param bySeed for each seed, the figure at each x
   */
  static Slope of(List<Double> x, List<List<Double>> bySeed) {
    return new Measured(new Differences(bySeed.stream().map(y -> leastSquares(x, y)).toList()));
  }

  /**
   * Returns the slopes of steps. A slope is a sum of the steps, those above the middle of x with a
   * positive weight and those below it with a negative one: a step that is a lower bound makes the
   * slope a bound on one side, and in the very middle changes nothing.
   *
   * @param bySeed for each seed, the step at each x
   */
  static Slope ofSteps(List<Double> x, List<List<Steps>> bySeed) {
    List<Double> apart = apart(x);
    List<List<Double>> steps = new ArrayList<>();
    int above = 0;
    int below = 0;
    for (List<Steps> seed : bySeed) {
      boolean high = false;
      boolean low = false;
      for (int i = 0; i < seed.size(); i++) {
        high |= seed.get(i).censored() && apart.get(i) > 0;
        low |= seed.get(i).censored() && apart.get(i) < 0;
      }
      above += high ? 1 : 0;
      below += low ? 1 : 0;
      steps.add(seed.stream().map(step -> (double) step.step()).toList());
    }
    Slope known = of(x, steps);
    if (above > 0 && below > 0) {
      return new Unknown("steps on both sides of the middle are lower bounds");
    }
    if (above > 0) {
      return new AtLeast(known.middle(), above);
    }
    return below > 0 ? new AtMost(known.middle(), below) : known;
  }

  /**
   * Returns this less {@code other}, paired by seed.
   *
   * @throws IllegalArgumentException if both are measured, but not under as many seeds
   */
  default Slope less(Slope other) {
    if (this instanceof Measured(Differences mine)
        && other instanceof Measured(Differences theirs)) {
      return new Measured(difference(mine, theirs));
    }
    if (this instanceof Unknown) {
      return this;
    }
    if (other instanceof Unknown) {
      return other;
    }
    double mean = middle() - other.middle();
    boolean floor = this instanceof AtLeast || other instanceof AtMost;
    boolean ceiling = this instanceof AtMost || other instanceof AtLeast;
    if (floor && ceiling) {
      return new Unknown("both slopes are bounds on the same side");
    }
    int censored = Math.max(censored(), other.censored());
    return floor ? new AtLeast(mean, censored) : new AtMost(mean, censored);
  }

  private static Differences difference(Differences mine, Differences theirs) {
    if (mine.n() != theirs.n()) {
      throw new IllegalArgumentException(
          "seeds: expected the same for both slopes, got %d and %d"
              .formatted(mine.n(), theirs.n()));
    }
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < mine.n(); i++) {
      differences.add(mine.values().get(i) - theirs.values().get(i));
    }
    return new Differences(differences);
  }

  /** Returns the mean or its bound; NaN if there is none. */
  private double middle() {
    return switch (this) {
      case Measured(Differences bySeed) -> bySeed.mean();
      case AtLeast(double mean, int _) -> mean;
      case AtMost(double mean, int _) -> mean;
      case Unknown _ -> Double.NaN;
    };
  }

  private int censored() {
    return switch (this) {
      case Measured _, Unknown _ -> 0;
      case AtLeast(double _, int censored) -> censored;
      case AtMost(double _, int censored) -> censored;
    };
  }
}
