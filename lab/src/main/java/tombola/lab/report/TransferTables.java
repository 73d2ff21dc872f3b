package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tombola.lab.transfer.Claim;
import tombola.lab.transfer.MatrixResult;
import tombola.lab.transfer.TransferArm;
import tombola.lab.transfer.TransferArms;
import tombola.lab.transfer.TransferFigures;
import tombola.lab.transfer.TransferResult;

/** The arms of a transfer, and all sources against all targets, as text. */
public final class TransferTables {
  private static final String DIVERGED = "diverged";

  private final Glyphs glyphs;

  /** Prepares tables in {@code glyphs}. */
  public TransferTables(Glyphs glyphs) {
    this.glyphs = glyphs;
  }

  /** Returns the arms of {@code result}: header, rows and a legend. */
  public List<String> arms(TransferResult result) {
    TextTable table =
        new TextTable(
            List.of(
                "arm",
                "density",
                "hidden",
                "test acc.",
                "- dense",
                "95% interval",
                "to loss",
                "to acc."));
    for (TransferArm arm : TransferArms.ALL) {
      table.row(
          result
              .arm(arm)
              .map(this::row)
              .orElse(List.of(arm.id(), "", "", DIVERGED, "", "", "", "")));
    }
    List<String> lines = new ArrayList<>(table.lines(1));
    lines.add("density, hidden: live / total weights with and without the head");
    lines.add(
        "test acc.: at the step of least validation loss, mean %s sd of %d seeds"
            .formatted(glyphs.plusMinus, result.plan().seeds().size()));
    lines.add("to loss, to acc.: steps in which the dense network from scratch comes to its least");
    lines.add("validation loss, and to its accuracy there, for each of the arm's; above 1: sooner");
    return lines;
  }

  private List<String> row(TransferFigures arm) {
    return List.of(
        arm.arm(),
        Figures.density(arm.density()),
        Figures.density(arm.hiddenDensity()),
        TransferCells.accuracy(arm, glyphs.plusMinus),
        TransferCells.difference(arm),
        TransferCells.interval(arm.difference()),
        TransferCells.ratio(arm.denseLoss(), ">=", "<="),
        TransferCells.ratio(arm.denseAccuracy(), ">=", "<="));
  }

  /** Returns all sources against all targets: header, rows and a legend. */
  public List<String> matrix(MatrixResult result) {
    List<String> header = new ArrayList<>(List.of("level", "from", "arm"));
    result.tasks().forEach(task -> header.add("on " + task));
    TextTable table = new TextTable(header);
    for (int level : result.plan().levels()) {
      for (int source = 0; source < result.tasks().size(); source++) {
        for (TransferArm arm : TransferCells.carried()) {
          table.row(row(result, level, source, arm));
        }
      }
      for (TransferArm arm : List.of(TransferArms.OWN, TransferArms.DENSE)) {
        table.row(own(result, level, arm));
      }
    }
    List<String> lines = new ArrayList<>(table.lines(3));
    lines.add("test accuracy, less that of the dense network from scratch, times as soon at its");
    lines.add("validation accuracy, and what is shown: carries (as accurate as dense within the");
    lines.add(
        "margin and more than a random ticket), equal (the former), below (by more than the margin), open");
    return lines;
  }

  private static List<String> row(MatrixResult result, int level, int source, TransferArm arm) {
    List<String> row =
        new ArrayList<>(List.of(Integer.toString(level), result.tasks().get(source), arm.id()));
    for (int target = 0; target < result.tasks().size(); target++) {
      row.add(source == target ? "" : cell(result.between(level, source, target), arm));
    }
    return row;
  }

  private static List<String> own(MatrixResult result, int level, TransferArm arm) {
    List<String> row = new ArrayList<>(List.of(Integer.toString(level), "itself", arm.id()));
    for (int target = 0; target < result.tasks().size(); target++) {
      row.add(cell(result.onto(level, target), arm));
    }
    return row;
  }

  private static String cell(TransferResult result, TransferArm arm) {
    Optional<Claim> claim = result.claim(arm);
    return result
        .arm(arm)
        .map(figures ->
            "%s %s %s %s"
                .formatted(
                    Figures.accuracy(figures.meanTestAccuracy()),
                    TransferCells.difference(figures),
                    TransferCells.ratio(figures.denseAccuracy(), ">=", "<="),
                    TransferCells.answer(claim))
                .strip())
        .orElse(DIVERGED);
  }
}
