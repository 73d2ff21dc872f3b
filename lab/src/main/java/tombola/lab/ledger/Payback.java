package tombola.lab.ledger;

import java.util.OptionalLong;

/** After how many uses what was spent has been saved again. */
public sealed interface Payback {

  /** Each use saves something: after this many, a fraction left as it is. */
  record After(double uses) implements Payback {}

  /** A use saves nothing. */
  record Never() implements Payback {}

  /**
   * Returns after how many uses that save {@code saved} each, {@code spent} is saved; never if a
   * use saves nothing.
   *
   * @throws IllegalArgumentException if {@code spent} is negative or one of the two is no number
   */
  static Payback of(double spent, double saved) {
    if (!(spent >= 0) || Double.isNaN(saved)) {
      throw new IllegalArgumentException(
          "spent, saved: expected numbers, the first not below 0, got " + spent + ", " + saved);
    }
    return saved > 0 ? new After(spent / saved) : new Never();
  }

  /** Returns the first whole number of uses by which it is saved; none if it never is. */
  default OptionalLong whole() {
    return switch (this) {
      case After(double uses) -> OptionalLong.of((long) Math.ceil(uses));
      case Never() -> OptionalLong.empty();
    };
  }
}
