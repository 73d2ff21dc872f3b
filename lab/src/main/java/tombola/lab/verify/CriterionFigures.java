package tombola.lab.verify;

import java.util.Optional;
import tombola.lab.verdict.Criterion;
import tombola.lab.verdict.Decision;
import tombola.lab.verdict.Outcome;

/**
 * One condition of winning with the numbers behind it.
 *
 * @param criterion its name
 * @param outcome what is shown
 * @param sentence the whole in words
 * @param margin where it has one
 * @param compared the accuracies that it looks at, if any
 * @param ratio the steps that it looks at, if any
 * @param decision the tests, if it is tested
 */
public record CriterionFigures(
    String criterion,
    Outcome outcome,
    String sentence,
    Optional<Double> margin,
    Optional<Compared> compared,
    Optional<Ratio> ratio,
    Optional<Decision> decision) {

  /** Returns the figures of {@code criterion}. */
  public static CriterionFigures of(Criterion criterion) {
    return switch (criterion) {
      case Criterion.Reset _ ->
          new CriterionFigures(
              "reset",
              criterion.outcome(),
              criterion.sentence(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      case Criterion.Accuracy accuracy ->
          new CriterionFigures(
              "accuracy",
              criterion.outcome(),
              criterion.sentence(),
              Optional.of(Rounded.of(accuracy.margin())),
              Optional.of(Compared.of(accuracy.comparison())),
              Optional.empty(),
              Optional.of(Rounded.of(accuracy.decision())));
      case Criterion.EarlyStop stop ->
          new CriterionFigures(
              "early-stop",
              criterion.outcome(),
              criterion.sentence(),
              Optional.of(stop.margin()),
              Optional.empty(),
              Optional.of(Ratio.of(stop.ratio())),
              Optional.of(Rounded.of(stop.decision())));
      case Criterion.Superiority superiority ->
          new CriterionFigures(
              "superiority",
              criterion.outcome(),
              criterion.sentence(),
              Optional.of(Rounded.of(superiority.margin())),
              Optional.of(Compared.of(superiority.comparison())),
              Optional.empty(),
              Optional.of(Rounded.of(superiority.decision())));
    };
  }
}
