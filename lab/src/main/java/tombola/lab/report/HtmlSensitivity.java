package tombola.lab.report;

import java.util.List;
import java.util.stream.Stream;
import tombola.lab.verdict.Interval;
import tombola.lab.verdict.Variation;
import tombola.lab.verify.ArmFigures;
import tombola.lab.verify.Compared;
import tombola.lab.verify.SeedFigures;
import tombola.lab.verify.SensitivityFigures;
import tombola.lab.verify.SensitivityFigures.DoseFigures;
import tombola.lab.verify.SensitivityFigures.Doses;
import tombola.lab.verify.VerifyResult;
import tombola.lab.verify.WidthFigures;
import tombola.lab.verify.WidthFigures.AtWidth;
import tombola.lab.verify.Widths;

/** The parts of a verification's HTML report on initial weights and on starting widths. */
final class HtmlSensitivity {
  private static final String NONE = "–";

  private final VerifyResult result;
  private final Markup out;
  private final HtmlPage page;

  HtmlSensitivity(VerifyResult result, Markup out, HtmlPage page) {
    this.result = result;
    this.out = out;
    this.page = page;
  }

  /** Writes what was asked for, if anything was. */
  void write() {
    result.sensitivity().ifPresent(this::sensitivity);
    result.widths().ifPresent(this::widths);
  }

  private void sensitivity(SensitivityFigures figures) {
    out.element("h2", "Sensitivity to the initial weights");
    SensitivityWords words = new SensitivityWords(figures);
    words.slopes().forEach(sentence -> out.element("p", sentence));
    out.element("p", words.redraws());
    words.unnoted().ifPresent(sentence -> out.element("p", sentence, "class", "caution"));
    new DoseCharts(result).plots().forEach(page::figure);
    page.table(
        Stream.of(
            "network",
            "noise",
            "test accuracy",
            "less that without noise",
            "95% interval",
            "final accuracy",
            "early-stop step",
            "signs kept"));
    Stream.of(figures.ticket(), figures.dense())
        .forEach(doses -> doses.doses().forEach(dose -> page.row("", dose(doses, dose))));
    page.endTable();
    note(
        "Noise: the initial weights are ((1 - d) θ₀ + d ξ) / √((1 - d)² + d²), ξ drawn as θ₀ was, d"
            + " the share of noise; at 100% they are those of random re-initialisation. Changes are"
            + " slopes of the line of least squares of each seed, their mean and its interval by"
            + " Student's t over the seeds. Signs kept: share of the live weights with the same sign"
            + " at the start and the end of the training.");
    out.element("h2", "Appendix: every seed at every share of noise");
    seeds(figures);
  }

  private static Stream<String> dose(Doses doses, DoseFigures dose) {
    ArmFigures arm = dose.figures();
    return Stream.of(
        network(doses),
        SensitivityWords.dose(dose.dose()),
        accuracy(arm),
        arm.difference().map(d -> Figures.difference(d.mean())).orElse(NONE),
        arm.difference().map(HtmlSensitivity::interval).orElse(NONE),
        Figures.accuracy(arm.meanFinalAccuracy()),
        (arm.censored() > 0 ? "≥ " : "") + Figures.count(arm.meanBestStep()),
        dose.meanSignsKept().map(Figures::density).orElse(NONE));
  }

  private static String network(Doses doses) {
    return doses.level() == 0 ? "dense network" : "ticket";
  }

  private void seeds(SensitivityFigures figures) {
    page.table(
        Stream.of(
            "network",
            "noise",
            "seed",
            "test accuracy",
            "final accuracy",
            "early-stop step",
            "signs kept"));
    for (Doses doses : List.of(figures.ticket(), figures.dense())) {
      for (DoseFigures dose : doses.doses()) {
        for (int s = 0; s < dose.figures().seeds().size(); s++) {
          page.row("", seed(doses, dose, s));
        }
      }
    }
    page.endTable();
  }

  private static Stream<String> seed(Doses doses, DoseFigures dose, int index) {
    SeedFigures seed = dose.figures().seeds().get(index);
    return Stream.of(
        network(doses),
        SensitivityWords.dose(dose.dose()),
        Long.toString(seed.seed()),
        Figures.accuracy(seed.testAccuracy()),
        Figures.accuracy(seed.finalAccuracy()),
        (seed.censored() ? "≥ " : "") + Figures.count(seed.bestStep()),
        dose.signsKept().isEmpty() ? NONE : Figures.density(dose.signsKept().get(index)));
  }

  private void widths(WidthFigures figures) {
    out.element("h2", "Starting width");
    new WidthTables(figures, Glyphs.UNICODE)
        .sentences()
        .forEach(sentence -> out.element("p", sentence));
    new WidthCharts(result).plots().forEach(page::figure);
    page.table(
        Stream.of(
            "width",
            "network",
            "level",
            "live weights",
            "of",
            "ticket",
            "re-initialised",
            "less the ticket's",
            "dense network",
            "less the ticket's",
            "margin",
            "beats re-initialisation",
            "no worse than dense",
            "wins"));
    figures.widths().forEach(width -> page.row("", width(width)));
    page.endTable();
    note(
        "Each width is a run of its own: the same search from a network with its hidden widths"
            + " scaled, down to the level whose live count is nearest to the judged ticket's "
            + Figures.count(figures.live())
            + ". In brackets 95% intervals, paired by seed. Beats, no worse, wins: under how many of"
            + " "
            + result.plan().seeds().size()
            + " seeds; wins is both. No worse: within the margin of the dense network of the same"
            + " width.");
  }

  private static Stream<String> width(AtWidth width) {
    return Stream.of(
        Widths.number(width.factor()),
        width.network(),
        Integer.toString(width.level()),
        Figures.count(width.ticket().meanLive()),
        Figures.count(width.total()),
        accuracy(width.ticket()),
        width.reinitialised().map(HtmlSensitivity::accuracy).orElse("diverged"),
        width.reinitialised().map(HtmlSensitivity::difference).orElse(NONE),
        accuracy(width.dense()),
        difference(width.dense()),
        Figures.accuracy(width.margin()),
        Integer.toString(width.better()),
        Integer.toString(width.noWorse()),
        Integer.toString(width.both()));
  }

  private static String accuracy(ArmFigures arm) {
    return Figures.accuracy(arm.meanTestAccuracy())
        + " ± "
        + Figures.accuracy(arm.sdTestAccuracy());
  }

  private static String difference(ArmFigures arm) {
    return arm.difference()
        .map(d -> "%s (%s)".formatted(Figures.difference(d.mean()), interval(d)))
        .orElse(NONE);
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

  private void note(String text) {
    out.element("p", text, "class", "note");
  }
}
