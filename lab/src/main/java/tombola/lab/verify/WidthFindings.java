package tombola.lab.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tombola.lab.verdict.Arm;
import tombola.lab.verdict.Comparison;
import tombola.lab.verdict.Measurement;
import tombola.lab.verdict.Slope;
import tombola.lab.verdict.SpeedRatio;

/** Makes the figures of tickets from several starting widths from evidence. */
public final class WidthFindings {
  private final VerifyPlan plan;
  private final WidthEvidence evidence;

  private WidthFindings(VerifyPlan plan, WidthEvidence evidence) {
    this.plan = plan;
    this.evidence = evidence;
  }

  /**
   * Returns the figures.
   *
   * @param live weights of the judged ticket
   * @param widths at least one, ascending
   * @throws IllegalArgumentException if the seeds of one are not the plan's
   */
  public static WidthFigures of(VerifyPlan plan, long live, List<WidthEvidence> widths) {
    List<WidthFigures.AtWidth> figures =
        widths.stream().map(width -> new WidthFindings(plan, width).figures()).toList();
    return new WidthFigures(live, figures, perDoubling(plan, figures));
  }

  private static Optional<SlopeFigures> perDoubling(
      VerifyPlan plan, List<WidthFigures.AtWidth> widths) {
    if (widths.size() < 2) {
      return Optional.empty();
    }
    List<Double> doublings =
        widths.stream().map(w -> StrictMath.log(w.factor()) / StrictMath.log(2)).toList();
    List<List<Double>> bySeed = new ArrayList<>();
    for (int s = 0; s < plan.seeds().size(); s++) {
      int seed = s;
      bySeed.add(widths.stream().map(w -> w.ticket().seeds().get(seed).testAccuracy()).toList());
    }
    return Optional.of(SlopeFigures.of(Slope.of(doublings, bySeed)));
  }

  private WidthFigures.AtWidth figures() {
    SortedMap<Long, SeedFigures> tickets = measured(evidence.ticket());
    SortedMap<Long, SeedFigures> denses = measured(evidence.dense());
    SortedMap<Long, SeedFigures> others = measured(finite(evidence.reinitialised()));
    ArmFigures ticket = arm(Arms.TICKET, evidence.level(), tickets, Optional.empty());
    ArmFigures dense = arm(Arms.DENSE, 0, denses, Optional.of(tickets));
    Optional<ArmFigures> reinitialised =
        others.size() < plan.seeds().size()
            ? Optional.empty()
            : Optional.of(arm(Arms.REINITIALISED, evidence.level(), others, Optional.of(tickets)));
    double margin = plan.statistics().accuracy().of(dense.meanTestAccuracy());
    int noWorse = 0;
    int better = 0;
    int both = 0;
    for (SeedFigures seed : ticket.seeds()) {
      SeedFigures whole = Optional.ofNullable(denses.get(seed.seed())).orElseThrow();
      Optional<SeedFigures> other = Optional.ofNullable(others.get(seed.seed()));
      boolean matches = seed.testAccuracy() >= whole.testAccuracy() - margin;
      boolean beats = other.map(o -> seed.testAccuracy() > o.testAccuracy()).orElse(true);
      noWorse += matches ? 1 : 0;
      better += beats ? 1 : 0;
      both += matches && beats ? 1 : 0;
    }
    return new WidthFigures.AtWidth(
        evidence.factor(),
        evidence.network(),
        evidence.run(),
        evidence.level(),
        ticket.seeds().getFirst().total(),
        ticket,
        dense,
        reinitialised,
        Rounded.of(margin),
        noWorse,
        better,
        both,
        diverged());
  }

  private SortedMap<Long, SeedFigures> measured(SortedMap<Long, ArmOutcome.Measured> outcomes) {
    SortedMap<Long, SeedFigures> figures = new TreeMap<>();
    outcomes.forEach((seed, outcome) -> {
      ArmOutcome.Measured dense = Optional.ofNullable(evidence.dense().get(seed)).orElseThrow();
      double bar = dense.figures().curve().best().validationLoss();
      figures.put(seed, SeedFigures.of(seed, outcome.figures(), outcome.stepsInAll(), bar));
    });
    return figures;
  }

  private static SortedMap<Long, ArmOutcome.Measured> finite(
      SortedMap<Long, ArmOutcome.Trained> outcomes) {
    SortedMap<Long, ArmOutcome.Measured> finite = new TreeMap<>();
    outcomes.forEach((seed, outcome) -> {
      switch (outcome) {
        case ArmOutcome.Measured measured -> finite.put(seed, measured);
        case ArmOutcome.Diverged _ -> {}
      }
    });
    return finite;
  }

  private ArmFigures arm(
      ArmKind arm,
      int level,
      SortedMap<Long, SeedFigures> seeds,
      Optional<SortedMap<Long, SeedFigures>> against) {
    if (!List.copyOf(seeds.keySet()).equals(plan.seeds())) {
      throw new IllegalArgumentException(
          "%s at width %s: expected the seeds %s, got %s"
              .formatted(arm.id(), evidence.factor(), plan.seeds(), seeds.keySet()));
    }
    Arm measured = statistics(arm, seeds);
    Optional<Arm> ticket = against.map(tickets -> statistics(Arms.TICKET, tickets));
    return ArmFigures.of(
        arm,
        level,
        List.copyOf(seeds.values()),
        ticket.map(t -> Compared.of(Comparison.accuracy(measured, t))),
        ticket.map(t -> Ratio.of(SpeedRatio.earlyStop(measured, t))),
        ticket.map(t -> Ratio.of(SpeedRatio.denseLoss(measured, t))));
  }

  private static Arm statistics(ArmKind arm, Map<Long, SeedFigures> seeds) {
    SortedMap<Long, Measurement> bySeed = new TreeMap<>();
    seeds.forEach((seed, figures) -> bySeed.put(seed, Evidence.measurement(figures)));
    return new Arm(arm.words(), bySeed);
  }

  private List<VerifyResult.Divergence> diverged() {
    List<VerifyResult.Divergence> diverged = new ArrayList<>();
    ArmKind arm = Arms.REINITIALISED;
    evidence
        .reinitialised()
        .forEach((seed, outcome) -> {
          switch (outcome) {
            case ArmOutcome.Measured _ -> {}
            case ArmOutcome.Diverged(String message) ->
                diverged.add(
                    new VerifyResult.Divergence(
                        arm.id(), arm.title(), evidence.level(), seed, message));
          }
        });
    return diverged;
  }
}
