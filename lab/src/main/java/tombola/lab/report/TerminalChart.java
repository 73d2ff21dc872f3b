package tombola.lab.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tombola.lab.result.RunResult;

/** Accuracy against density for a terminal: the dense network at the left, the sparsest right. */
public final class TerminalChart {
  private static final int ROWS = 13;
  private static final int LABEL = 8; // columns left of the axis

  private final Summary summary;
  private final Glyphs glyphs;
  private final DotGrid grid;
  private final Scale x;
  private final Scale y;

  private TerminalChart(Summary summary, int columns, Glyphs glyphs) {
    this.summary = summary;
    this.glyphs = glyphs;
    this.grid = new DotGrid(Math.clamp(columns - LABEL - 2, 20, 88), ROWS, glyphs);
    this.x = Scale.densities(summary.levels().getLast().density());
    this.y =
        Focus.accuracies(
            summary.dense().test().mean(),
            summary.levels().stream().mapToDouble(l -> l.test().mean()).toArray());
  }

  /**
   * Draws the test accuracy of {@code run}, the mean over its replicates.
   *
   * @param columns of the terminal
   * @return at most 18 lines, without line ends
   */
  public static List<String> lines(RunResult run, int columns, Glyphs glyphs) {
    return new TerminalChart(Summary.of(run), columns, glyphs).draw();
  }

  private List<String> draw() {
    grid.dotted(row(summary.dense().test().mean()));
    LevelSummary last = null;
    for (LevelSummary level : summary.levels()) {
      if (last != null) {
        grid.line(column(last), row(last.test().mean()), column(level), row(level.test().mean()));
      }
      last = level;
    }
    for (LevelSummary level : summary.levels()) {
      grid.point(column(level), row(level.test().mean()), 'o');
    }
    LevelSummary ticket = summary.ticketLevel();
    grid.mark(column(ticket), row(ticket.test().mean()), glyphs.ticket);
    List<String> lines = new ArrayList<>();
    lines.add("test accuracy" + (summary.several() ? ", mean of the replicates" : ""));
    lines.addAll(plot());
    lines.addAll(axis());
    lines.add(caption(ticket));
    beyond().ifPresent(lines::add);
    return lines;
  }

  private int column(LevelSummary level) {
    return (int) Math.round(x.at(level.density()) * (grid.dotColumns() - 1));
  }

  private int row(double accuracy) {
    return (int) Math.round((1 - y.at(accuracy)) * (grid.dotRows() - 1));
  }

  private List<String> plot() {
    String[] labels = new String[ROWS];
    Arrays.fill(labels, "");
    List<Double> ticks = y.ticks(4);
    int decimals = Scale.decimals(ticks);
    for (double tick : ticks) {
      int at = (int) ((1 - y.at(tick)) * (ROWS - 1) + 0.5);
      labels[at] = String.format(Locale.ROOT, "%." + decimals + "f", tick);
    }
    List<String> rows = grid.rows();
    List<String> lines = new ArrayList<>();
    for (int r = 0; r < ROWS; r++) {
      String axis = labels[r].isEmpty() ? " |" : " +";
      String blanks = " ".repeat(Math.max(0, LABEL - labels[r].length()));
      lines.add((blanks + labels[r] + axis + rows.get(r)).stripTrailing());
    }
    return lines;
  }

  private List<String> axis() {
    char[] line = "-".repeat(grid.columns()).toCharArray();
    char[] names = " ".repeat(grid.columns() + LABEL).toCharArray();
    int free = 0;
    for (double tick : x.ticks(0)) {
      int at = (int) Math.round(x.at(tick) * (grid.columns() - 1));
      String name = Charts.share(tick);
      int start = Math.max(0, at - name.length() / 2);
      if (start >= free && start + name.length() <= names.length) {
        line[at] = '+';
        name.getChars(0, name.length(), names, start);
        free = start + name.length() + 1;
      }
    }
    String margin = " ".repeat(LABEL);
    return List.of(
        margin + " +" + new String(line), (margin + "  " + new String(names)).stripTrailing());
  }

  private String caption(LevelSummary ticket) {
    return " ".repeat(LABEL + 2)
        + "density (log)   "
        + glyphs.ticket
        + " ticket: level %d, density %s   %s dense: %s"
            .formatted(
                ticket.level(),
                Figures.density(ticket.density()),
                glyphs == Glyphs.UNICODE ? "⠂⠂" : "..",
                Figures.accuracy(summary.dense().test().mean()));
  }

  private Optional<String> beyond() {
    List<LevelSummary> below =
        summary.levels().stream().filter(l -> l.test().mean() < y.from()).toList();
    if (below.isEmpty()) {
      return Optional.empty();
    }
    LevelSummary worst = below.getLast();
    return Optional.of(
        " ".repeat(LABEL + 2)
            + "below the axis: %d levels, down to %s at density %s"
                .formatted(
                    below.size(),
                    Figures.accuracy(worst.test().mean()),
                    Figures.density(worst.density())));
  }
}
