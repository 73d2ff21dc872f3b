package tombola.lab.verdict;

/**
 * What is fixed before the trainings that are to be judged.
 *
 * <p>The margin of the steps is a tenth by default. Validation every 100 steps tells a minimum that
 * comes after some thousands to a few hundredths at best, and the minimum is flat: less than a
 * tenth would be asking about that noise. Published tickets that win are sooner by a fifth and
 * more.
 *
 * @param seeds replicates of each arm, exactly so many: to look at fewer and go on, or to add more
 *     until a test is passed, would void the levels
 * @param alpha level of each one-sided test, and of the family of the superiority tests, in (0,
 *     0.5)
 * @param accuracy the margin of test accuracy
 * @param stepMargin how much later the ticket's early stop may come, as a share of the dense
 *     network's steps, at least 0
 * @param power for which open tests are told how many seeds they need, in (0.5, 1)
 */
public record Plan(int seeds, double alpha, Margin accuracy, double stepMargin, double power) {

  /** Checks the ranges. */
  public Plan {
    if (seeds < 1) {
      throw new IllegalArgumentException(
          "seeds: expected a number of at least 1, got " + seeds + " (5 is usual)");
    }
    if (!(alpha > 0 && alpha < 0.5)) {
      throw new IllegalArgumentException(
          "alpha: expected a number in (0, 0.5), got " + alpha + " (0.05 is usual)");
    }
    if (!(stepMargin >= 0 && stepMargin < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "stepMargin: expected a number of at least 0, got " + stepMargin + " (0.1 is usual)");
    }
    if (!(power > 0.5 && power < 1)) {
      throw new IllegalArgumentException(
          "power: expected a number in (0.5, 1), got " + power + " (0.8 is usual)");
    }
  }

  /** Returns the usual plan: level 0.05, margins of a tenth, power 0.8. */
  public static Plan standard(int seeds) {
    return new Plan(seeds, 0.05, Margin.STANDARD, 0.1, 0.8);
  }
}
