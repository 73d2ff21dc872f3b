package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tombola.lab.verdict.Decision;
import tombola.lab.verdict.Interval;
import tombola.lab.verdict.Plan;
import tombola.lab.verdict.Variation;
import tombola.lab.verify.ArmFigures;
import tombola.lab.verify.ArmKind;
import tombola.lab.verify.Arms;
import tombola.lab.verify.Compared;
import tombola.lab.verify.CriterionFigures;
import tombola.lab.verify.Ratio;
import tombola.lab.verify.SeedFigures;
import tombola.lab.verify.VerifyPlan;
import tombola.lab.verify.VerifyResult;

/** The tables of a verification's HTML report. */
final class HtmlVerdictTables {
  private static final String NONE = "–";

  private final VerifyResult result;
  private final HtmlPage page;

  HtmlVerdictTables(VerifyResult result, HtmlPage page) {
    this.result = result;
    this.page = page;
  }

  /** Writes the numbers behind each criterion. */
  void criteria() {
    page.table(
        Stream.of(
            "criterion",
            "outcome",
            "found",
            "95% interval",
            "margin",
            "d_z",
            "p that it holds",
            "corrected",
            "p that it does not"));
    for (CriterionFigures criterion : result.criteria()) {
      page.row(
          "",
          Stream.of(
                  Stream.of(name(criterion), criterion.outcome().words()),
                  found(criterion),
                  p(criterion.decision()))
              .flatMap(cells -> cells));
    }
    page.endTable();
  }

  private static String name(CriterionFigures criterion) {
    return criterion
        .compared()
        .map(compared -> "test accuracy against " + compared.against())
        .orElse(
            criterion.ratio().isPresent()
                ? "early-stop step against the dense network"
                : "start from the initial weights");
  }

  private static Stream<String> found(CriterionFigures criterion) {
    if (criterion.compared().isPresent()) {
      Compared compared = criterion.compared().get();
      return Stream.of(
          Figures.difference(compared.mean()),
          interval(compared),
          criterion.margin().map(Figures::accuracy).orElse(NONE),
          effect(compared.variation()));
    }
    return Stream.of(
        criterion.ratio().map(HtmlVerdictTables::ratio).orElse(NONE),
        criterion
            .ratio()
            .flatMap(Ratio::interval)
            .map(i -> Figures.ratio(i.low()) + " to " + Figures.ratio(i.high()))
            .orElse(NONE),
        criterion.margin().map(Figures::ratio).orElse(NONE),
        NONE);
  }

  private static String effect(Variation variation) {
    return switch (variation) {
      case Variation.OneSeed _, Variation.AllEqual _ -> NONE;
      case Variation.Varying v ->
          "%s (%s)".formatted(Figures.ratio(v.effect()), Figures.ratio(v.correctedEffect()));
    };
  }

  private static Stream<String> p(Optional<Decision> decision) {
    if (decision.isPresent() && decision.get() instanceof Decision.Tested tested) {
      return Stream.of(p(tested.pass()), p(tested.passAdjusted()), p(tested.fail()));
    }
    return Stream.of(NONE, NONE, NONE);
  }

  private static String p(double p) {
    return p < 0.0001 ? "< 0.0001" : Figures.accuracy(p);
  }

  /** Writes all arms at the judged level, those that diverged too. */
  void arms() {
    List<String> header =
        List.of(
            "arm",
            "test accuracy",
            "less the ticket's",
            "95% interval",
            "p",
            "final accuracy",
            "live weights",
            "early-stop step",
            "ratio of steps",
            "steps in all");
    page.table(header.stream());
    for (ArmKind arm : result.plan().armKinds()) {
      Optional<ArmFigures> figures = result.arm(arm.id());
      Stream<String> cells =
          figures
              .map(this::arm)
              .orElseGet(() ->
                  Stream.concat(
                      Stream.of(arm.title(), "diverged"), header.stream().skip(2).map(_ -> NONE)));
      page.row(arm.equals(Arms.TICKET) ? "ticket" : "", cells);
    }
    page.endTable();
  }

  private Stream<String> arm(ArmFigures arm) {
    return Stream.of(
        arm.title(),
        accuracy(arm),
        arm.difference().map(d -> Figures.difference(d.mean())).orElse(NONE),
        arm.difference().map(HtmlVerdictTables::interval).orElse(NONE),
        arm.difference().map(d -> p(d.pUnequal())).orElse(NONE),
        Figures.accuracy(arm.meanFinalAccuracy()),
        Figures.count(arm.meanLive()),
        step(arm),
        arm.earlyStop().map(HtmlVerdictTables::ratio).orElse(NONE),
        Figures.count(arm.meanStepsInAll()));
  }

  private static String accuracy(ArmFigures arm) {
    return Figures.accuracy(arm.meanTestAccuracy())
        + " ± "
        + Figures.accuracy(arm.sdTestAccuracy());
  }

  private static String step(ArmFigures arm) {
    return (arm.censored() > 0 ? "≥ " : "") + Figures.count(arm.meanBestStep());
  }

  private static String interval(Compared compared) {
    return switch (compared.variation()) {
      case Variation.OneSeed _, Variation.AllEqual _ -> NONE;
      case Variation.Varying varying -> {
        Interval interval = varying.interval();
        yield Figures.difference(interval.low()) + " to " + Figures.difference(interval.high());
      }
    };
  }

