package tombola.lab.report;

import java.util.List;
import java.util.Optional;
import tombola.lab.ledger.Ledger;
import tombola.lab.verdict.Outcome;
import tombola.lab.verify.CriterionFigures;
import tombola.lab.verify.VerifyResult;

/** A verification as one HTML file that needs nothing else. */
final class HtmlVerdict {
  private final VerifyResult result;
  private final VerdictNarrative narrative;
  private final Markup out = new Markup();
  private final HtmlPage page = new HtmlPage(out);
  private final HtmlVerdictTables tables;
  private final Optional<Ledger> ledger;

  HtmlVerdict(VerifyResult result, Optional<Ledger> ledger) {
    this.result = result;
    this.ledger = ledger;
    this.narrative = new VerdictNarrative(result);
    this.tables = new HtmlVerdictTables(result, page);
  }

  String write(List<Plot> plots, Optional<Picture> forest, List<Picture> pictures) {
    String name = "%s, level %d".formatted(result.run(), result.plan().level());
    page.begin(name);
    out.element("h1", name);
    out.element("p", narrative.verdict(), "class", "lead");
    out.element("p", narrative.plan());
    narrative.better().ifPresent(sentence -> out.element("p", sentence, "class", "caution"));
    narrative.diverged().forEach(line -> out.element("p", line, "class", "caution"));
    criteria();
    charts(plots);
    arms(forest);
    levels();
    ticket(pictures);
    new HtmlSensitivity(result, out, page).write();
    ledger.ifPresent(this::ledger);
    fixed();
    seeds();
    return page.end();
  }

  private void criteria() {
    if (result.criteria().isEmpty()) {
      return;
    }
    out.element("h2", "What the verdict rests on");
    out.open("ul");
    for (CriterionFigures criterion : result.criteria()) {
      out.element("li", criterion.sentence(), "class", style(criterion.outcome()));
    }
    out.close();
    out.open("div", "class", "wrap");
    tables.criteria();
    out.close();
    note(
        "d_z: mean difference over its standard deviation, in brackets corrected for few seeds."
            + " Corrected: by Holm over the two comparisons with controls. Ratio of steps: the"
            + " dense network's for each of the ticket.");
  }

  private static String style(Outcome outcome) {
    return switch (outcome) {
      case PASSED -> "passed";
      case FAILED -> "failed";
      case UNDECIDED -> "open";
    };
  }

  private void charts(List<Plot> plots) {
    if (plots.isEmpty()) {
      return;
    }
    out.element("h2", "Against density");
    plots.forEach(page::figure);
    note(
        "Bands: one standard deviation over the seeds to either side of the mean, which shows the"
            + " spread and tests nothing. A line has a gap where a training diverged. Levels other"
            + " than the judged one are descriptive.");
  }

  private void arms(Optional<Picture> forest) {
    out.element("h2", "All arms at level " + result.plan().level());
    forest.ifPresent(page::figure);
    out.open("div", "class", "wrap");
    tables.arms();
    out.close();
    note(
        "An arrow stands for an arm that lies further down than the picture goes. Where the dense"
            + " network's interval ends before the margin, the ticket is no less accurate within it."
            + " Test accuracy: at the step of least validation loss (the early-stop step), mean ± standard"
            + " deviation over the seeds. Less the ticket's: mean of the differences paired by seed,"
            + " their 95% interval and two-sided p value, not corrected for the number of arms."
            + " ≥ before a step: under some seed it came in the last tenth of the training, so it is"
            + " a lower bound. Ratio of steps: the arm's early-stop step for each of the ticket's."
            + " Steps in all: the ticket's are those of its search, a control's its own training.");
  }

  private void levels() {
    if (result.levels().size() > 1) {
      out.element("h2", "Ticket and controls at every level");
      tables.levels();
    }
  }

  private void ticket(List<Picture> pictures) {
    if (!pictures.isEmpty()) {
      out.element("h2", "The ticket itself");
      pictures.forEach(page::figure);
    }
  }

  private void ledger(Ledger of) {
    new HtmlLedger(of, out, page)
        .write(
            " Searches that chose the level count too; what a training that diverged took is not"
                + " known. This section alone depends on the machine: equal results make pages that"
                + " are equal but for it.");
  }

  private void fixed() {
    out.element("h2", "Fixed before any training");
    out.open("div", "class", "left wide");
    tables.fixed();
    out.close();
    note(
        "The plan's hash is the SHA-256 of plan.json beside this file. Neither threads nor kernels"
            + " nor interruptions change a bit of the result.");
  }

  private void seeds() {
    out.element("h2", "Appendix: every seed at level " + result.plan().level());
    tables.seeds(result.arms());
    if (!result.diverged().isEmpty()) {
      out.element("h2", "Appendix: trainings that diverged");
      tables.diverged();
      note("An arm of which a training diverged is left out at that level with all its seeds.");
    }
    List<VerifyResult.LevelFigures> others =
        result.levels().stream()
            .filter(level -> level.level() != result.plan().level() && !level.arms().isEmpty())
            .toList();
    if (!others.isEmpty()) {
      out.element("h2", "Appendix: every seed at the other levels");
      tables.seeds(others.stream().flatMap(level -> level.arms().stream()).toList());
    }
  }

  private void note(String text) {
    out.element("p", text, "class", "note");
  }
}
