package tombola.lab.verify;

import java.util.List;
import tombola.lab.verdict.Comparison;
import tombola.lab.verdict.Differences;
import tombola.lab.verdict.Variation;

/**
 * Two arms compared in test accuracy at the step of least validation loss, paired by seed. All
 * statistics have ten digits.
 *
 * @param arm the first, in words
 * @param against the other
 * @param differences first less other, in the order of the seeds
 * @param mean their mean
 * @param variation deviation, interval of 95% and effect sizes, where the differences vary
 * @param pUnequal two-sided p value that the mean is 0
 * @param pGreater one-sided p value that the mean is at most 0, not corrected
 */
public record Compared(
    String arm,
    String against,
    List<Double> differences,
    double mean,
    Variation variation,
    double pUnequal,
    double pGreater) {

  /** Copies the list. */
  public Compared {
    differences = List.copyOf(differences);
  }

  /** Returns the figures of {@code comparison}. */
  public static Compared of(Comparison comparison) {
    Differences found = comparison.differences();
    return new Compared(
        comparison.arm(),
        comparison.against(),
        Rounded.of(found.values()),
        Rounded.of(found.mean()),
        Rounded.of(found.variation()),
        Rounded.of(found.pUnequal(0)),
        Rounded.of(found.pGreater(0)));
  }
}
