package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import tombola.lab.advice.Advice;
import tombola.lab.advice.Latency;
import tombola.lab.advice.LevelAdvice;
import tombola.lab.advice.Race;

/** Time and size against density. */
final class AdviceCharts {
  private final Advice advice;

  AdviceCharts(Advice advice) {
    this.advice = advice;
  }

  List<Plot> plots() {
    return List.of(
        times("one-sample", "One sample", LevelAdvice::single, true),
        times("batch", "A batch of 64", LevelAdvice::batch, false),
        sizes());
  }

  private Plot times(String id, String what, Function<LevelAdvice, Race> race, boolean runtime) {
    List<Plot.Series> series = new ArrayList<>();
    series.add(
        band("dense", 1, l -> race.apply(l).first().dense(), l -> race.apply(l).second().dense()));
    series.add(
        band(
            "sparse",
            0,
            l -> race.apply(l).first().sparse(),
            l -> race.apply(l).second().sparse()));
    if (runtime) {
      series.add(band("exported runtime", 2, LevelAdvice::runtime, LevelAdvice::runtime));
    }
    return plot(
        id,
        what + ": microseconds against density",
        what
            + ", median of all calls, for each level of "
            + advice.run()
            + "; the bands reach from one pass to the other.",
        "microseconds (log)",
        series);
  }

  private Plot.Series band(
      String name,
      int style,
      Function<LevelAdvice, Latency> first,
      Function<LevelAdvice, Latency> second) {
    List<Plot.Point> points = new ArrayList<>();
    for (LevelAdvice level : advice.levels()) {
      double one = first.apply(level).median();
      double two = second.apply(level).median();
      points.add(
          new Plot.Point(
              level.density(), Math.max(one, two), Math.min(one, two), Math.max(one, two), false));
    }
    return new Plot.Series(name, style, true, points);
  }

  private Plot sizes() {
    List<Plot.Series> series = new ArrayList<>();
    series.add(size("tombola float32", 0, "tombola", "float32"));
    series.add(size("tombola int8", 2, "tombola", "int8"));
    series.add(size("jar float32", 3, "jar", "float32"));
    series.add(line("dense arrays", 1, l -> l.denseMemory() / 1e3));
    return plot(
        "sizes",
        "Size against density",
        "Thousands of bytes of files of each level of " + advice.run() + ".",
        "KB (log)",
        series);
  }

  private Plot.Series size(String name, int style, String format, String values) {
    return line(
        name,
        style,
        level ->
            level.files().stream()
                .filter(file -> file.format().equals(format) && file.values().equals(values))
                .mapToDouble(file -> file.bytes() / 1e3)
                .findFirst()
                .orElseThrow());
  }

  private Plot.Series line(String name, int style, ToDoubleFunction<LevelAdvice> value) {
    return new Plot.Series(
        name,
        style,
        true,
        advice.levels().stream()
            .map(level -> Plot.Point.of(level.density(), value.applyAsDouble(level)))
            .toList());
  }

  private Plot plot(
      String id, String title, String description, String axis, List<Plot.Series> series) {
    double[] values =
        series.stream()
            .flatMap(s -> s.points().stream())
            .flatMapToDouble(p -> DoubleStream.of(p.low(), p.high()))
            .toArray();
    double low = DoubleStream.of(values).min().orElseThrow() / 1.2;
    double high = DoubleStream.of(values).max().orElseThrow() * 1.2;
    Scale scale = new Scale(low, high, true);
    return new Plot(
        id,
        title,
        description,
        Charts.densities(advice.levels().getLast().density()),
        new Plot.Axis(axis, scale, ticks(low, high), Figures::significant),
        series,
        Double.NaN,
        "",
        List.of());
  }

  /** Returns 1, 2 and 5 times the powers of ten, or these alone if there are many. */
  private static List<Double> ticks(double low, double high) {
    List<Double> ticks = new ArrayList<>();
    boolean wide = high / low > 2000;
    for (double decade = Math.pow(10, Math.floor(Math.log10(low))); decade <= high; decade *= 10) {
      for (double digit : wide ? new double[] {1} : new double[] {1, 2, 5}) {
        if (digit * decade >= low && digit * decade <= high) {
          ticks.add(digit * decade);
        }
      }
    }
    return ticks;
  }
}
