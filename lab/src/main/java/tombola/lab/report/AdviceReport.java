package tombola.lab.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tombola.lab.advice.Advice;
import tombola.lab.advice.CompiledLatency;
import tombola.lab.advice.Gain;
import tombola.lab.advice.LayerAdvice;
import tombola.lab.advice.LevelAdvice;
import tombola.lab.advice.Race;
import tombola.lab.config.InputException;
import tombola.lab.store.ReportFiles;

/**
 * Writes {@code report.html}, which needs no other file, of what a machine's advice is, and its
 * charts as SVG.
 */
public final class AdviceReport {
  private final Advice advice;
  private final Markup out = new Markup();
  private final HtmlPage page = new HtmlPage(out);

  private AdviceReport(Advice advice) {
    this.advice = advice;
  }

  /** Returns the files by name. */
  public static Map<String, String> files(Advice advice) {
    List<Plot> plots = new AdviceCharts(advice).plots();
    Map<String, String> files = new LinkedHashMap<>();
    plots.forEach(plot -> files.put(plot.id() + ".svg", SvgPlot.file(plot)));
    files.put(Report.FILE, new AdviceReport(advice).write(plots));
    return files;
  }

  /**
   * Writes the files into {@code folder}, which is made if need be, each whole or not at all.
   *
   * @return where {@code report.html} is
   * @throws InputException in one line if the disk does not take them
   */
  public static Path write(Path folder, Advice advice) {
    ReportFiles.writeInto(folder, files(advice));
    return folder.resolve(Report.FILE);
  }

  private String write(List<Plot> plots) {
    String name = advice.run() + " on this machine";
    page.begin(name);
    out.element("h1", name);
    AdviceNarrative.recommendation(advice).forEach(line -> out.element("p", line, "class", "lead"));
    out.element("p", AdviceNarrative.plan(advice));
    AdviceNarrative.pays(advice).forEach(line -> out.element("p", line));
    AdviceNarrative.small(advice).forEach(line -> out.element("p", line));
    out.element("p", AdviceNarrative.onnx(advice));
    plots.forEach(page::figure);
    out.element("p", Gain.RULE, "class", "note");
    sizes();
    times();
    compiled();
    layers();
    if (advice.onnxRuntime().isPresent()) {
      onnx();
    }
    return page.end();
  }

  private void sizes() {
    out.element("h2", "Files");
    page.table(
        Stream.of(
            "level",
            "density",
            "weights",
            "test accuracy",
            "format",
            "values",
            "bytes",
            "validation accuracy",
            "bytes in the runtime"));
    for (LevelAdvice level : advice.levels()) {
      level
          .files()
          .forEach(file ->
              page.row(
                  mark(level),
                  Stream.of(
                      Integer.toString(level.level()),
                      Figures.density(level.density()),
                      Figures.count(level.weights()),
                      Figures.accuracy(level.testAccuracy()),
                      file.format(),
                      file.values(),
                      Figures.count(file.bytes()),
                      Figures.accuracy(file.validationAccuracy()),
                      Figures.count(level.memory()))));
    }
    page.endTable();
  }

  private void times() {
    out.element("h2", "Microseconds: median (99th percentile) of both passes");
    page.table(header("level"));
    for (LevelAdvice level : advice.levels()) {
      row(
          mark(level),
          Integer.toString(level.level()),
          level.density(),
          level.single(),
          "one sample");
      row(
          mark(level),
          Integer.toString(level.level()),
          level.density(),
          level.batch(),
          "64 samples");
    }
    page.endTable();
  }

  private void compiled() {
    out.element("h2", "The C file, one sample");
    out.element("p", AdviceNarrative.compiled(advice));
    page.table(Stream.of("level", "density", "values", "microseconds: median (99th percentile)"));
    for (LevelAdvice level : advice.levels()) {
      for (CompiledLatency compiled : level.compiled()) {
        page.row(
            mark(level),
            Stream.of(
                Integer.toString(level.level()),
                Figures.density(level.density()),
                compiled.values(),
                AdviceTables.latency(compiled.latency())));
      }
    }
    page.endTable();
  }

  private void layers() {
    out.element("h2", "Layers");
    page.table(header("level, layer"));
    for (LevelAdvice level : advice.levels()) {
      for (LayerAdvice layer : level.layers()) {
        String name = level.level() + ", " + layer.name();
        row(mark(level), name, layer.density(), layer.single(), "one sample");
        row(mark(level), name, layer.density(), layer.batch(), "64 samples");
      }
    }
    page.endTable();
  }

  private void onnx() {
    out.element("h2", "ONNX Runtime " + advice.onnxRuntime().orElseThrow());
    page.table(header("level").map(head -> head.replace("dense", "ONNX Runtime")));
    for (LevelAdvice level : advice.levels()) {
      level
          .onnx()
          .ifPresent(onnx -> {
            String name = Integer.toString(level.level());
            row(mark(level), name, level.density(), onnx.single(), "one sample");
            row(mark(level), name, level.density(), onnx.batch(), "64 samples");
          });
    }
    page.endTable();
  }

  private static Stream<String> header(String first) {
    return Stream.of(
        first,
        "density",
        "call",
        "pass 1: dense",
        "sparse",
        "pass 2: dense",
        "sparse",
        "times as fast");
  }

  private void row(String mark, String name, double density, Race race, String call) {
    page.row(
        mark,
        Stream.of(
            name,
            Figures.density(density),
            call,
            AdviceTables.latency(race.first().dense()),
            AdviceTables.latency(race.first().sparse()),
            AdviceTables.latency(race.second().dense()),
            AdviceTables.latency(race.second().sparse()),
            AdviceTables.gain(race)));
  }

  private String mark(LevelAdvice level) {
    return level.level() == advice.ticket() ? "ticket" : "";
  }
}
