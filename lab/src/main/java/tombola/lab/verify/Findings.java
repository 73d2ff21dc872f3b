package tombola.lab.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tombola.lab.verdict.Arm;
import tombola.lab.verdict.Trial;
import tombola.lab.verdict.Verdict;

/**
 * Makes the result of a verification from its evidence.
 *
 * <p>An arm that diverged under a seed is not in: to go on with the other seeds would leave out the
 * worst outcome, and would not be the plan. If it is one of those that a verdict needs, there is
 * none, and the answer is {@link Answer#UNDECIDED}.
 */
public final class Findings {
  private final Evidence evidence;
  private final VerifyPlan plan;

  private Findings(Evidence evidence) {
    this.evidence = evidence;
    this.plan = evidence.plan();
  }

  /**
   * Returns the result.
   *
   * @param run the run's name
   * @param dataset the data's name
   * @param network the network's name
   * @param planHash SHA-256 of the bytes of the plan's file
   * @param start the step that the ticket's training starts from
   */
  public static VerifyResult of(
      Evidence evidence, String run, String dataset, String network, String planHash, long start) {
    Findings findings = new Findings(evidence);
    Optional<Verdict> verdict = findings.verdict(start);
    List<ArmFigures> arms = findings.arms();
    return new VerifyResult(
        VerifyResult.SCHEMA,
        run,
        dataset,
        network,
        planHash,
        findings.plan,
        verdict.map(Answer::of).orElse(Answer.UNDECIDED),
        verdict.map(Verdict::sentence).orElseGet(findings::whyNone),
        verdict
            .map(v -> v.reasons().all().stream().map(CriterionFigures::of).toList())
            .orElse(List.of()),
        arms,
        findings.levels(),
        findings.better(arms),
        evidence.diverged(),
        Optional.empty(),
        Optional.empty());
  }

  private Optional<Verdict> verdict(long start) {
    int level = plan.level();
    Optional<Arm> ticket = evidence.arm(Arms.TICKET, level);
    Optional<Arm> dense = evidence.arm(Arms.DENSE, 0);
    Optional<Arm> reinitialised = evidence.arm(Arms.REINITIALISED, level);
    Optional<Arm> randomMask = evidence.arm(Arms.RANDOM_MASK, level);
    if (ticket.isEmpty() || dense.isEmpty() || reinitialised.isEmpty() || randomMask.isEmpty()) {
      return Optional.empty();
    }
    Trial trial =
        new Trial(start, ticket.get(), dense.get(), reinitialised.get(), randomMask.get());
    return Optional.of(Verdict.of(plan.statistics(), trial));
  }

  private String whyNone() {
    String missing =
        evidence.diverged().stream()
            .filter(d -> Arms.REQUIRED.stream().anyMatch(arm -> arm.id().equals(d.arm())))
            .filter(d -> d.level() == (d.arm().equals(Arms.DENSE.id()) ? 0 : plan.level()))
            .map(d -> "%s under seed %d".formatted(Arms.of(d.arm()).words(), d.seed()))
            .collect(Collectors.joining(", "));
    return "Undecided: a verdict needs every arm under every seed, and these trainings diverged: "
        + missing
        + ".";
  }

  private List<ArmFigures> arms() {
    return plan.armKinds().stream()
        .map(arm -> evidence.figures(arm, arm.equals(Arms.DENSE) ? 0 : plan.level()))
        .flatMap(Optional::stream)
        .toList();
  }

  private List<VerifyResult.LevelFigures> levels() {
    List<VerifyResult.LevelFigures> levels = new ArrayList<>();
    for (int level : plan.levels()) {
      List<ArmFigures> arms =
          List.of(Arms.TICKET, Arms.REINITIALISED, Arms.RANDOM_MASK).stream()
              .map(arm -> evidence.figures(arm, level))
              .flatMap(Optional::stream)
              .toList();
      levels.add(new VerifyResult.LevelFigures(level, density(level), arms));
    }
    return levels;
  }

  /** Returns the mean density over the tickets that did not diverge; 0 if all did. */
  private double density(int level) {
    return Rounded.of(
        plan.seeds().stream()
            .flatMap(seed -> evidence.figures(Arms.TICKET, level, seed).stream())
            .mapToDouble(SeedFigures::density)
            .average()
            .orElse(0));
  }

  private List<String> better(List<ArmFigures> arms) {
    double alpha = plan.statistics().alpha();
    return arms.stream()
        .filter(arm -> !arm.arm().equals(Arms.DENSE.id()))
        .filter(arm -> arm.difference().filter(d -> d.pGreater() <= alpha).isPresent())
        .map(ArmFigures::arm)
        .toList();
  }
}
