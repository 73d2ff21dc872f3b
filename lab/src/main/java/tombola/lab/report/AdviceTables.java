package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tombola.lab.advice.Advice;
import tombola.lab.advice.FileSize;
import tombola.lab.advice.Gain;
import tombola.lab.advice.Latency;
import tombola.lab.advice.LayerAdvice;
import tombola.lab.advice.LevelAdvice;
import tombola.lab.advice.Race;

/** What the levels of a run cost and save, as text. */
public final class AdviceTables {
  private final Advice advice;
  private final Glyphs glyphs;

  /** Prepares the tables of {@code advice} in {@code glyphs}. */
  public AdviceTables(Advice advice, Glyphs glyphs) {
    this.advice = advice;
    this.glyphs = glyphs;
  }

  /** Returns sizes: header, rows and a legend. */
  public List<String> sizes() {
    TextTable table =
        new TextTable(
            List.of(
                "",
                "level",
                "density",
                "test acc.",
                "tombola",
                "float16",
                "int8",
                "jar",
                "c",
                "c int8",
                "safetensors",
                "onnx"));
    for (LevelAdvice level : advice.levels()) {
      table.row(
          List.of(
              mark(level),
              Integer.toString(level.level()),
              Figures.density(level.density()),
              Figures.accuracy(level.testAccuracy()),
              kilobytes(level, "tombola", "float32"),
              kilobytes(level, "tombola", "float16"),
              kilobytes(level, "tombola", "int8"),
              kilobytes(level, "jar", "float32"),
              kilobytes(level, "c", "float32"),
              kilobytes(level, "c", "int8"),
              kilobytes(level, "safetensors", "float32"),
              kilobytes(level, "onnx", "float32")));
    }
    List<String> lines = new ArrayList<>(table.lines(1));
    lines.add(
        "* the ticket; formats: KB (1,000 bytes) of the file, float32 unless said otherwise, C as");
    lines.add("source text, ONNX with zeros");
    return lines;
  }

  /** Returns times of one sample: header, rows and a legend. */
  public List<String> single() {
    String us = glyphs.micros;
    TextTable table =
        new TextTable(
            List.of(
                "",
                "level",
                "density",
                "weights",
                "memory KB",
                "dense " + us,
                "sparse " + us,
                "times",
                "exported " + us));
    for (LevelAdvice level : advice.levels()) {
      table.row(
          List.of(
              mark(level),
              Integer.toString(level.level()),
              Figures.density(level.density()),
              Figures.count(level.weights()),
              kilobytes(level.memory()),
              latency(level.single().dense()),
              latency(level.single().sparse()),
              gain(level.single()),
              latency(level.runtime())));
    }
    List<String> lines = new ArrayList<>(table.lines(1));
    lines.add(
        "one sample: median (99th percentile) of the slower pass, by the kernels here and by the");
    lines.add(
        "exported runtime; times: as fast as dense, = no difference, ? not confirmed (both passes);");
    lines.add(
        "weights: multiply-adds, without units that change nothing; memory: of the exported runtime"
            + " (dense");
    lines.add(
        "network in plain arrays: %s KB)"
            .formatted(kilobytes(advice.levels().getFirst().denseMemory())));
    return lines;
  }

  /** Returns times of a batch: header and rows. */
  public List<String> batch() {
    String us = glyphs.micros;
    TextTable table =
        new TextTable(
            List.of(
                "", "level", "density", "64: dense " + us, "sparse " + us, "times", "memory KB"));
    for (LevelAdvice level : advice.levels()) {
      table.row(
          List.of(
              mark(level),
              Integer.toString(level.level()),
              Figures.density(level.density()),
              latency(level.batch().dense()),
              latency(level.batch().sparse()),
              gain(level.batch()),
              kilobytes(level.batchMemory())));
    }
    List<String> lines = new ArrayList<>(table.lines(1));
    lines.add("memory: what a thread keeps between batches, weights left out");
    return lines;
  }

