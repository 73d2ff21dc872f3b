package tombola.lab.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tombola.lab.verify.ArmFigures;
import tombola.lab.verify.Arms;
import tombola.lab.verify.CriterionFigures;
import tombola.lab.verify.VerifyPlan;
import tombola.lab.verify.VerifyResult;
import tombola.nn.Networks;

/** A verification in sentences. */
public final class VerdictNarrative {
  private final VerifyResult result;
  private final VerifyPlan plan;

  /** Prepares the sentences about {@code result}. */
  public VerdictNarrative(VerifyResult result) {
    this.result = result;
    this.plan = result.plan();
  }

  /** Returns what was judged, and how that was settled beforehand. */
  public String plan() {
    String density =
        result.levels().stream()
            .filter(level -> level.level() == plan.level())
            .map(level -> Figures.density(level.density()))
            .findFirst()
            .orElse("-");
    return "Level %d of %s on %s, density %s, judged %s. %s"
        .formatted(
            plan.level(),
            Networks.label(result.network()),
            result.dataset(),
            density,
            scope(),
            choice());
  }

  private String scope() {
    return switch (plan.scope()) {
      case REPLICATES ->
          "over %d whole searches with the %s".formatted(plan.seeds().size(), seeds(plan.seeds()));
      case TICKET ->
          "for the one ticket of seed %d: its mask and initial weights stay, the order of the data has the %s"
              .formatted(plan.ticketSeed(), seeds(plan.seeds()));
    };
  }

  private String choice() {
    return plan.chosenBy().isEmpty()
        ? "The level was named."
        : "The level was chosen by the validation accuracy of %s, which %s left out here."
            .formatted(seeds(plan.chosenBy()), plan.chosenBy().size() == 1 ? "is" : "are");
  }

  private static String seeds(List<Long> seeds) {
    return (seeds.size() == 1 ? "seed " : "seeds ")
        + seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Returns the verdict in plain words. */
  public String verdict() {
    return switch (plan.scope()) {
      case REPLICATES -> result.sentence();
      case TICKET ->
          result.sentence()
              + " This is about one ticket, that of seed %d, and not about the search that found it."
                  .formatted(plan.ticketSeed());
    };
  }

  /** Returns a sentence for each criterion. */
  public List<String> criteria() {
    return result.criteria().stream().map(CriterionFigures::sentence).toList();
  }

  /** Returns which arms do better than the ticket, if any is shown to. */
  public Optional<String> better() {
    if (result.better().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "More accurate than the ticket: "
            + result.better().stream()
                .map(id -> result.arm(id).orElseThrow())
                .map(VerdictNarrative::better)
                .collect(Collectors.joining("; "))
            + ". Each is tested alone, its p value not corrected for the number of arms.");
  }

  private static String better(ArmFigures arm) {
    return "%s (%s, one-sided p = %s)"
        .formatted(
            Arms.of(arm.arm()).words(),
            arm.difference().map(d -> Figures.difference(d.mean())).orElse("-"),
            arm.difference().map(d -> Figures.accuracy(d.pGreater())).orElse("-"));
  }

  /** Returns a sentence for each training that diverged. */
  public List<String> diverged() {
    return result.diverged().stream()
        .map(d -> "Left out, as one of its trainings diverged: %s.".formatted(d.line()))
        .toList();
  }
}
