package tombola.app;

import tombola.lab.config.InputException;
import tombola.lab.verdict.Margin;

/** Margins of accuracy as a user gives them. */
final class Margins {
  private Margins() {}

  /**
   * Returns the margin that is {@code difference}.
   *
   * @throws InputException in one line if it is out of range
   */
  static Margin fixed(double difference) {
    if (!(difference >= 0 && difference < 1)) {
      throw new InputException(
          "margin: expected a number in [0, 1), got " + difference + " (0.002 is 0.2 points)");
    }
    return Margin.fixed(difference);
  }
}
