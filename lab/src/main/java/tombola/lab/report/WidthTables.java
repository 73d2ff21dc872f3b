package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tombola.lab.verify.ArmFigures;
import tombola.lab.verify.WidthFigures;
import tombola.lab.verify.WidthFigures.AtWidth;
import tombola.lab.verify.Widths;

/** Tickets from several starting widths on a terminal. */
public final class WidthTables {
  private final WidthFigures figures;
  private final Glyphs glyphs;

  /** Prepares the table of {@code figures}. */
  public WidthTables(WidthFigures figures, Glyphs glyphs) {
    this.figures = figures;
    this.glyphs = glyphs;
  }

  /** Returns a row for each width, and a legend. */
  public List<String> lines() {
    TextTable table =
        new TextTable(
            List.of("width", "level", "live", "of", "ticket", "reinitialised", "dense", "wins"));
    for (AtWidth width : figures.widths()) {
      table.row(
          List.of(
              Widths.number(width.factor()),
              Integer.toString(width.level()),
              Figures.count(width.ticket().meanLive()),
              Figures.count(width.total()),
              accuracy(width.ticket()),
              width.reinitialised().map(this::accuracy).orElse("diverged"),
              accuracy(width.dense()),
              "%d of %d".formatted(width.both(), width.ticket().seeds().size())));
    }
    List<String> lines = new ArrayList<>(table.lines(0));
    lines.add(
        "width: factor of the hidden widths; the judged ticket has %s live weights"
            .formatted(Figures.count(figures.live())));
    lines.add(
        "wins: seeds under which the ticket is more accurate than its re-initialisation and no less");
    lines.add("accurate than the dense network of its width, within the margin");
    return lines;
  }

  private String accuracy(ArmFigures arm) {
    return "%s %s %s"
        .formatted(
            Figures.accuracy(arm.meanTestAccuracy()),
            glyphs.plusMinus,
            Figures.accuracy(arm.sdTestAccuracy()));
  }

  /** Returns what the widths show, a sentence each. */
  public List<String> sentences() {
    return Stream.concat(
            figures.perDoubling().stream()
                .map(slope ->
                    "With each doubling of the starting width the ticket's test accuracy changes by %s."
                        .formatted(SensitivityWords.slope(slope, Figures::difference))),
            figures.widths().stream()
                .flatMap(width ->
                    width.diverged().stream()
                        .map(d ->
                            "Left out at width %s, as its training diverged: %s."
                                .formatted(Widths.number(width.factor()), d.line()))))
        .toList();
  }
}
