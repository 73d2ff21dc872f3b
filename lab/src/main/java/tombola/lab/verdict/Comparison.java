package tombola.lab.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Two arms compared in one figure, paired by seed.
 *
 * @param arm the name of the first
 * @param against the name of the other
 * @param seeds in ascending order
 * @param differences first less other, in the order of the seeds
 */
public record Comparison(String arm, String against, List<Long> seeds, Differences differences) {

  /** Copies the list. */
  public Comparison {
    seeds = List.copyOf(seeds);
    if (seeds.size() != differences.n()) {
      throw new IllegalArgumentException(
          "differences: expected one for each seed of " + seeds + ", got " + differences.values());
    }
  }

  /**
   * Compares in {@code figure}.
   *
   * @throws IllegalArgumentException if the arms have different seeds
   */
  public static Comparison of(Arm arm, Arm against, Function<Measurement, Double> figure) {
    arm.requireSameSeeds(against);
    List<Double> first = arm.values(figure);
    List<Double> other = against.values(figure);
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      differences.add(first.get(i) - other.get(i));
    }
    return new Comparison(
        arm.name(),
        against.name(),
        List.copyOf(arm.bySeed().keySet()),
        new Differences(differences));
  }

  /** Compares in test accuracy at the step of least validation loss. */
  public static Comparison accuracy(Arm arm, Arm against) {
    return of(arm, against, Measurement::testAccuracy);
  }

  /** Compares in test accuracy after the last step. */
  public static Comparison finalAccuracy(Arm arm, Arm against) {
    return of(arm, against, Measurement::finalAccuracy);
  }

  /** Returns the comparison in a sentence that claims nothing. */
  public String sentence() {
    return "%s against %s: %s, two-sided %s."
        .formatted(
            Words.capital(arm),
            against,
            Words.differences(differences),
            Words.p(differences.pUnequal(0)));
  }
}
