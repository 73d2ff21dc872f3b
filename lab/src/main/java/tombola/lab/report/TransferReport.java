package tombola.lab.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tombola.lab.config.InputException;
import tombola.lab.store.ReportFiles;
import tombola.lab.transfer.MatrixResult;
import tombola.lab.transfer.TransferResult;

/**
 * Writes {@code report.html}, which needs no other file, of a transfer or of a matrix, and of the
 * latter its picture as SVG. Equal results give equal bytes: neither a time nor a machine is in it.
 */
public final class TransferReport {
  private TransferReport() {}

  /** Returns the files of one transfer by name. */
  public static Map<String, String> files(TransferResult result) {
    return Map.of(Report.FILE, new HtmlTransfer().write(result));
  }

  /** Returns the files of a matrix by name. */
  public static Map<String, String> files(MatrixResult result) {
    Map<String, String> files = new LinkedHashMap<>();
    Picture grid = SvgGrid.draw(result);
    files.put(grid.id() + ".svg", grid.file());
    files.put(Report.FILE, new HtmlTransfer().write(result));
    return files;
  }

  /**
   * Writes {@code files} into {@code folder}, each whole or not at all.
   *
   * @return where {@code report.html} is
   * @throws InputException in one line if the disk does not take them
   */
  public static Path write(Path folder, Map<String, String> files) {
    ReportFiles.write(folder, files);
    return folder.resolve(Report.FILE);
  }
}
