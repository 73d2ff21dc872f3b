package tombola.lab.verdict;

import java.util.List;

/**
 * Makes the tests of a verdict.
 *
 * <p>The family that Holm corrects is the two tests of superiority at the named level. The tests of
 * non-inferiority stand outside: that of accuracy alone makes a ticket matching, and a ticket wins
 * only if all criteria hold, which needs no correction (Berger 1982: the chance that all of several
 * tests err is no greater than that of one).
 */
final class Judgement {
  private final Plan plan;
  private final Trial trial;
  private final double margin;

  private Judgement(Plan plan, Trial trial) {
    this.plan = plan;
    this.trial = trial;
    this.margin = plan.accuracy().of(trial.dense().meanTestAccuracy());
  }

  static Reasons of(Plan plan, Trial trial) {
    int seeds = trial.ticket().bySeed().size();
    if (seeds != plan.seeds()) {
      throw new IllegalArgumentException(
          "seeds: expected the %d of the plan, got %d".formatted(plan.seeds(), seeds));
    }
    return new Judgement(plan, trial).reasons();
  }

  private Reasons reasons() {
    Comparison reinitialised = Comparison.accuracy(trial.ticket(), trial.reinitialised());
    Comparison randomMask = Comparison.accuracy(trial.ticket(), trial.randomMask());
    List<Double> adjusted =
        Holm.adjust(
            List.of(reinitialised.differences().pGreater(0), randomMask.differences().pGreater(0)));
    return new Reasons(
        new Criterion.Reset(trial.start()),
        accuracy(),
        earlyStop(),
        superiority(reinitialised, adjusted.get(0), adjusted.size()),
        superiority(randomMask, adjusted.get(1), adjusted.size()));
  }

  private Criterion.Accuracy accuracy() {
    Comparison comparison = Comparison.accuracy(trial.ticket(), trial.dense());
    return new Criterion.Accuracy(comparison, margin, notBelow(comparison.differences(), -margin));
  }

  private Criterion.EarlyStop earlyStop() {
    SpeedRatio ratio = SpeedRatio.earlyStop(trial.dense(), trial.ticket());
    Decision decision =
        switch (ratio) {
          case SpeedRatio.Measured(Differences logs) ->
              notBelow(logs, -StrictMath.log1p(plan.stepMargin()));
          case SpeedRatio.AtLeast _ ->
              new Decision.Untested("steps of the dense network are lower bounds");
          case SpeedRatio.AtMost _ -> new Decision.Untested("steps of the ticket are lower bounds");
          case SpeedRatio.Unknown(String reason) -> new Decision.Untested(reason);
        };
    return new Criterion.EarlyStop(ratio, plan.stepMargin(), decision);
  }

  private Decision notBelow(Differences found, double bound) {
    double pass = found.pGreater(bound);
    return new Decision.Tested(
        pass,
        pass,
        found.pLess(bound),
        plan.alpha(),
        SeedsNeeded.of(found, bound, plan.alpha(), bound, plan));
  }

  /**
   * A number of seeds is asked for at the level that the least p value of the family has to meet.
   */
  private Criterion.Superiority superiority(Comparison comparison, double adjusted, int family) {
    Differences found = comparison.differences();
    Decision decision =
        new Decision.Tested(
            found.pGreater(0),
            adjusted,
            found.pLess(margin),
            plan.alpha(),
            SeedsNeeded.of(found, 0, plan.alpha() / family, margin, plan));
    return new Criterion.Superiority(comparison, margin, decision);
  }
}
