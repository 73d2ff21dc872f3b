package tombola.lab.report;

import java.util.List;
import java.util.Map;
import tombola.lab.result.RunResult;
import tombola.lab.store.Provenance;

/** A run as one HTML file that needs nothing else: charts inline, no script, light and dark. */
final class HtmlReport {
  private final RunResult run;
  private final String configuration;
  private final Map<Long, Provenance> provenance;
  private final Exhibits exhibits;
  private final Narrative narrative;
  private final Markup out = new Markup();
  private final HtmlPage page = new HtmlPage(out);
  private final HtmlTables tables;

  HtmlReport(Report report) {
    this.run = report.run();
    this.configuration = report.configuration();
    this.provenance = report.provenance();
    this.exhibits = report.exhibits();
    this.narrative = new Narrative(run);
    this.tables = new HtmlTables(run, page);
  }

  String write(List<Plot> plots, List<Picture> pictures) {
    page.begin(run.name());
    summary();
    levels();
    plots.forEach(page::figure);
    pictures.forEach(page::figure);
    exhibits.ledger().ifPresent(ledger -> new HtmlLedger(ledger, out, page).write(""));
    first();
    settings();
    origin();
    return page.end();
  }

  private void summary() {
    out.element("h1", run.name());
    out.element("p", narrative.search());
    out.element("p", narrative.ticket(), "class", "lead");
    narrative.replicates().ifPresent(sentence -> out.element("p", sentence));
    out.element("p", narrative.caution(), "class", "caution");
    out.element("p", narrative.cost());
    out.element(
        "p",
        "How the ticket was named: " + rule() + ". The test part had no say.",
        "class",
        "note");
  }

  private String rule() {
    return run.replicates().getFirst().ticket().rule();
  }

  private void levels() {
    out.element("h2", "Levels");
    tables.levels();
    out.element(
        "p",
        "Test accuracy: with the weights of the step of least validation loss (the early-stop"
            + " step). Final accuracy: with those after the last step. ≥: the least loss came in"
            + " the last tenth of the training, so the step is a lower bound. Speed: the dense"
            + " network's time a step over the level's, validation left out"
            + (Summary.of(run).allDense()
                ? "; every product ran dense, so what differs is the JVM's warm-up and other load."
                : ".")
            + (run.replicates().size() > 1
                ? " Means over the replicates, accuracies with their standard deviation."
                : ""),
        "class",
        "note");
    if (run.replicates().size() > 1) {
      out.element("h2", "Tickets of the replicates");
      tables.replicates();
    }
  }

  private void first() {
    String seed = "seed " + run.replicates().getFirst().seed();
    out.element("h2", "Test accuracy of each class, " + seed);
    tables.classes();
    out.element("h2", "Live weights and dead units of each layer, " + seed);
    tables.layers();
    out.element(
        "p",
        "A unit is dead if no live weight reaches it or, before the last layer, if it reaches"
            + " nothing.",
        "class",
        "note");
  }

  private void settings() {
    if (!configuration.isEmpty()) {
      out.element("h2", "Configuration");
      out.element("pre", configuration);
    }
  }

  private void origin() {
    out.element("h2", "Provenance");
    out.element(
        "p",
        "Neither threads nor kernels nor interruptions change a bit of the figures above, times"
            + " aside.",
        "class",
        "note");
    provenance.values().stream()
        .map(Provenance::dataChecksum)
        .distinct()
        .forEach(sum -> out.element("p", "Data: " + run.dataset() + ", SHA-256 " + sum));
    provenance.forEach((seed, made) ->
        made.sessions().stream()
            .filter(session -> !session.levels().isEmpty())
            .forEach(session -> {
              out.open("div", "class", "left");
              tables.session(seed, session);
              out.close();
            }));
  }
}
