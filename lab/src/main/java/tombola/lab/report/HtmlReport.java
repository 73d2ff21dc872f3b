package tombola.lab.report;

import java.util.List;
import java.util.Map;
import tombola.lab.result.RunResult;
import tombola.lab.store.Provenance;

/** A run as one HTML file that needs nothing else: charts inline, no script, light and dark. */
final class HtmlReport {
  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{font:16px/1.5 system-ui,-apple-system,Segoe UI,sans-serif;max-width:66rem;margin:2rem auto;
      padding:0 1rem;
      color:#222;background:#fff}
      h1{font-size:1.5rem}h1,p{overflow-wrap:anywhere}h2{font-size:1.15rem;margin-top:2.2rem}
      .lead{font-size:1.1rem}.caution{border-left:4px solid #d55e00;padding-left:.8rem}
      .scroll{overflow-x:auto}
      table{border-collapse:collapse;font-size:.84rem;font-variant-numeric:tabular-nums;
      margin:.5rem 0 1rem}
      th,td{padding:.2rem .55rem;text-align:right;border-bottom:1px solid #e3e3e3;white-space:nowrap}
      th{font-weight:600;white-space:normal;vertical-align:bottom}
      th:first-child,td:first-child{text-align:left}.ticket td{background:#fbe9dd;font-weight:600}
      .other td{background:#fdf5ef}figure{margin:1.2rem 0}svg{width:100%;height:auto}
      pre{background:#f5f5f5;padding:.8rem;overflow-x:auto;font-size:.85rem}
      .note{color:#666;font-size:.9rem}.left td,.left th{text-align:left}
      @media(prefers-color-scheme:dark){body{color:#d6d8dc;background:#16181c}
      th,td{border-color:#2d3138}.ticket td{background:#4a2f1c}.other td{background:#2c231c}
      pre{background:#1f2228}.note{color:#9aa0a8}}
      """;

  private final RunResult run;
  private final String configuration;
  private final Map<Long, Provenance> provenance;
  private final Narrative narrative;
  private final Markup out = new Markup();
  private final HtmlTables tables;

  HtmlReport(RunResult run, String configuration, Map<Long, Provenance> provenance) {
    this.run = run;
    this.configuration = configuration;
    this.provenance = provenance;
    this.narrative = new Narrative(run);
    this.tables = new HtmlTables(run, out);
  }

  String write(List<Plot> plots) {
    out.open("html", "lang", "en").open("head");
    out.leaf("meta", "charset", "utf-8");
    out.leaf("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    out.element("title", "Tombola: " + run.name());
    out.element("style", STYLE);
    out.close().open("body");
    summary();
    levels();
    plots.forEach(plot -> out.open("figure").raw(SvgPlot.draw(plot)).close());
    first();
    settings();
    origin();
    return "<!DOCTYPE html>\n" + out.close().close();
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
