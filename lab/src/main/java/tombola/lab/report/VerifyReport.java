package tombola.lab.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tombola.lab.config.InputException;
import tombola.lab.store.ReportFiles;
import tombola.lab.verify.VerifyResult;

/**
 * The report of a verification: {@code report.html}, which needs no other file, and its charts as
 * SVG. Equal results give equal bytes, but for the section with the ledger: in all else is neither
 * a time nor a machine.
 *
 * @param result what was found
 * @param exhibits what it shows beside the result
 */
public record VerifyReport(VerifyResult result, Exhibits exhibits) {
  /** The file to open. */
  public static final String FILE = Report.FILE;

  /** Prepares a report of a result alone. */
  public VerifyReport(VerifyResult result) {
    this(result, Exhibits.none());
  }

  /** Returns the files by name. */
  public Map<String, String> files() {
    List<Plot> plots = new VerdictCharts(result).plots();
    Map<String, String> files = new LinkedHashMap<>();
    List<Plot> all = new ArrayList<>(plots);
    all.addAll(new DoseCharts(result).plots());
    all.addAll(new WidthCharts(result).plots());
    for (Plot plot : all) {
      files.put(plot.id() + ".svg", SvgPlot.file(plot));
    }
    Optional<Picture> forest = ForestPicture.draw(result);
    Optional<Plot> layers = exhibits.layerChart(result.run());
    List<Picture> pictures = new ArrayList<>();
    String ticket = "ticket of level " + result.plan().level();
    layers.ifPresent(plot -> pictures.add(new Picture(plot.id(), SvgPlot.draw(plot))));
    exhibits.inputs().ifPresent(counts -> pictures.add(InputPicture.draw(counts, ticket)));
    exhibits.classPicture(ticket).ifPresent(pictures::add);
    forest.ifPresent(picture -> files.put(picture.id() + ".svg", picture.file()));
    for (Picture picture : pictures) {
      files.put(picture.id() + ".svg", picture.file());
    }
    files.put(FILE, new HtmlVerdict(result, exhibits.ledger()).write(plots, forest, pictures));
    return files;
  }

  /**
   * Writes the files into {@code folder}, that of the plan, each whole or not at all.
   *
   * @return where {@code report.html} is
   * @throws InputException in one line if the disk does not take them
   */
  public Path write(Path folder) {
    ReportFiles.write(folder, files());
    return folder.resolve(FILE);
  }
}
