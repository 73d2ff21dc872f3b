package tombola.lab.data;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Decimal numbers as CSV files write them: {@code -1}, {@code 2.5}, {@code 1e-3}. */
final class CsvNumber {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");

  private CsvNumber() {}

  /** Returns the value, or NaN if {@code text} is not a number that a float can hold. */
  static double parse(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      return Double.NaN;
    }
    double value = Double.parseDouble(text);
    return Math.abs(value) <= Float.MAX_VALUE ? value : Double.NaN;
  }

  /** Returns whether {@code text} is meant as a number, if perhaps not a usable one. */
  static boolean looksLike(String text) {
    return DECIMAL.matcher(text).matches() || isNotFinite(text);
  }

  /** Returns whether {@code text} says NaN or infinity. */
  static boolean isNotFinite(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    boolean signed = word.startsWith("+") || word.startsWith("-");
    return NOT_FINITE.contains(signed ? word.substring(1) : word);
  }
}
