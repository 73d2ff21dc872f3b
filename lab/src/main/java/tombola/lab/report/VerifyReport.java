package tombola.lab.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tombola.lab.config.InputException;
import tombola.lab.store.ReportFiles;
import tombola.lab.verify.VerifyResult;

/**
 * The report of a verification: {@code report.html}, which needs no other file, and its charts as
 * SVG. Equal results give equal bytes: neither a time nor a machine is in it.
 *
 * @param result what was found
 */
public record VerifyReport(VerifyResult result) {
  /** The file to open. */
  public static final String FILE = Report.FILE;

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
    files.put(FILE, new HtmlVerdict(result).write(plots));
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
