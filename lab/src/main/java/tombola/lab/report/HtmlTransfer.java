package tombola.lab.report;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tombola.lab.transfer.Claim;
import tombola.lab.transfer.MatrixResult;
import tombola.lab.transfer.TransferArm;
import tombola.lab.transfer.TransferArms;
import tombola.lab.transfer.TransferFigures;
import tombola.lab.transfer.TransferPlan;
import tombola.lab.transfer.TransferResult;
import tombola.lab.transfer.TransferSeed;
import tombola.lab.verdict.Interval;
import tombola.lab.verify.CriterionFigures;
import tombola.lab.verify.Ratio;

/** A transfer, or a matrix of them, as one HTML file that needs nothing else. */
final class HtmlTransfer {
  private static final String NONE = "–";

  private final Markup out = new Markup();
  private final HtmlPage page = new HtmlPage(out);

  /** Returns the page of one transfer. */
  String write(TransferResult result) {
    String name =
        "%s, level %d, to %s".formatted(result.source(), result.plan().level(), result.to());
    page.begin(name);
    out.element("h1", name);
    out.element("p", result.sentence(), "class", "lead");
    out.element("p", TransferNarrative.plan(result));
    details(result);
    return page.end();
  }

  /** Returns the page of a matrix. */
  String write(MatrixResult result) {
    String name =
        "Tickets of %s on each other's tasks".formatted(String.join(", ", result.tasks()));
    page.begin(name);
    out.element("h1", name);
    out.open("ul");
    result.results().forEach(each -> out.element("li", each.sentence()));
    out.close();
    page.figure(SvgGrid.draw(result));
    note(
        "Each cell: mean test accuracy at the step of least validation loss, and above it that less"
            + " the dense network's trained from scratch on the same task. In the diagonal the"
            + " task's own ticket of the level, the same in each grid.");
    for (TransferResult each : result.results()) {
      out.element(
          "h2", "From %s to %s, level %d".formatted(each.from(), each.to(), each.plan().level()));
      out.element("p", TransferNarrative.plan(each));
      details(each);
    }
    return page.end();
  }

  private void details(TransferResult result) {
    result
        .diverged()
        .forEach(line ->
            out.element("p", "Left out, as a training diverged: " + line, "class", "caution"));
    arms(result);
    claims(result);
    fixed(result);
    seeds(result);
  }

  private void arms(TransferResult result) {
    page.table(
        Stream.of(
            "arm",
            "density",
            "without head",
            "test accuracy",
            "less dense from scratch",
            "95% interval",
            "p",
            "final accuracy",
            "early-stop step",
            "times as soon: early stop",
            "to dense's loss",
            "to dense's accuracy",
            "steps on the target"));
    for (TransferArm arm : TransferArms.ALL) {
      String mark = TransferArms.STRENGTHS.contains(arm) ? "ticket" : "";
      result.arm(arm).ifPresent(figures -> page.row(mark, cells(figures)));
    }
    page.endTable();
    note(
        "Test accuracy: at the step of least validation loss, mean ± standard deviation over the"
            + " seeds. p: two-sided, paired by seed, not corrected. ≥ before a step: under some seed"
            + " it came in the last tenth of the training. Times as soon: steps of the dense network"
            + " from scratch for each of the arm's, geometric mean with its 95% interval; ≤: under"
            + " some seed the arm never got there, so the figure is an upper bound. Dense's accuracy"
            + " is its validation accuracy at its step of least validation loss.");
  }

  private static Stream<String> cells(TransferFigures arm) {
    return Stream.of(
        arm.title(),
        Figures.density(arm.density()),
        Figures.density(arm.hiddenDensity()),
        TransferCells.accuracy(arm, "±"),
        TransferCells.difference(arm),
        TransferCells.interval(arm.difference()),
        arm.difference().map(d -> Figures.accuracy(d.pUnequal())).orElse(""),
        Figures.accuracy(arm.meanFinalAccuracy()),
        (arm.censored() > 0 ? "≥ " : "") + Figures.count(arm.meanBestStep()),
        arm.earlyStop().map(HtmlTransfer::ratio).orElse(""),
        arm.denseLoss().map(HtmlTransfer::ratio).orElse(""),
        arm.denseAccuracy().map(HtmlTransfer::ratio).orElse(""),
        Figures.count(arm.meanTargetSteps()));
  }

  private static String ratio(Ratio ratio) {
    String interval = ratio.interval().map(HtmlTransfer::range).orElse("");
    return TransferCells.ratio(Optional.of(ratio), "≥ ", "≤ ") + interval;
  }

  private static String range(Interval interval) {
    return " (%s to %s)".formatted(Figures.ratio(interval.low()), Figures.ratio(interval.high()));
  }

  private void claims(TransferResult result) {
    out.open("ul");
    for (Claim claim : result.claims()) {
      criterion(claim, claim.accuracy());
      criterion(claim, claim.superiority());
    }
    out.close();
  }

  private void criterion(Claim claim, CriterionFigures criterion) {
    String style =
        switch (criterion.outcome()) {
          case PASSED -> "passed";
          case FAILED -> "failed";
          case UNDECIDED -> "open";
        };
    out.element("li", TransferNarrative.sentence(claim, criterion), "class", style);
  }

  private void fixed(TransferResult result) {
    TransferPlan plan = result.plan();
    note(
        "Fixed before any training: plan %s; configurations %s to %s; level %s; seeds %s; tests at %s. The two families of four tests, not less accurate than dense and more accurate than a random ticket, are each corrected by Holm."
            .formatted(
                result.planHash(),
                plan.source(),
                plan.target(),
                plan.level(),
                plan.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                plan.statistics().alpha()));
  }

  private void seeds(TransferResult result) {
    out.open("details").element("summary", "Every seed");
    page.table(
        Stream.of(
            "arm",
            "seed",
            "live weights",
            "test accuracy",
            "test loss",
            "validation accuracy",
            "final accuracy",
            "early-stop step",
            "at dense's loss",
            "at dense's accuracy"));
    for (TransferFigures arm : result.arms()) {
      for (TransferSeed seed : arm.seeds()) {
        page.row("", cells(arm, seed));
      }
    }
    page.endTable();
    out.close();
  }

  private static Stream<String> cells(TransferFigures arm, TransferSeed seed) {
    return Stream.of(
        arm.title(),
        Long.toString(seed.seed()),
        Figures.count(seed.live()),
        Figures.accuracy(seed.testAccuracy()),
        Figures.accuracy(seed.testLoss()),
        Figures.accuracy(seed.validationAccuracy()),
        Figures.accuracy(seed.finalAccuracy()),
        (seed.censored() ? "≥ " : "") + Figures.count(seed.bestStep()),
        step(seed.denseLoss()),
        step(seed.denseAccuracy()));
  }

  private static String step(TransferSeed.Reached at) {
    return at.reached() ? Figures.count(at.step()) : NONE;
  }

  private void note(String text) {
    out.element("p", text, "class", "note");
  }
}
