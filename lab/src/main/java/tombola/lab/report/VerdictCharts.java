package tombola.lab.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import tombola.lab.verify.ArmFigures;
import tombola.lab.verify.ArmKind;
import tombola.lab.verify.Arms;
import tombola.lab.verify.SeedFigures;
import tombola.lab.verify.VerifyResult;

/**
 * The charts of a verification: ticket and controls at each level, the dense network as a line.
 * Bands are standard deviations over the seeds and not intervals: what is tested are differences
 * paired by seed, whose intervals are in the tables, and bands of each arm's own mean would look
 * like a test that nobody made.
 */
final class VerdictCharts {
  private static final List<ArmKind> ARMS =
      List.of(Arms.TICKET, Arms.REINITIALISED, Arms.RANDOM_MASK);

  private final VerifyResult result;
  private final List<VerifyResult.LevelFigures> levels;
  private final Optional<ArmFigures> dense;

  VerdictCharts(VerifyResult result) {
    this.result = result;
    this.levels = result.levels().stream().filter(level -> level.density() > 0).toList();
    this.dense = result.arm(Arms.DENSE.id());
  }

  /** Returns the charts; none if there is one level alone, where each line would be a point. */
  List<Plot> plots() {
    boolean drawn = levels.stream().anyMatch(level -> !level.arms().isEmpty());
    return levels.size() > 1 && drawn ? List.of(accuracy(), earlyStop()) : List.of();
  }

  private Plot accuracy() {
    List<Plot.Series> series = series(SeedFigures::testAccuracy, 1, false);
    double[] values = values(series);
    double centre = dense.map(ArmFigures::meanTestAccuracy).orElseGet(() -> max(values));
    return plot(
        "accuracy",
        "Test accuracy against density",
        "Test accuracy at the step of least validation loss of the ticket and its two controls",
        Charts.axis("test accuracy", Focus.accuracies(centre, values)),
        series,
        dense.map(ArmFigures::meanTestAccuracy),
        dense.map(d -> Figures.accuracy(d.meanTestAccuracy())).orElse(""),
        ArmFigures::meanTestAccuracy);
  }

  private Plot earlyStop() {
    List<Plot.Series> series = series(SeedFigures::bestStep, Double.POSITIVE_INFINITY, true);
    double top = Math.max(max(values(series)), dense.map(ArmFigures::meanBestStep).orElse(1.0));
    Scale scale = new Scale(0, Math.max(1, 1.06 * top), false);
    boolean bounds = series.stream().flatMap(s -> s.points().stream()).anyMatch(Plot.Point::bound);
    return plot(
        "early-stop",
        "Step of least validation loss against density",
        "How many steps the ticket and its two controls train until their validation loss is least",
        new Plot.Axis(
            bounds ? "step (triangle: a lower bound)" : "step",
            scale,
            scale.ticks(5),
            Figures::count),
        series,
        dense.map(ArmFigures::meanBestStep),
        dense
            .map(d -> (d.censored() > 0 ? ">= " : "") + Figures.count(d.meanBestStep()))
            .orElse(""),
        ArmFigures::meanBestStep);
  }

  private Plot plot(
      String id,
      String title,
      String description,
      Plot.Axis y,
      List<Plot.Series> series,
      Optional<Double> reference,
      String referenceFigure,
      ToDoubleFunction<ArmFigures> figure) {
    int seeds = result.plan().seeds().size();
    return new Plot(
        id,
        "%s, mean ± sd of %d seeds".formatted(title, seeds),
        "%s, at each level of %s, the mean of %d seeds with a band of one standard deviation to either side."
            .formatted(description, result.run(), seeds),
        Charts.densities(levels.getLast().density()),
        y,
        series,
        reference.orElse(Double.NaN),
        "dense network: " + referenceFigure,
        judged(figure));
  }

  private List<Plot.Flag> judged(ToDoubleFunction<ArmFigures> figure) {
    return levels.stream()
        .filter(level -> level.level() == result.plan().level())
        .flatMap(level ->
            level.arm(Arms.TICKET.id()).stream()
                .map(ticket ->
                    new Plot.Flag(
                        level.density(),
                        figure.applyAsDouble(ticket),
                        "judged: level %d, density %s"
                            .formatted(level.level(), Figures.density(level.density())))))
        .toList();
  }

  private List<Plot.Series> series(
      ToDoubleFunction<SeedFigures> figure, double most, boolean lowerBounds) {
    List<Plot.Series> series = new ArrayList<>();
    for (int a = 0; a < ARMS.size(); a++) {
      ArmKind arm = ARMS.get(a);
      String name = arm.title();
      for (List<Plot.Point> points : parts(arm, figure, most, lowerBounds)) {
        series.add(new Plot.Series(name, a, true, points));
        name = "";
      }
    }
    return series;
  }

  /** Returns the points of a line, parted where the arm diverged. */
  private List<List<Plot.Point>> parts(
      ArmKind arm, ToDoubleFunction<SeedFigures> figure, double most, boolean lowerBounds) {
    List<List<Plot.Point>> parts = new ArrayList<>();
    List<Plot.Point> part = new ArrayList<>();
    for (VerifyResult.LevelFigures level : levels) {
      Optional<ArmFigures> measured = level.arm(arm.id());
      if (measured.isEmpty()) {
        parts.add(part);
        part = new ArrayList<>();
      } else {
        Spread spread = Spread.of(measured.get().seeds().stream().mapToDouble(figure).toArray());
        part.add(
            new Plot.Point(
                level.density(),
                spread.mean(),
                Math.max(0, spread.mean() - spread.sd()),
                Math.min(most, spread.mean() + spread.sd()),
                lowerBounds && measured.get().censored() > 0));
      }
    }
    parts.add(part);
    return parts.stream().filter(points -> !points.isEmpty()).toList();
  }

  private static double[] values(List<Plot.Series> series) {
    return series.stream()
        .flatMap(s -> s.points().stream())
        .flatMapToDouble(p -> DoubleStream.of(p.low(), p.y(), p.high()))
        .toArray();
  }

  private static double max(double... values) {
    return Arrays.stream(values).max().orElse(1);
  }
}
