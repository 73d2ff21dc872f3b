package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tombola.lab.verdict.Interval;
import tombola.lab.verdict.Variation;
import tombola.lab.verify.ArmFigures;
import tombola.lab.verify.ArmKind;
import tombola.lab.verify.Arms;
import tombola.lab.verify.Compared;
import tombola.lab.verify.VerifyResult;

/** The arms of a verification and its levels, a row each. */
public final class VerdictTables {
  private static final String DIVERGED = "diverged";

  private final VerifyResult result;
  private final Glyphs glyphs;

  /** Prepares the tables of {@code result}. */
  public VerdictTables(VerifyResult result, Glyphs glyphs) {
    this.result = result;
    this.glyphs = glyphs;
  }

  /** Returns the arms at the judged level: header, rows and a legend. */
  public List<String> arms() {
    TextTable table =
        new TextTable(
            List.of("arm", "test acc.", "less ticket", "95% interval", "early stop", "steps"));
    for (ArmKind arm : result.plan().armKinds()) {
      Optional<ArmFigures> figures = result.arm(arm.id());
      table.row(figures.map(this::row).orElse(List.of(arm.id(), DIVERGED, "", "", "", "")));
    }
    List<String> lines = new ArrayList<>(table.lines(1));
    lines.add(
        "test acc.: at the step of least validation loss, mean %s sd of %d seeds"
            .formatted(glyphs.plusMinus, result.plan().seeds().size()));
    lines.add("early stop: that step, in an arm's last training");
    if (result.arms().stream().anyMatch(arm -> arm.censored() > 0)) {
      lines.add(">= under some seed in the last tenth of the training: a lower bound");
    }
    lines.add(
        "steps: spent in all; the ticket's are those of its search, a control's its own training");
    Optional<ArmFigures> fineTuned = result.arm("fine-tuned");
    if (fineTuned.isPresent()
        && fineTuned
            .map(ArmFigures::seeds)
            .equals(result.arm("rate-rewound").map(ArmFigures::seeds))) {
      lines.add("fine-tuned and rate-rewound are one training, as the rate never falls");
    }
    return lines;
  }

  private List<String> row(ArmFigures arm) {
    return List.of(
        arm.arm(),
        accuracy(arm),
        arm.difference().map(d -> Figures.difference(d.mean())).orElse(""),
        arm.difference().flatMap(VerdictTables::interval).orElse(""),
        (arm.censored() > 0 ? ">=" : "") + Figures.count(arm.meanBestStep()),
        Figures.count(arm.meanStepsInAll()));
  }

  private String accuracy(ArmFigures arm) {
    return "%s %s %s"
        .formatted(
            Figures.accuracy(arm.meanTestAccuracy()),
            glyphs.plusMinus,
            Figures.accuracy(arm.sdTestAccuracy()));
  }

  private static Optional<String> interval(Compared difference) {
    return switch (difference.variation()) {
      case Variation.OneSeed _, Variation.AllEqual _ -> Optional.empty();
      case Variation.Varying varying -> {
        Interval interval = varying.interval();
        yield Optional.of(
            Figures.difference(interval.low()) + " to " + Figures.difference(interval.high()));
      }
    };
  }

  /** Returns the ticket, its two controls and the dense network at each level of the plan. */
  public List<String> levels() {
    List<ArmKind> arms = List.of(Arms.TICKET, Arms.REINITIALISED, Arms.RANDOM_MASK);
    List<String> header = new ArrayList<>(List.of("level", "density"));
    arms.forEach(arm -> header.add(arm.id()));
    header.add(Arms.DENSE.id());
    TextTable table = new TextTable(header);
    for (VerifyResult.LevelFigures level : result.levels()) {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(level.level()));
      row.add(Figures.density(level.density()));
      for (ArmKind arm : arms) {
        row.add(level.arm(arm.id()).map(this::accuracy).orElse(DIVERGED));
      }
      row.add(result.arm(Arms.DENSE.id()).map(this::accuracy).orElse(DIVERGED));
      table.row(row);
    }
    return table.lines(0);
  }
}