  /** Returns times of the C file: header, rows and a legend, or nothing if none was timed. */
  public List<String> compiled() {
    String us = glyphs.micros;
    TextTable table =
        new TextTable(List.of("", "level", "density", "C: float32 " + us, "int8 " + us));
    List<LevelAdvice> timed =
        advice.levels().stream().filter(level -> !level.compiled().isEmpty()).toList();
    if (timed.isEmpty()) {
      return List.of();
    }
    for (LevelAdvice level : timed) {
      table.row(
          List.of(
              mark(level),
              Integer.toString(level.level()),
              Figures.density(level.density()),
              compiled(level, "float32"),
              compiled(level, "int8")));
    }
    List<String> lines = new ArrayList<>(table.lines(1));
    lines.add("one sample by the C file, compiled here with -O2; - where it is too large for that");
    return lines;
  }

  private static String compiled(LevelAdvice level, String values) {
    return level.compiled().stream()
        .filter(c -> c.values().equals(values))
        .findFirst()
        .map(c -> latency(c.latency()))
        .orElse("-");
  }

  /** Returns times of ONNX Runtime: header, rows and a legend, or nothing if it is not there. */
  public List<String> onnx() {
    if (advice.onnxRuntime().isEmpty()) {
      return List.of();
    }
    String us = glyphs.micros;
    TextTable table =
        new TextTable(
            List.of(
                "",
                "level",
                "density",
                "1: ONNX Runtime " + us,
                "sparse " + us,
                "times",
                "64: ONNX Runtime " + us,
                "sparse " + us,
                "times"));
    for (LevelAdvice level : advice.levels()) {
      level
          .onnx()
          .ifPresent(onnx ->
              table.row(
                  List.of(
                      mark(level),
                      Integer.toString(level.level()),
                      Figures.density(level.density()),
                      latency(onnx.single().dense()),
                      latency(onnx.single().sparse()),
                      gain(onnx.single()),
                      latency(onnx.batch().dense()),
                      latency(onnx.batch().sparse()),
                      gain(onnx.batch()))));
    }
    List<String> lines = new ArrayList<>(table.lines(1));
    lines.add(
        "ONNX Runtime %s, one thread, with each level's own file, pruned weights as zeros"
            .formatted(advice.onnxRuntime().get()));
    return lines;
  }

  /** Returns the layers of the level that is looked at: header and two rows each. */
  public List<String> layers() {
    LevelAdvice level = AdviceNarrative.focus(advice);
    TextTable table =
        new TextTable(
            List.of(
                "layer of level " + level.level(),
                "density",
                "weights",
                "samples",
                "dense " + glyphs.micros,
                "sparse " + glyphs.micros,
                "times"));
    for (LayerAdvice layer : level.layers()) {
      table.row(layer(layer, "1", layer.single()));
      table.row(layer(layer, "64", layer.batch()));
    }
    return table.lines(1);
  }

  private static List<String> layer(LayerAdvice layer, String samples, Race race) {
    return List.of(
        layer.name(),
        Figures.density(layer.density()),
        Figures.count(layer.weights()),
        samples,
        latency(race.dense()),
        latency(race.sparse()),
        gain(race));
  }

  private String mark(LevelAdvice level) {
    return level.level() == advice.ticket() ? "*" : "";
  }

  private static String kilobytes(LevelAdvice level, String format, String values) {
    return level.files().stream()
        .filter(file -> file.format().equals(format) && file.values().equals(values))
        .findFirst()
        .map(FileSize::bytes)
        .map(AdviceTables::kilobytes)
        .orElse("-");
  }

  private static String kilobytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f", bytes / 1e3);
  }

  /** Returns the median, and the 99th percentile in brackets. */
  static String latency(Latency latency) {
    return "%s (%s)"
        .formatted(Figures.significant(latency.median()), Figures.significant(latency.p99()));
  }

  /** Returns what may be claimed. */
  static String gain(Race race) {
    Gain gain = race.gain();
    return switch (gain.kind()) {
      case FASTER, SLOWER -> String.format(Locale.ROOT, "%.2f", gain.claimed().orElseThrow());
      case EQUAL -> "=";
      case UNCONFIRMED -> String.format(Locale.ROOT, "? %.2f, %.2f", gain.first(), gain.second());
    };
  }
}
