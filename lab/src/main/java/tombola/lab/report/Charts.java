package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import tombola.lab.result.LevelResult;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.RunResult;
import tombola.train.Curve;

/** The charts of a run. */
final class Charts {
  private static final int CURVES = 5;

  private final RunResult run;
  private final Summary summary;

  Charts(RunResult run) {
    this.run = run;
    this.summary = Summary.of(run);
  }

  /** Returns test accuracy against density. */
  Plot accuracy() {
    double dense = summary.dense().test().mean();
    double[] values =
        summary.levels().stream()
            .map(LevelSummary::test)
            .flatMapToDouble(test -> DoubleStream.of(test.min(), test.mean(), test.max()))
            .toArray();
    Scale scale = Focus.accuracies(dense, values);
    String band = summary.several() ? " (band: least to greatest)" : "";
    return new Plot(
        "accuracy",
        "Test accuracy against density",
        "Test accuracy at the step of least validation loss, for each level of "
            + run.name()
            + ". "
            + ticketName(),
        densities(summary.levels().getLast().density()),
        axis("test accuracy", scale),
        List.of(series("test accuracy" + band, LevelSummary::test, false)),
        dense,
        "dense network: " + Figures.accuracy(dense),
        flags(LevelSummary::test));
  }

  /** Returns the step of least validation loss against density. */
  Plot earlyStop() {
    double dense = summary.dense().earlyStop().mean();
    double top = summary.levels().stream().mapToDouble(l -> l.earlyStop().max()).max().orElse(1);
    Scale scale = new Scale(0, Math.max(1, top * 1.06), false);
    String band = summary.several() ? " (band: least to greatest)" : "";
    boolean bounds = summary.levels().stream().anyMatch(LevelSummary::censored);
    return new Plot(
        "early-stop",
        "Step of least validation loss against density",
        "How many steps each level of %s trains until its validation loss is least. %s"
            .formatted(run.name(), ticketName()),
        densities(summary.levels().getLast().density()),
        new Plot.Axis("step", scale, scale.ticks(5), Figures::count),
        List.of(
            series(
                "step" + band + (bounds ? ", triangle: a lower bound" : ""),
                LevelSummary::earlyStop,
                true)),
        dense,
        "dense network: " + (summary.dense().censored() ? ">= " : "") + Figures.count(dense),
        flags(LevelSummary::earlyStop));
  }

  /** Returns the training time of a level against density. */
  Plot seconds() {
    double dense = summary.dense().seconds().mean();
    double top = summary.levels().stream().mapToDouble(l -> l.seconds().max()).max().orElse(1);
    Scale scale = new Scale(0, Math.max(1e-3, top * 1.06), false);
    String band = summary.several() ? " (band: least to greatest)" : "";
    return new Plot(
        "seconds",
        "Seconds of training against density",
        "What each level of %s took to train, validation included. %s"
            .formatted(run.name(), ticketName()),
        densities(summary.levels().getLast().density()),
        axis("seconds", scale),
        List.of(series("seconds" + band, LevelSummary::seconds, false)),
        dense,
        "dense network: " + Figures.seconds(dense),
        flags(LevelSummary::seconds));
  }

  /** Returns validation accuracy against step for some levels of the first replicate. */
  Plot curves() {
    ReplicateResult first = run.replicates().getFirst();
    List<Plot.Series> series = new ArrayList<>();
    for (int level : chosen(first)) {
      LevelResult result = first.levels().get(level);
      String name = level == 0 ? "dense" : "density " + Figures.density(result.density());
      List<Plot.Point> points =
          result.curve().points().stream()
              .map(p -> Plot.Point.of((double) p.step(), p.validationAccuracy()))
              .toList();
      series.add(new Plot.Series(name, series.size(), false, points));
    }
    Curve dense = first.levels().getFirst().curve();
    Scale steps = new Scale(0, Math.max(1, dense.last().step()), false);
    double[] settled =
        series.stream()
            .flatMap(s -> s.points().stream())
            .filter(p -> p.x() >= 0.05 * steps.to())
            .mapToDouble(Plot.Point::y)
            .toArray();
    Scale scale = Focus.accuracies(dense.best().validationAccuracy(), settled);
    return new Plot(
        "curves",
        "Validation accuracy against step",
        "Validation accuracy while some levels of "
            + run.name()
            + " train, seed "
            + first.seed()
            + ".",
        new Plot.Axis("step", steps, steps.ticks(6), Figures::count),
        axis("validation accuracy", scale),
        series,
        Double.NaN,
        "",
        List.of());
  }

  /** Returns dense network, ticket, sparsest and what lies evenly between, by index in the list. */
  private static Iterable<Integer> chosen(ReplicateResult replicate) {
    int last = replicate.levels().size() - 1;
    TreeSet<Integer> chosen = new TreeSet<>(List.of(0, last));
    for (int i = 0; i <= last; i++) {
      if (replicate.levels().get(i).level() == replicate.ticket().level()) {
        chosen.add(i);
      }
    }
    for (int parts = 2; chosen.size() < CURVES && parts <= 4; parts *= 2) {
      for (int i = 1; i < parts && chosen.size() < CURVES; i += 2) {
        chosen.add(Math.round((float) last * i / parts));
      }
    }
    return chosen;
  }

  /** Returns the axis of densities down to {@code sparsest}. */
  static Plot.Axis densities(double sparsest) {
    Scale scale = Scale.densities(sparsest);
    return new Plot.Axis(
        "density: share of the weights that are live (dense at the left)",
        scale,
        scale.ticks(0),
        Charts::share);
  }

  /** Returns a vertical axis whose ticks have as many decimals as they need. */
  static Plot.Axis axis(String name, Scale scale) {
    List<Double> ticks = scale.ticks(6);
    int decimals = Scale.decimals(ticks);
    DoubleFunction<String> format = v -> String.format(Locale.ROOT, "%." + decimals + "f", v);
    return new Plot.Axis(name, scale, ticks, format);
  }

  /** Returns a round share as briefly as it can be written. */
  static String share(double value) {
    String text = String.format(Locale.ROOT, "%.7f", value).replaceAll("0+$", "");
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private Plot.Series series(
      String name, Function<LevelSummary, Spread> figure, boolean lowerBounds) {
    List<Plot.Point> points =
        summary.levels().stream()
            .map(level -> {
              Spread spread = figure.apply(level);
              return new Plot.Point(
                  level.density(),
                  spread.mean(),
                  spread.min(),
                  spread.max(),
                  lowerBounds && level.censored());
            })
            .toList();
    return new Plot.Series(name, 0, true, points);
  }

  private List<Plot.Flag> flags(Function<LevelSummary, Spread> figure) {
    LevelSummary ticket = summary.ticketLevel();
    return List.of(new Plot.Flag(ticket.density(), figure.apply(ticket).mean(), ticketName()));
  }

  private String ticketName() {
    LevelSummary ticket = summary.ticketLevel();
    return "ticket%s: level %d, density %s"
        .formatted(
            summary.several() ? " of seed " + run.replicates().getFirst().seed() : "",
            ticket.level(),
            Figures.density(ticket.density()));
  }
}
