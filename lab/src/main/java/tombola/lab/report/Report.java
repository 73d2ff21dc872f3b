package tombola.lab.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tombola.lab.config.InputException;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.RunResult;
import tombola.lab.store.Provenance;
import tombola.lab.store.ReportFiles;
import tombola.lab.store.RunFolder;

/**
 * The report of a run: {@code report.html}, which needs no other file, and its charts as SVG. Equal
 * input gives equal bytes.
 *
 * @param run what was found
 * @param configuration the text of {@code config.yaml}, or nothing
 * @param provenance who made each replicate, by seed
 * @param exhibits what it shows beside the figures
 */
public record Report(
    RunResult run, String configuration, Map<Long, Provenance> provenance, Exhibits exhibits) {
  /** The file to open. */
  public static final String FILE = "report.html";

  /** Returns the report of {@code run}, which lies in {@code folder}. */
  public static Report of(RunFolder folder, RunResult run) {
    Map<Long, Provenance> provenance = new LinkedHashMap<>();
    for (ReplicateResult replicate : run.replicates()) {
      long seed = replicate.seed();
      folder.replicate(seed).provenance().ifPresent(made -> provenance.put(seed, made));
    }
    return new Report(
        run,
        folder.configText(),
        provenance,
        Exhibits.of(folder, run, folder.config().machine().rates()));
  }

  /** Returns the files by name. */
  public Map<String, String> files() {
    Charts charts = new Charts(run);
    List<Plot> plots = new ArrayList<>(List.of(charts.accuracy(), charts.earlyStop()));
    exhibits.layerChart(run.name()).ifPresent(plots::add);
    plots.addAll(List.of(charts.curves(), charts.seconds()));
    List<Picture> pictures = new ArrayList<>();
    exhibits.inputs().ifPresent(counts -> pictures.add(InputPicture.draw(counts, first())));
    exhibits.classPicture(tickets()).ifPresent(pictures::add);
    Map<String, String> files = new LinkedHashMap<>();
    for (Plot plot : plots) {
      files.put(plot.id() + ".svg", SvgPlot.file(plot));
    }
    for (Picture picture : pictures) {
      files.put(picture.id() + ".svg", picture.file());
    }
    files.put(FILE, new HtmlReport(this).write(plots, pictures));
    return files;
  }

  private String first() {
    ReplicateResult first = run.replicates().getFirst();
    return "ticket of level %d, seed %d".formatted(first.ticket().level(), first.seed());
  }

  private String tickets() {
    return run.replicates().size() == 1 ? first() : "tickets of the replicates";
  }

  /**
   * Writes the files into {@code folder}, each whole or not at all.
   *
   * @return where {@code report.html} is
   * @throws InputException in one line if the disk does not take them
   */
  public Path write(Path folder) {
    ReportFiles.write(folder, files());
    return folder.resolve(FILE);
  }
}
