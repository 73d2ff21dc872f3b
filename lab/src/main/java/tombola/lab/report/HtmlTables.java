package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tombola.lab.result.LayerResult;
import tombola.lab.result.LevelResult;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.RunResult;
import tombola.lab.store.Provenance;

/** The tables of the HTML report. */
final class HtmlTables {
  private final RunResult run;
  private final Summary summary;
  private final HtmlPage page;

  HtmlTables(RunResult run, HtmlPage page) {
    this.run = run;
    this.summary = Summary.of(run);
    this.page = page;
  }

  void levels() {
    page.table(
        Stream.of(
            "level",
            "density",
            "live weights",
            "test accuracy",
            "early-stop step",
            "final accuracy",
            "seconds",
            "µs/step",
            "speed"));
    double dense = summary.dense().micros().mean();
    for (LevelSummary level : summary.levels()) {
      double micros = level.micros().mean();
      page.row(
          mark(level.level()),
          Stream.of(
              name(level.level()),
              Figures.density(level.density()),
              Figures.count(level.live()),
              spread(level.test()),
              (level.censored() ? "≥ " : "") + Figures.count(level.earlyStop().mean()),
              spread(level.end()),
              Figures.seconds(level.seconds().mean()),
              micros > 0 ? Figures.count(micros) : "–",
              dense > 0 && micros > 0 ? Figures.ratio(dense / micros) + "×" : "–"));
    }
    page.endTable();
  }

  private String mark(int level) {
    if (level == summary.ticket()) {
      return "ticket";
    }
    return summary.tickets().containsKey(level) ? "other" : "";
  }

  private String name(int level) {
    int of = summary.tickets().getOrDefault(level, 0);
    if (of == 0) {
      return Integer.toString(level);
    }
    return level
        + (summary.several()
            ? " (ticket of %d of %d)".formatted(of, summary.replicates())
            : " (ticket)");
  }

  private String spread(Spread accuracy) {
    String mean = Figures.accuracy(accuracy.mean());
    return summary.several() ? mean + " ± " + Figures.accuracy(accuracy.sd()) : mean;
  }

  void replicates() {
    page.table(
        Stream.of(
            "seed",
            "ticket's level",
            "density",
            "test accuracy",
            "dense test accuracy",
            "difference",
            "early-stop step",
            "dense early-stop step"));
    for (ReplicateResult replicate : run.replicates()) {
      LevelResult dense = replicate.levels().getFirst();
      LevelResult ticket = Narrative.level(replicate, replicate.ticket().level());
      page.row(
          "",
          Stream.of(
              Long.toString(replicate.seed()),
              Integer.toString(ticket.level()),
              Figures.density(ticket.density()),
              Figures.accuracy(ticket.testAccuracy()),
              Figures.accuracy(dense.testAccuracy()),
              Figures.difference(ticket.testAccuracy() - dense.testAccuracy()),
              step(ticket),
              step(dense)));
    }
    page.endTable();
  }

  private static String step(LevelResult level) {
    return (level.censored() ? "≥ " : "") + Figures.count(level.bestStep());
  }

  /** Writes the accuracy on each class, dense network and ticket of the first replicate. */
  void classes() {
    ReplicateResult first = run.replicates().getFirst();
    List<Double> dense = first.levels().getFirst().classAccuracies();
    List<Double> ticket = Narrative.level(first, first.ticket().level()).classAccuracies();
    page.table(Stream.of("class", "dense network", "ticket", "difference"));
    for (int c = 0; c < Math.min(dense.size(), ticket.size()); c++) {
      page.row(
          "",
          Stream.of(
              c < run.classes().size() ? run.classes().get(c) : Integer.toString(c),
              classAccuracy(dense.get(c)),
              classAccuracy(ticket.get(c)),
              Double.isNaN(dense.get(c) + ticket.get(c))
                  ? "–"
                  : Figures.difference(ticket.get(c) - dense.get(c))));
    }
    page.endTable();
  }

  private static String classAccuracy(double accuracy) {
    return Double.isNaN(accuracy) ? "–" : Figures.accuracy(accuracy);
  }

  /** Writes live weights and dead units of each layer, all levels of the first replicate. */
  void layers() {
    ReplicateResult first = run.replicates().getFirst();
    List<String> header = new ArrayList<>(List.of("level"));
    for (LayerResult layer : first.levels().getFirst().layers()) {
      header.add(layer.name() + " live");
      header.add(layer.name() + " density");
      header.add(layer.name() + " dead units");
    }
    page.table(header.stream());
    for (LevelResult level : first.levels()) {
      List<String> cells = new ArrayList<>(List.of(Integer.toString(level.level())));
      for (LayerResult layer : level.layers()) {
        cells.add(Figures.count(layer.live()));
        cells.add(Figures.density((double) layer.live() / Math.max(1, layer.total())));
        cells.add(Figures.count(layer.deadUnits()));
      }
      page.row(level.level() == first.ticket().level() ? "ticket" : "", cells.stream());
    }
    page.endTable();
  }

  void session(long seed, Provenance.Session session) {
    page.table(Stream.of("seed " + seed, session.started() + " to " + session.ended()));
    page.row("", Stream.of("levels trained", session.levels().toString()));
    page.row("", Stream.of("Tombola", session.version() + ", commit " + session.commit()));
    page.row("", Stream.of("Java", session.jdk()));
    page.row("", Stream.of("system", session.os()));
    page.row("", Stream.of("processor", session.cpu() + ", " + session.cores() + " cores"));
    page.row(
        "",
        Stream.of(
            "kernels",
            "%s, %d bits, %d threads"
                .formatted(session.kernels(), session.laneBits(), session.threads())));
    page.endTable();
  }
}
