package tombola.lab.verify;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tombola.lab.config.InputException;

/**
 * What a plan fixes about the starting width: the same search with the hidden widths scaled, down
 * to the ticket's live count.
 *
 * @param factors of the hidden widths, ascending
 */
public record Widths(List<Double> factors) {
  private static final double MOST = 16;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?|\\.[0-9]{1,9}");

  /** Copies the list and checks it. */
  public Widths {
    factors = List.copyOf(factors);
    boolean ascending = !factors.isEmpty();
    for (int i = 0; i < factors.size(); i++) {
      double factor = factors.get(i);
      ascending &= factor > (i == 0 ? 0 : factors.get(i - 1)) && factor <= MOST;
    }
    if (!ascending) {
      throw refused(factors.toString());
    }
  }

  /**
   * Returns the factors that {@code text} names, with commas between them, in any order.
   *
   * @throws InputException in one line if one is no number, out of range or there twice
   */
  public static Widths of(String text) {
    List<String> parts = List.of(text.split(",", -1));
    Optional<String> odd = parts.stream().filter(p -> !NUMBER.matcher(p).matches()).findFirst();
    if (odd.isPresent()) {
      throw refused(odd.get().isEmpty() ? "nothing" : odd.get());
    }
    List<Double> factors = parts.stream().map(Double::valueOf).sorted().toList();
    for (int i = 0; i < factors.size(); i++) {
      double factor = factors.get(i);
      if (!(factor > 0 && factor <= MOST)) {
        throw refused(number(factor));
      }
      if (i > 0 && factor == factors.get(i - 1)) {
        throw refused(number(factor) + " twice");
      }
    }
    return new Widths(factors);
  }

  private static InputException refused(String got) {
    return new InputException(
        "widths: expected factors above 0 and at most %s with commas between, each once, got %s (0.25,0.5,1,2 is usual)"
            .formatted(number(MOST), got));
  }

  /** Returns {@code factor} without a fraction that is zero. */
  public static String number(double factor) {
    return Double.toString(factor).replaceFirst("\\.0$", "");
  }
}
