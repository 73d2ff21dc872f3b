package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import tombola.lab.verdict.Variation;
import tombola.lab.verify.Sensitivity;

/** Initialisation sensitivity as a table and in sentences. */
public final class DoseNarrative {
  private final Sensitivity sensitivity;
  private final Glyphs glyphs;

  /** Prepares the words about {@code sensitivity}. */
  public DoseNarrative(Sensitivity sensitivity, Glyphs glyphs) {
    this.sensitivity = sensitivity;
    this.glyphs = glyphs;
  }

  /** Returns the doses, a row each: header and rows. */
  public List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("noise", "ticket", "its early stop", "dense network", "its early stop"));
    List<Sensitivity.Dose> ticket = sensitivity.ticket().doses();
    for (int i = 0; i < ticket.size(); i++) {
      Sensitivity.Dose dense = sensitivity.dense().doses().get(i);
      rows.add(
          List.of(
              "%.0f%%".formatted(100 * dense.dose()),
              accuracy(ticket.get(i)),
              step(ticket.get(i)),
              accuracy(dense),
              step(dense)));
    }
    return rows;
  }

  /** Returns {@link #rows} as lines of text. */
  public List<String> table() {
    List<List<String>> rows = rows();
    TextTable table = new TextTable(rows.getFirst());
    rows.stream().skip(1).forEach(table::row);
    return table.lines(0);
  }

  private String accuracy(Sensitivity.Dose dose) {
    return "%s %s %s"
        .formatted(
            Figures.accuracy(dose.meanTestAccuracy()),
            glyphs.plusMinus,
            Figures.accuracy(dose.sdTestAccuracy()));
  }

  private static String step(Sensitivity.Dose dose) {
    return (dose.censored() > 0 ? ">=" : "") + Figures.count(dose.meanBestStep());
  }

  /** Returns what the slopes say. */
  public List<String> sentences() {
    Sensitivity.Response ticket = sensitivity.ticket();
    Sensitivity.Response dense = sensitivity.dense();
    return List.of(
        "Initial weights replaced by noise, from none to all, change the accuracy of %s by %s and that of %s by %s; the ticket's slope less the dense network's: %s."
            .formatted(
                ticket.name(),
                accuracy(ticket.accuracy()),
                dense.name(),
                accuracy(dense.accuracy()),
                accuracy(sensitivity.accuracy())),
        "They move the step of least validation loss of %s by %s and that of %s by %s; the difference: %s.%s"
            .formatted(
                ticket.name(),
                steps(ticket.earlyStop()),
                dense.name(),
                steps(dense.earlyStop()),
                steps(sensitivity.earlyStop()),
                ticket.censored() || dense.censored()
                    ? " Some of these steps are lower bounds, so their slopes are hints."
                    : ""),
        "Spread over the seeds, standard deviation of the ticket's accuracy: %s with its own initial weights, %s re-initialised."
            .formatted(
                Figures.accuracy(ticket.doses().getFirst().sdTestAccuracy()),
                Figures.accuracy(ticket.doses().getLast().sdTestAccuracy())));
  }

  private static String accuracy(Sensitivity.Slope slope) {
    return Figures.difference(slope.mean())
        + (slope.variation() instanceof Variation.Varying v
            ? " [%s, %s]"
                .formatted(
                    Figures.difference(v.interval().low()), Figures.difference(v.interval().high()))
            : "");
  }

  private static String steps(Sensitivity.Slope slope) {
    return signed(slope.mean())
        + (slope.variation() instanceof Variation.Varying v
            ? " [%s, %s]".formatted(signed(v.interval().low()), signed(v.interval().high()))
            : "")
        + " steps";
  }

  private static String signed(double steps) {
    return (steps < 0 ? "-" : "+") + Figures.count(Math.abs(steps));
  }
}
