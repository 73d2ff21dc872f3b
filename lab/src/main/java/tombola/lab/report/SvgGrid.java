package tombola.lab.report;

import java.util.List;
import java.util.Optional;
import tombola.lab.transfer.MatrixResult;
import tombola.lab.transfer.TransferArm;
import tombola.lab.transfer.TransferArms;
import tombola.lab.transfer.TransferFigures;

/**
 * Draws every source against every target as grids of coloured cells, one for each level and each
 * strength of a carried ticket: blue where it is more accurate than the dense network from scratch,
 * orange where it is less, by the square root of the difference. In the diagonal is the target's
 * own ticket.
 */
final class SvgGrid {
  private static final String ID = "transfer";
  private static final double WIDTH = 760;
  private static final double LEFT = 112;
  private static final double GAP = 20;
  private static final double CELL = 42;
  private static final double HEAD = 46;
  private static final double TOP = 62;
  private static final double DEEPEST = 0.45; // opacity at which text can still be read
  private static final int ACROSS = 2;

  private final MatrixResult result;
  private final int tasks;
  private final double greatest;
  private final Markup out = new Markup();

  private SvgGrid(MatrixResult result) {
    this.result = result;
    this.tasks = result.tasks().size();
    this.greatest = greatest();
  }

  /** Returns the drawing. */
  static Picture draw(MatrixResult result) {
    return new Picture(ID, new SvgGrid(result).draw());
  }

  private String draw() {
    List<Integer> levels = result.plan().levels();
    int rows = levels.size() * TransferArms.STRENGTHS.size() / ACROSS;
    double height = TOP + rows * panelHeight() + 8;
    String title = "Test accuracy less that of the dense network from scratch";
    String description =
        "For each level and strength a grid: rows are sources, columns targets; each cell has the mean difference and the mean test accuracy.";
    SvgFrame.open(out, ID, title, description, WIDTH, height);
    text(16, 24, "start", "tb-title", title);
    text(
        16,
        44,
        "start",
        "tb-small",
        "rows: carried from; columns: trained on; blue: more accurate than dense, orange: less; framed: the target's own ticket");
    for (int l = 0; l < levels.size(); l++) {
      for (int s = 0; s < TransferArms.STRENGTHS.size(); s++) {
        int place = l * TransferArms.STRENGTHS.size() + s;
        panel(levels.get(l), TransferArms.STRENGTHS.get(s), place % ACROSS, place / ACROSS);
      }
    }
    return out.close().toString();
  }

  private double panelHeight() {
    return HEAD + tasks * CELL + 14;
  }

  private double cellWidth() {
    return (WIDTH - LEFT - ACROSS * GAP) / ACROSS / tasks;
  }

  private void panel(int level, TransferArm arm, int column, int row) {
    double x = LEFT + column * (tasks * cellWidth() + GAP);
    double y = TOP + row * panelHeight();
    text(x, y + 18, "start", "", "level %d: %s".formatted(level, arm.title()));
    for (int target = 0; target < tasks; target++) {
      text(
          x + (target + 0.5) * cellWidth(),
          y + 38,
          "middle",
          "tb-small",
          shortened(result.tasks().get(target), cellWidth()));
    }
    for (int source = 0; source < tasks; source++) {
      double top = y + HEAD + source * CELL;
      if (column == 0) {
        text(
            x - 8,
            top + CELL / 2 + 4,
            "end",
            "tb-small",
            shortened(result.tasks().get(source), LEFT - 16));
      }
      for (int target = 0; target < tasks; target++) {
        cell(
            result.cell(level, source, target, arm),
            source == target,
            x + target * cellWidth(),
            top);
      }
    }
  }

  private void cell(Optional<TransferFigures> figures, boolean own, double x, double y) {
    double difference = figures.map(SvgGrid::difference).orElse(0.0);
    double opacity = greatest == 0 ? 0 : DEEPEST * Math.sqrt(Math.abs(difference) / greatest);
    double width = cellWidth() - 4;
    out.leaf(
        "rect",
        "class",
        difference < 0 ? "tb-f1" : "tb-f0",
        "x",
        x + 2,
        "y",
        y + 2,
        "width",
        width,
        "height",
        CELL - 4,
        "fill-opacity",
        opacity);
    out.leaf(
        "rect",
        "class",
        own ? "tb-flag" : "tb-grid",
        "fill",
        "none",
        "x",
        x + 2,
        "y",
        y + 2,
        "width",
        width,
        "height",
        CELL - 4);
    double middle = x + cellWidth() / 2;
    if (figures.isEmpty()) {
      text(middle, y + 25, "middle", "", "diverged");
      return;
    }
    text(middle, y + 18, "middle", "", Figures.difference(difference));
    text(middle, y + 34, "middle", "tb-small", Figures.accuracy(figures.get().meanTestAccuracy()));
  }

  private double greatest() {
    double greatest = 0;
    for (int level : result.plan().levels()) {
      for (TransferArm arm : TransferArms.STRENGTHS) {
        for (int cell = 0; cell < tasks * tasks; cell++) {
          double difference =
              result
                  .cell(level, cell / tasks, cell % tasks, arm)
                  .map(SvgGrid::difference)
                  .orElse(0.0);
          greatest = Math.max(greatest, Math.abs(difference));
        }
      }
    }
    return greatest;
  }

  private static double difference(TransferFigures figures) {
    return figures.difference().map(d -> d.mean()).orElse(0.0);
  }

  private static String shortened(String name, double width) {
    int most = Math.max(2, (int) (width / SvgFrame.LETTER));
    return name.length() <= most ? name : name.substring(0, most - 1) + "…";
  }

  private void text(double x, double y, String anchor, String style, String text) {
    SvgFrame.text(out, x, y, anchor, style, text);
  }
}
