package tombola.lab.verify;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import tombola.lab.config.InputException;

/** What varies from one seed to the next, and so what a verdict is about. */
public enum VerifyScope {
  /** Everything: each seed is a whole search, with its own θ₀, order and mask. */
  REPLICATES,
  /** The order of the data alone: mask and θ₀ are those of the first replicate's ticket. */
  TICKET;

  /**
   * Returns the scope called {@code text}.
   *
   * @throws InputException in one line if there is none
   */
  public static VerifyScope named(String text) {
    return Arrays.stream(values())
        .filter(scope -> scope.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () -> new InputException("scope: expected one of " + names() + ", got " + text));
  }

  private static String names() {
    return Arrays.stream(values()).map(VerifyScope::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
