package tombola.lab.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import tombola.lab.verify.SeedFigures;
import tombola.lab.verify.SensitivityFigures;
import tombola.lab.verify.SensitivityFigures.DoseFigures;
import tombola.lab.verify.SensitivityFigures.Doses;
import tombola.lab.verify.VerifyResult;

/**
 * The dose-response charts: ticket and dense network against the share of noise in their initial
 * weights. Bands are standard deviations over the seeds, as in {@link VerdictCharts}.
 */
final class DoseCharts {
  private static final int DENSE_STYLE = 3; // a colour that no arm has in the charts of levels

  private final VerifyResult result;

  DoseCharts(VerifyResult result) {
    this.result = result;
  }

  /** Returns the charts; none if the plan asks for no doses, or too many diverged. */
  List<Plot> plots() {
    return result
        .sensitivity()
        .filter(
            figures -> figures.ticket().doses().size() > 1 && !figures.dense().doses().isEmpty())
        .map(figures -> List.of(accuracy(figures), earlyStop(figures)))
        .orElse(List.of());
  }

  private Plot accuracy(SensitivityFigures figures) {
    List<Plot.Series> series = series(figures, SeedFigures::testAccuracy, 1, false);
    double dense = figures.dense().doses().getFirst().figures().meanTestAccuracy();
    return plot(
        "dose-accuracy",
        "Test accuracy against noise in the initial weights",
        "Test accuracy at the step of least validation loss",
        Charts.axis("test accuracy", Focus.accuracies(dense, values(series))),
        series);
  }

  private Plot earlyStop(SensitivityFigures figures) {
    List<Plot.Series> series =
        series(figures, SeedFigures::bestStep, Double.POSITIVE_INFINITY, true);
    double top = Arrays.stream(values(series)).max().orElse(1);
    Scale scale = new Scale(0, Math.max(1, 1.06 * top), false);
    boolean bounds = series.stream().flatMap(s -> s.points().stream()).anyMatch(Plot.Point::bound);
    return plot(
        "dose-early-stop",
        "Early-stop step against noise in the initial weights",
        "How many steps are trained until the validation loss is least",
        new Plot.Axis(
            bounds ? "step (triangle: a lower bound)" : "step",
            scale,
            scale.ticks(5),
            Figures::count),
        series);
  }

  private Plot plot(
      String id, String title, String description, Plot.Axis y, List<Plot.Series> series) {
    int seeds = result.plan().seeds().size();
    List<Double> doses =
        series.stream()
            .flatMap(s -> s.points().stream())
            .map(Plot.Point::x)
            .distinct()
            .sorted()
            .toList();
    return new Plot(
        id,
        "%s, mean ± sd of %d seeds".formatted(title, seeds),
        "%s, of ticket and dense network of %s, by the share of noise in their initial weights: the mean of %d seeds with a band of one standard deviation to either side."
            .formatted(description, result.run(), seeds),
        new Plot.Axis(
            "share of noise in the initial weights",
            new Scale(0, 1, false),
            doses,
            SensitivityWords::dose),
        y,
        series,
        Double.NaN,
        "",
        List.of());
  }

  private static List<Plot.Series> series(
      SensitivityFigures figures,
      ToDoubleFunction<SeedFigures> figure,
      double most,
      boolean lowerBounds) {
    List<Plot.Series> series = new ArrayList<>();
    series.add(line("ticket", 0, figures.ticket(), figure, most, lowerBounds));
    series.add(line("dense network", DENSE_STYLE, figures.dense(), figure, most, lowerBounds));
    return series;
  }

  private static Plot.Series line(
      String name,
      int style,
      Doses doses,
      ToDoubleFunction<SeedFigures> figure,
      double most,
      boolean lowerBounds) {
    List<Plot.Point> points = new ArrayList<>();
    for (DoseFigures dose : doses.doses()) {
      Spread spread = Spread.of(dose.figures().seeds().stream().mapToDouble(figure).toArray());
      points.add(
          new Plot.Point(
              dose.dose(),
              spread.mean(),
              Math.max(0, spread.mean() - spread.sd()),
              Math.min(most, spread.mean() + spread.sd()),
              lowerBounds && dose.figures().censored() > 0));
    }
    return new Plot.Series(name, style, true, points);
  }

  private static double[] values(List<Plot.Series> series) {
    return series.stream()
        .flatMap(s -> s.points().stream())
        .flatMapToDouble(p -> DoubleStream.of(p.low(), p.y(), p.high()))
        .toArray();
  }
}
