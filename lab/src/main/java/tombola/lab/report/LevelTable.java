package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import tombola.lab.result.RunResult;

/**
 * The levels of a run, a row each. With several replicates each figure is a mean, the accuracies
 * with their standard deviation.
 */
public final class LevelTable {
  private static final List<String> HEADER =
      List.of(
          "",
          "level",
          "density",
          "live",
          "test acc.",
          "early stop",
          "final acc.",
          "seconds",
          "/step",
          "speed");

  private final Summary summary;

  /** Prepares the table of {@code run}. */
  public LevelTable(RunResult run) {
    this.summary = Summary.of(run);
  }

  /** Returns header, rows and a legend, a line each, without line ends. */
  public List<String> lines(Glyphs glyphs) {
    List<String> header = new ArrayList<>(HEADER);
    header.set(8, glyphs.micros + "/step");
    TextTable table = new TextTable(header);
    for (LevelSummary level : summary.levels()) {
      List<String> row = new ArrayList<>();
      row.add(mark(level.level()));
      row.addAll(cells(level, glyphs));
      table.row(row);
    }
    List<String> lines = new ArrayList<>(table.lines(0));
    lines.addAll(legend(glyphs));
    return lines;
  }

  private String mark(int level) {
    if (level == summary.ticket()) {
      return "*";
    }
    return summary.tickets().containsKey(level) ? "+" : "";
  }

  private List<String> cells(LevelSummary level, Glyphs glyphs) {
    return List.of(
        Integer.toString(level.level()),
        Figures.density(level.density()),
        Figures.count(level.live()),
        spread(level.test(), glyphs),
        (level.censored() ? ">=" : "") + Figures.count(level.earlyStop().mean()),
        spread(level.end(), glyphs),
        Figures.seconds(level.seconds().mean()),
        micros(level),
        speed(level));
  }

  private static String micros(LevelSummary level) {
    double micros = level.micros().mean();
    return micros > 0 ? Figures.count(micros) : "-";
  }

  private String speed(LevelSummary level) {
    double dense = summary.dense().micros().mean();
    double here = level.micros().mean();
    return dense > 0 && here > 0 ? Figures.ratio(dense / here) + "x" : "-";
  }

  private String spread(Spread accuracy, Glyphs glyphs) {
    String mean = Figures.accuracy(accuracy.mean());
    return summary.several()
        ? mean + " " + glyphs.plusMinus + " " + Figures.accuracy(accuracy.sd())
        : mean;
  }

  private List<String> legend(Glyphs glyphs) {
    List<String> lines = new ArrayList<>();
    lines.add(
        summary.several()
            ? "* ticket of the first replicate, + of others; mean %s sd of %d replicates"
                .formatted(glyphs.plusMinus, summary.replicates())
            : "* the ticket");
    if (summary.levels().stream().anyMatch(LevelSummary::censored)) {
      lines.add(">= least validation loss in the last tenth of the training: a lower bound");
    }
    if (summary.allDense() && summary.levels().size() > 1) {
      lines.add(
          "speed: every product ran dense, so what differs is the JVM's warm-up and other load");
    }
    return lines;
  }
}
