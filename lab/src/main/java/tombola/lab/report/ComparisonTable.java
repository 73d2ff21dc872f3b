package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tombola.lab.result.RunResult;

/**
 * Two runs side by side, densest levels first; levels whose densities differ by less than a
 * hundredth share a row.
 */
public final class ComparisonTable {
  private static final double SAME = 0.01;

  /**
   * A row of the table.
   *
   * @param first the first run's level, if it has one here
   * @param second the second's
   */
  private record Row(Optional<LevelSummary> first, Optional<LevelSummary> second) {}

  private ComparisonTable() {}

  /** Returns header and rows, a line each; A and B stand for the runs. */
  public static List<String> lines(RunResult first, RunResult second, Glyphs glyphs) {
    TextTable table =
        new TextTable(
            List.of(
                "density",
                "A level",
                "test acc.",
                "early stop",
                "B level",
                "test acc.",
                "early stop",
                "B - A"));
    for (Row row : rows(Summary.of(first).levels(), Summary.of(second).levels())) {
      LevelSummary any = row.first().or(row::second).orElseThrow();
      List<String> cells = new ArrayList<>();
      cells.add(Figures.density(any.density()));
      cells.addAll(cells(row.first(), glyphs));
      cells.addAll(cells(row.second(), glyphs));
      cells.add(
          row.first()
              .flatMap(a -> row.second().map(b -> b.test().mean() - a.test().mean()))
              .map(Figures::difference)
              .orElse(""));
      table.row(cells);
    }
    return table.lines(0);
  }

  private static List<Row> rows(List<LevelSummary> first, List<LevelSummary> second) {
    List<Row> rows = new ArrayList<>();
    int a = 0;
    int b = 0;
    while (a < first.size() || b < second.size()) {
      double here = a < first.size() ? first.get(a).density() : -1;
      double there = b < second.size() ? second.get(b).density() : -1;
      boolean same = Math.abs(here - there) < SAME * Math.max(here, there);
      rows.add(
          new Row(
              same || here > there ? Optional.of(first.get(a)) : Optional.empty(),
              same || there > here ? Optional.of(second.get(b)) : Optional.empty()));
      a += same || here > there ? 1 : 0;
      b += same || there > here ? 1 : 0;
    }
    return rows;
  }

  private static List<String> cells(Optional<LevelSummary> level, Glyphs glyphs) {
    if (level.isEmpty()) {
      return List.of("", "", "");
    }
    LevelSummary l = level.get();
    String sd =
        l.test().count() > 1 ? " " + glyphs.plusMinus + " " + Figures.accuracy(l.test().sd()) : "";
    return List.of(
        Integer.toString(l.level()),
        Figures.accuracy(l.test().mean()) + sd,
        (l.censored() ? ">=" : "") + Figures.count(l.earlyStop().mean()));
  }
}
