package tombola.lab.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.RunResult;
import tombola.lab.store.Provenance;
import tombola.lab.store.RunFolder;

/**
 * The report of a run: {@code report.html}, which needs no other file, and its charts as SVG. Equal
 * input gives equal bytes.
 *
 * @param run what was found
 * @param configuration the text of {@code config.yaml}, or nothing
 * @param provenance who made each replicate, by seed
 */
public record Report(RunResult run, String configuration, Map<Long, Provenance> provenance) {
  /** The file to open. */
  public static final String FILE = "report.html";

  /** Returns the report of {@code run}, which lies in {@code folder}. */
  public static Report of(RunFolder folder, RunResult run) {
    Map<Long, Provenance> provenance = new LinkedHashMap<>();
    for (ReplicateResult replicate : run.replicates()) {
      long seed = replicate.seed();
      folder.replicate(seed).provenance().ifPresent(made -> provenance.put(seed, made));
    }
    return new Report(run, folder.configText(), provenance);
  }

  /** Returns the files by name. */
  public Map<String, String> files() {
    Charts charts = new Charts(run);
    List<Plot> plots =
        List.of(charts.accuracy(), charts.earlyStop(), charts.curves(), charts.seconds());
    Map<String, String> files = new LinkedHashMap<>();
    for (Plot plot : plots) {
      files.put(plot.id() + ".svg", SvgPlot.file(plot));
    }
    files.put(FILE, new HtmlReport(run, configuration, provenance).write(plots));
    return files;
  }

  /**
   * Writes the files into {@code folder}, each whole or not at all.
   *
   * @return where {@code report.html} is
   */
  public Path write(Path folder) throws IOException {
    for (Map.Entry<String, String> file : files().entrySet()) {
      Path target = folder.resolve(file.getKey());
      Path unfinished = folder.resolve(file.getKey() + ".tmp");
      try {
        Files.writeString(unfinished, file.getValue());
        Files.move(
            unfinished,
            target,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    }
    return folder.resolve(FILE);
  }
}
