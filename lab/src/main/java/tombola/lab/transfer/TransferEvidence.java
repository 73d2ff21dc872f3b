package tombola.lab.transfer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import tombola.lab.result.LayerResult;
import tombola.lab.result.LevelResult;
import tombola.lab.verdict.Arm;
import tombola.lab.verdict.Comparison;
import tombola.lab.verdict.Measurement;
import tombola.lab.verdict.SpeedRatio;
import tombola.lab.verdict.Steps;
import tombola.lab.verify.ArmOutcome;
import tombola.lab.verify.Compared;
import tombola.lab.verify.Ratio;
import tombola.train.Curve;

/**
 * The outcomes of all trainings of a plan, and what they come to arm by arm.
 *
 * @param plan the plan
 * @param outcomes by arm, each under every seed of the plan
 */
public record TransferEvidence(
    TransferPlan plan, Map<TransferArm, SortedMap<Long, ArmOutcome.Trained>> outcomes) {

  /** Copies the map and checks that nothing is missing. */
  public TransferEvidence {
    outcomes = Map.copyOf(outcomes);
    for (TransferArm arm : TransferArms.ALL) {
      SortedMap<Long, ArmOutcome.Trained> found =
          outcomes.getOrDefault(arm, Collections.emptySortedMap());
      if (!List.copyOf(found.keySet()).equals(plan.seeds())) {
        throw new IllegalArgumentException(
            "%s: expected the seeds %s, got %s".formatted(arm.id(), plan.seeds(), found.keySet()));
      }
    }
  }

  /** Returns a line for each training that did not stay finite. */
  List<String> diverged() {
    List<String> lines = new ArrayList<>();
    for (TransferArm arm : TransferArms.ALL) {
      at(arm)
          .forEach((seed, outcome) -> {
            if (outcome instanceof ArmOutcome.Diverged(String message)) {
              lines.add("seed %d, %s: %s".formatted(seed, arm.id(), message));
            }
          });
    }
    return lines;
  }

  /** Returns {@code arm} as statistics have it, if all its trainings stayed finite. */
  Optional<Arm> arm(TransferArm arm) {
    SortedMap<Long, Measurement> bySeed = new TreeMap<>();
    seeds(arm).forEach(figures -> bySeed.put(figures.seed(), measurement(figures)));
    return bySeed.isEmpty() ? Optional.empty() : Optional.of(new Arm(arm.words(), bySeed));
  }

  /** Returns what {@code arm} comes to, if all its trainings stayed finite. */
  Optional<TransferFigures> figures(TransferArm arm) {
    Optional<TransferFigures.Against> against =
        arm.equals(TransferArms.DENSE) ? Optional.empty() : against(arm);
    return Optional.of(seeds(arm))
        .filter(seeds -> !seeds.isEmpty())
        .map(seeds -> TransferFigures.of(arm, seeds, against));
  }

  private Optional<TransferFigures.Against> against(TransferArm arm) {
    Optional<Arm> measured = arm(arm);
    Optional<Arm> dense = arm(TransferArms.DENSE);
    if (measured.isEmpty() || dense.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new TransferFigures.Against(
            Compared.of(Comparison.accuracy(measured.get(), dense.get())),
            Ratio.of(SpeedRatio.earlyStop(dense.get(), measured.get())),
            reached(arm, TransferSeed::denseLoss),
            reached(arm, TransferSeed::denseAccuracy)));
  }

  private Ratio reached(TransferArm arm, Function<TransferSeed, TransferSeed.Reached> bar) {
    return Ratio.of(
        SpeedRatio.reached(steps(seeds(TransferArms.DENSE), bar), steps(seeds(arm), bar)));
  }

  private static List<Steps> steps(
      List<TransferSeed> seeds, Function<TransferSeed, TransferSeed.Reached> bar) {
    return seeds.stream().map(bar).map(at -> steps(at.step(), !at.reached())).toList();
  }

  private static Steps steps(long step, boolean bound) {
    return bound ? new Steps.AtLeast(step) : new Steps.At(step);
  }

  private static Measurement measurement(TransferSeed seed) {
    return new Measurement(
        seed.testAccuracy(),
        seed.finalAccuracy(),
        steps(seed.bestStep(), seed.censored()),
        steps(seed.denseLoss().step(), !seed.denseLoss().reached()));
  }

  private SortedMap<Long, ArmOutcome.Trained> at(TransferArm arm) {
    return outcomes.getOrDefault(arm, Collections.emptySortedMap());
  }

  /** Returns the figures of each seed; none if one diverged. */
  private List<TransferSeed> seeds(TransferArm arm) {
    List<TransferSeed> figures = new ArrayList<>();
    for (Map.Entry<Long, ArmOutcome.Trained> entry : at(arm).entrySet()) {
      switch (entry.getValue()) {
        case ArmOutcome.Diverged _ -> {
          return List.of();
        }
        case ArmOutcome.Measured measured -> figures.add(seed(entry.getKey(), measured));
      }
    }
    return figures;
  }

  private TransferSeed seed(long seed, ArmOutcome.Measured measured) {
    LevelResult result = measured.figures();
    Curve.Point bar = bar(seed);
    List<LayerResult> hidden = result.layers().subList(0, result.layers().size() - 1);
    return new TransferSeed(
        seed,
        result.live(),
        result.total(),
        hidden.stream().mapToLong(LayerResult::live).sum(),
        hidden.stream().mapToLong(LayerResult::total).sum(),
        result.testAccuracy(),
        result.testLoss(),
        result.validationAccuracy(),
        result.finalAccuracy(),
        result.bestStep(),
        result.censored(),
        first(result.curve(), point -> point.validationLoss() <= bar.validationLoss()),
        first(result.curve(), point -> point.validationAccuracy() >= bar.validationAccuracy()),
        measured.stepsInAll());
  }

  private static TransferSeed.Reached first(Curve curve, Predicate<Curve.Point> reaches) {
    return curve.points().stream()
        .filter(reaches)
        .findFirst()
        .map(point -> new TransferSeed.Reached(point.step(), true))
        .orElse(new TransferSeed.Reached(curve.last().step(), false));
  }

  /** Returns the dense network's point of least validation loss; out of reach if it diverged. */
  private Curve.Point bar(long seed) {
    return at(TransferArms.DENSE).get(seed) instanceof ArmOutcome.Measured dense
        ? dense.figures().curve().best()
        : new Curve.Point(0, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }
}
