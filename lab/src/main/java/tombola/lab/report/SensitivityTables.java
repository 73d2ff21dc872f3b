package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tombola.lab.verify.SensitivityFigures;
import tombola.lab.verify.SensitivityFigures.DoseFigures;
import tombola.lab.verify.SensitivityFigures.Doses;

/** The sensitivity to the initial weights on a terminal. */
public final class SensitivityTables {
  private final SensitivityFigures figures;
  private final Glyphs glyphs;

  /** Prepares the table of {@code figures}. */
  public SensitivityTables(SensitivityFigures figures, Glyphs glyphs) {
    this.figures = figures;
    this.glyphs = glyphs;
  }

  /** Returns ticket and dense network at each dose, their slopes, and a legend. */
  public List<String> lines() {
    TextTable table =
        new TextTable(
            List.of("noise", "ticket", "early stop", "signs", "dense", "early stop", "signs"));
    List<DoseFigures> doses = new ArrayList<>(figures.ticket().doses());
    figures.dense().doses().stream()
        .filter(dose -> at(figures.ticket(), dose.dose()).isEmpty())
        .forEach(doses::add);
    doses.stream()
        .mapToDouble(DoseFigures::dose)
        .sorted()
        .forEach(dose -> {
          List<String> row = new ArrayList<>(List.of(SensitivityWords.dose(dose)));
          row.addAll(cells(at(figures.ticket(), dose)));
          row.addAll(cells(at(figures.dense(), dose)));
          table.row(row);
        });
    List<String> lines = new ArrayList<>(table.lines(1));
    lines.add("noise: share of fresh values in the initial weights, blended at equal variance");
    lines.add("signs: share of the live weights that end with the sign they began with");
    return lines;
  }

  private static Optional<DoseFigures> at(Doses doses, double dose) {
    return doses.doses().stream().filter(d -> d.dose() == dose).findFirst();
  }

  private List<String> cells(Optional<DoseFigures> dose) {
    return dose.map(d ->
            List.of(
                "%s %s %s"
                    .formatted(
                        Figures.accuracy(d.figures().meanTestAccuracy()),
                        glyphs.plusMinus,
                        Figures.accuracy(d.figures().sdTestAccuracy())),
                (d.figures().censored() > 0 ? ">=" : "")
                    + Figures.count(d.figures().meanBestStep()),
                d.meanSignsKept().map(Figures::density).orElse("-")))
        .orElse(List.of("diverged", "", ""));
  }

  /** Returns what the doses show, a sentence each. */
  public List<String> sentences() {
    SensitivityWords words = new SensitivityWords(figures);
    List<String> sentences = new ArrayList<>(words.slopes());
    sentences.add(words.redraws());
    words.unnoted().ifPresent(sentences::add);
    return sentences;
  }
}
