package tombola.lab.config;

import java.util.Comparator;
import java.util.List;

/** Guesses what was meant. */
public final class Spelling {
  private Spelling() {}

  /**
   * Returns the one of {@code names} that takes fewest changed letters to become {@code given}; the
   * first of equals.
   */
  public static String nearest(String given, List<String> names) {
    return names.stream().min(Comparator.comparingInt(name -> distance(given, name))).orElse("");
  }

  /** Returns the number of letters to add, drop or replace (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
