package tombola.lab.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import tombola.lab.verdict.Arm;
import tombola.lab.verdict.Slope;
import tombola.lab.verdict.Steps;

/** Makes the figures of the sensitivity to the initial weights from evidence. */
public final class SensitivityFindings {
  private final Evidence evidence;
  private final Map<Evidence.Place, SortedMap<Long, Double>> signs;
  private final Sensitivity asked;

  private SensitivityFindings(
      Evidence evidence, Map<Evidence.Place, SortedMap<Long, Double>> signs, Sensitivity asked) {
    this.evidence = evidence;
    this.signs = signs;
    this.asked = asked;
  }

  /**
   * Returns the figures; none if the plan does not ask for them.
   *
   * @param signs shares of the weights that keep their sign in training, as far as they were noted
   */
  public static Optional<SensitivityFigures> of(
      Evidence evidence, Map<Evidence.Place, SortedMap<Long, Double>> signs) {
    return evidence
        .plan()
        .sensitivity()
        .map(asked -> new SensitivityFindings(evidence, signs, asked).figures());
  }

  private SensitivityFigures figures() {
    int level = evidence.plan().level();
    Optional<Slopes> ticket = slopes(Arms.TICKET, level);
    Optional<Slopes> dense = slopes(Arms.DENSE, 0);
    Optional<Slopes> both = ticket.flatMap(t -> dense.map(t::less));
    return new SensitivityFigures(
        doses(Arms.TICKET, level, ticket),
        doses(Arms.DENSE, 0, dense),
        both.map(slopes -> SlopeFigures.of(slopes.accuracy())),
        both.map(slopes -> SlopeFigures.of(slopes.earlyStop())),
        redraws(level));
  }

  private record Slopes(Slope accuracy, Slope earlyStop) {
    Slopes less(Slopes other) {
      return new Slopes(accuracy.less(other.accuracy), earlyStop.less(other.earlyStop));
    }
  }

  /** Returns the slopes over all doses; none if one diverged. */
  private Optional<Slopes> slopes(ArmKind none, int level) {
    List<List<SeedFigures>> byDose =
        asked.doses().stream()
            .map(dose -> evidence.seeds(Sensitivity.arm(none, dose), level))
            .toList();
    if (byDose.stream().anyMatch(List::isEmpty)) {
      return Optional.empty();
    }
    List<List<Double>> accuracies = new ArrayList<>();
    List<List<Steps>> steps = new ArrayList<>();
    for (int s = 0; s < evidence.plan().seeds().size(); s++) {
      int seed = s;
      accuracies.add(byDose.stream().map(dose -> dose.get(seed).testAccuracy()).toList());
      steps.add(
          byDose.stream()
              .map(dose -> Evidence.steps(dose.get(seed).bestStep(), dose.get(seed).censored()))
              .toList());
    }
    return Optional.of(
        new Slopes(Slope.of(asked.doses(), accuracies), Slope.ofSteps(asked.doses(), steps)));
  }

  private SensitivityFigures.Doses doses(ArmKind none, int level, Optional<Slopes> slopes) {
    Optional<Arm> itself = evidence.arm(none, level);
    List<SensitivityFigures.DoseFigures> doses = new ArrayList<>();
    for (double dose : asked.doses()) {
      ArmKind arm = Sensitivity.arm(none, dose);
      List<Double> kept = signs(new Evidence.Place(arm, level));
      evidence
          .figures(arm, level, itself.filter(_ -> dose > 0))
          .ifPresent(figures ->
              doses.add(
                  new SensitivityFigures.DoseFigures(
                      dose,
                      figures,
                      kept,
                      kept.isEmpty()
                          ? Optional.empty()
                          : Optional.of(
                              Rounded.of(
                                  kept.stream().mapToDouble(Double::doubleValue).sum()
                                      / kept.size())))));
    }
    return new SensitivityFigures.Doses(
        none.id(),
        level,
        doses,
        slopes.map(found -> SlopeFigures.of(found.accuracy())),
        slopes.map(found -> SlopeFigures.of(found.earlyStop())));
  }

  private List<Double> signs(Evidence.Place place) {
    SortedMap<Long, Double> noted = signs.getOrDefault(place, Collections.emptySortedMap());
    return List.copyOf(noted.keySet()).equals(evidence.plan().seeds())
        ? Rounded.of(List.copyOf(noted.values()))
        : List.of();
  }

  private SensitivityFigures.Redraws redraws(int level) {
    List<List<SeedFigures>> draws =
        asked.redrawn().stream().map(arm -> evidence.seeds(arm, level)).toList();
    Optional<Double> within =
        draws.size() < 2 || draws.stream().anyMatch(List::isEmpty)
            ? Optional.empty()
            : Optional.of(Rounded.of(pooled(draws)));
    return new SensitivityFigures.Redraws(
        asked.draws(),
        evidence.figures(Arms.TICKET, level).map(ArmFigures::sdTestAccuracy),
        evidence.figures(Arms.REINITIALISED, level).map(ArmFigures::sdTestAccuracy),
        within);
  }

  /** Returns the root of the mean over the seeds of the variance of their draws. */
  private static double pooled(List<List<SeedFigures>> draws) {
    int seeds = draws.getFirst().size();
    double squares = 0;
    for (int s = 0; s < seeds; s++) {
      double sum = 0;
      for (List<SeedFigures> draw : draws) {
        sum += draw.get(s).testAccuracy();
      }
      double mean = sum / draws.size();
      for (List<SeedFigures> draw : draws) {
        double apart = draw.get(s).testAccuracy() - mean;
        squares += apart * apart;
      }
    }
    return Math.sqrt(squares / (seeds * (draws.size() - 1.0)));
  }
}
