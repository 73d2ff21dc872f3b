package tombola.lab.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tombola.lab.result.LevelResult;
import tombola.lab.verdict.Arm;
import tombola.lab.verdict.Comparison;
import tombola.lab.verdict.Measurement;
import tombola.lab.verdict.SpeedRatio;
import tombola.lab.verdict.Steps;

/**
 * The outcomes of all trainings of a plan, and what they come to arm by arm.
 *
 * @param plan the plan
 * @param outcomes by place, each under every seed of the plan
 */
public record Evidence(VerifyPlan plan, Map<Place, SortedMap<Long, ArmOutcome>> outcomes) {

  /** An arm at a level. */
  public record Place(ArmKind arm, int level) {}

  /** Copies the map and checks that nothing is missing. */
  public Evidence {
    outcomes = Map.copyOf(outcomes);
    for (Place place : plan.places()) {
      SortedMap<Long, ArmOutcome> found =
          outcomes.getOrDefault(place, Collections.emptySortedMap());
      if (!List.copyOf(found.keySet()).equals(plan.seeds())) {
        throw new IllegalArgumentException(
            "%s, level %d: expected the seeds %s, got %s"
                .formatted(place.arm().id(), place.level(), plan.seeds(), found.keySet()));
      }
    }
  }

  /** Returns the trainings that did not stay finite, in the order of the plan. */
  List<VerifyResult.Divergence> diverged() {
    List<VerifyResult.Divergence> diverged = new ArrayList<>();
    for (Place place : plan.places()) {
      ArmKind arm = place.arm();
      at(arm, place.level())
          .forEach((seed, outcome) -> {
            if (outcome instanceof ArmOutcome.Diverged(String message)) {
              diverged.add(
                  new VerifyResult.Divergence(arm.id(), arm.title(), place.level(), seed, message));
            }
          });
    }
    return diverged;
  }

  /** Returns {@code arm} as statistics have it, if all its trainings stayed finite. */
  Optional<Arm> arm(ArmKind arm, int level) {
    SortedMap<Long, Measurement> bySeed = new TreeMap<>();
    seeds(arm, level).forEach(figures -> bySeed.put(figures.seed(), measurement(figures)));
    return bySeed.isEmpty() ? Optional.empty() : Optional.of(new Arm(arm.words(), bySeed));
  }

  /** Returns what {@code arm} comes to, compared with the ticket, if both stayed finite. */
  Optional<ArmFigures> figures(ArmKind arm, int level) {
    int ticketLevel = level == 0 ? plan.level() : level;
    return figures(arm, level, arm(Arms.TICKET, ticketLevel).filter(_ -> !arm.equals(Arms.TICKET)));
  }

  /** Returns what {@code arm} comes to, compared with {@code other}, if it stayed finite. */
  Optional<ArmFigures> figures(ArmKind arm, int level, Optional<Arm> other) {
    return arm(arm, level)
        .map(measured ->
            ArmFigures.of(
                arm,
                level,
                seeds(arm, level),
                other.map(o -> Compared.of(Comparison.accuracy(measured, o))),
                other.map(o -> Ratio.of(SpeedRatio.earlyStop(measured, o))),
                other.map(o -> Ratio.of(SpeedRatio.denseLoss(measured, o)))));
  }

  /** Returns the outcomes of an arm by seed; none if the plan does not have it there. */
  SortedMap<Long, ArmOutcome> at(ArmKind arm, int level) {
    return outcomes.getOrDefault(new Place(arm, level), Collections.emptySortedMap());
  }

  /** Returns the figures of each seed; none if one diverged. */
  List<SeedFigures> seeds(ArmKind arm, int level) {
    List<SeedFigures> figures = new ArrayList<>();
    for (Map.Entry<Long, ArmOutcome> entry : at(arm, level).entrySet()) {
      Optional<SeedFigures> one = figures(entry.getKey(), entry.getValue());
      if (one.isEmpty()) {
        return List.of();
      }
      figures.add(one.get());
    }
    return figures;
  }

  /** Returns what {@code arm} measured at {@code level} under {@code seed}, unless it diverged. */
  public Optional<SeedFigures> figures(ArmKind arm, int level, long seed) {
    return Optional.ofNullable(at(arm, level).get(seed)).flatMap(o -> figures(seed, o));
  }

  private Optional<SeedFigures> figures(long seed, ArmOutcome outcome) {
    return switch (outcome) {
      case ArmOutcome.Measured(LevelResult result, long stepsInAll) ->
          Optional.of(SeedFigures.of(seed, result, stepsInAll, denseLoss(seed)));
      case ArmOutcome.Known(SeedFigures figures) -> Optional.of(figures);
      case ArmOutcome.Diverged _ -> Optional.empty();
    };
  }

  /** Returns the dense network's least validation loss; none is below it if that diverged. */
  private double denseLoss(long seed) {
    return at(Arms.DENSE, 0).getOrDefault(seed, new ArmOutcome.Diverged(""))
            instanceof ArmOutcome.Measured dense
        ? dense.figures().curve().best().validationLoss()
        : Double.NEGATIVE_INFINITY;
  }

  static Measurement measurement(SeedFigures figures) {
    return new Measurement(
        figures.testAccuracy(),
        figures.finalAccuracy(),
        steps(figures.bestStep(), figures.censored()),
        steps(figures.denseLossStep(), !figures.denseLossReached()));
  }

  static Steps steps(long step, boolean bound) {
    return bound ? new Steps.AtLeast(step) : new Steps.At(step);
  }
}