  private static String ratio(Ratio ratio) {
    String figure = ratio.ratio().map(r -> Figures.ratio(r) + "×").orElse(NONE);
    return switch (ratio.kind()) {
      case MEASURED, UNKNOWN -> figure;
      case AT_LEAST -> "≥ " + figure;
      case AT_MOST -> "≤ " + figure;
    };
  }

  /** Writes accuracy and early stop of the ticket and its two controls at each level. */
  void levels() {
    List<ArmKind> arms = List.of(Arms.TICKET, Arms.REINITIALISED, Arms.RANDOM_MASK);
    List<String> header = new ArrayList<>(List.of("level", "density"));
    arms.forEach(arm -> header.add(arm.title()));
    arms.forEach(arm -> header.add(arm.title() + ", early stop"));
    page.table(header.stream());
    for (VerifyResult.LevelFigures level : result.levels()) {
      List<String> cells = new ArrayList<>();
      cells.add(Integer.toString(level.level()));
      cells.add(Figures.density(level.density()));
      for (ArmKind arm : arms) {
        cells.add(level.arm(arm.id()).map(HtmlVerdictTables::accuracy).orElse("diverged"));
      }
      for (ArmKind arm : arms) {
        cells.add(level.arm(arm.id()).map(HtmlVerdictTables::step).orElse(NONE));
      }
      page.row(level.level() == result.plan().level() ? "ticket" : "", cells.stream());
    }
    page.endTable();
  }

  /** Writes what the plan fixed. */
  void fixed() {
    VerifyPlan plan = result.plan();
    Plan statistics = plan.statistics();
    page.table(Stream.of("plan", result.planHash()));
    page.row("", Stream.of("configuration", plan.configuration()));
    page.row("", Stream.of("arithmetic", Integer.toString(plan.arithmetic())));
    page.row("", Stream.of("judged level", Integer.toString(plan.level())));
    page.row(
        "",
        Stream.of(
            "chosen by", plan.chosenBy().isEmpty() ? "named" : "seeds " + list(plan.chosenBy())));
    page.row("", Stream.of("seeds", list(plan.seeds())));
    page.row("", Stream.of("what varies", varies(plan)));
    page.row("", Stream.of("levels of the controls", list(plan.levels())));
    page.row(
        "",
        Stream.of(
            "arms that are no part of the verdict",
            plan.arms().isEmpty()
                ? "none"
                : plan.arms().stream()
                    .map(id -> Arms.of(id).title())
                    .collect(Collectors.joining("; "))));
    plan.sensitivity()
        .ifPresent(asked ->
            page.row(
                "",
                Stream.of(
                    "shares of noise in the initial weights",
                    "%s; %d draws a seed".formatted(list(asked.doses()), asked.draws()))));
    plan.widths()
        .ifPresent(asked ->
            page.row("", Stream.of("factors of the hidden widths", list(asked.factors()))));
    page.row(
        "",
        Stream.of(
            "margin of test accuracy",
            "%s of the dense network's test error, at least %s"
                .formatted(statistics.accuracy().share(), statistics.accuracy().least())));
    page.row("", Stream.of("margin of steps, a share", Double.toString(statistics.stepMargin())));
    page.row("", Stream.of("level of the tests", Double.toString(statistics.alpha())));
    page.row("", Stream.of("power for the seeds needed", Double.toString(statistics.power())));
    page.endTable();
  }

  private static String varies(VerifyPlan plan) {
    return switch (plan.scope()) {
      case REPLICATES -> "everything: each seed is a whole search";
      case TICKET ->
          "the order of the data alone; mask and initial weights are those of seed "
              + plan.ticketSeed();
    };
  }

  private static String list(List<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Writes each seed of {@code arms}. */
  void seeds(List<ArmFigures> arms) {
    page.table(
        Stream.of(
            "arm",
            "level",
            "seed",
            "test accuracy",
            "less the ticket's",
            "validation accuracy",
            "final accuracy",
            "early-stop step",
            "step to dense loss",
            "live weights",
            "steps in all"));
    for (ArmFigures arm : arms) {
      for (int s = 0; s < arm.seeds().size(); s++) {
        page.row(arm.arm().equals(Arms.TICKET.id()) ? "other" : "", seed(arm, s));
      }
    }
    page.endTable();
  }

  private static Stream<String> seed(ArmFigures arm, int index) {
    SeedFigures seed = arm.seeds().get(index);
    return Stream.of(
        arm.title(),
        Integer.toString(arm.level()),
        Long.toString(seed.seed()),
        Figures.accuracy(seed.testAccuracy()),
        arm.difference().map(d -> Figures.difference(d.differences().get(index))).orElse(NONE),
        Figures.accuracy(seed.validationAccuracy()),
        Figures.accuracy(seed.finalAccuracy()),
        (seed.censored() ? "≥ " : "") + Figures.count(seed.bestStep()),
        seed.denseLossReached() ? Figures.count(seed.denseLossStep()) : "not reached",
        Figures.count(seed.live()),
        Figures.count(seed.stepsInAll()));
  }

  /** Writes the trainings that did not stay finite. */
  void diverged() {
    page.table(Stream.of("arm", "level", "seed", "why"));
    for (VerifyResult.Divergence divergence : result.diverged()) {
      page.row(
          "",
          Stream.of(
              divergence.title(),
              Integer.toString(divergence.level()),
              Long.toString(divergence.seed()),
              divergence.message()));
    }
    page.endTable();
  }
}
