package tombola.lab.verdict;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down correction: the chance of any false claim in the family is at most the level,
 * however the tests depend on each other.
 *
 * @see <a href="https://www.jstor.org/stable/4615733">Holm 1979, section 3</a>
 */
final class Holm {
  private Holm() {}

  /**
   * Returns the adjusted p values in the order of {@code p}: a test is passed at a level if its
   * adjusted value is at most the level. The i-th least of m, from 0, is multiplied by m - i, made
   * no less than those before it, and no more than 1.
   */
  static List<Double> adjust(List<Double> p) {
    List<Integer> ascending =
        IntStream.range(0, p.size()).boxed().sorted(Comparator.comparing(p::get)).toList();
    List<Double> adjusted = new ArrayList<>(Collections.nCopies(p.size(), 1.0));
    double least = 0;
    for (int i = 0; i < p.size(); i++) {
      int test = ascending.get(i);
      least = Math.min(1, Math.max(least, (p.size() - i) * p.get(test)));
      adjusted.set(test, least);
    }
    return List.copyOf(adjusted);
  }
}
