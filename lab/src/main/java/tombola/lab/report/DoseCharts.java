package tombola.lab.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import tombola.lab.verify.Sensitivity;

/**
 * The charts of initialisation sensitivity: ticket and dense network against the share of noise.
 */
final class DoseCharts {
  private static final Scale DOSES = new Scale(0, 1, false);
  private static final int DENSE_STYLE = 3; // past those of ticket and controls

  private final Sensitivity sensitivity;
  private final int seeds;

  DoseCharts(Sensitivity sensitivity) {
    this.sensitivity = sensitivity;
    this.seeds = sensitivity.ticket().accuracy().values().size();
  }

  List<Picture> pictures() {
    return Stream.of(accuracy(), earlyStop())
        .map(plot -> new Picture(plot.id(), SvgPlot.draw(plot)))
        .toList();
  }

  private Plot accuracy() {
    List<Plot.Series> series =
        series(Sensitivity.Dose::meanTestAccuracy, Sensitivity.Dose::sdTestAccuracy, 1, false);
    double centre = sensitivity.dense().doses().getFirst().meanTestAccuracy();
    return plot(
        "dose-accuracy",
        "Test accuracy against noise in the initial weights",
        "Test accuracy at the step of least validation loss",
        Charts.axis("test accuracy", Focus.accuracies(centre, values(series))),
        series);
  }

  private Plot earlyStop() {
    List<Plot.Series> series =
        series(
            Sensitivity.Dose::meanBestStep,
            Sensitivity.Dose::sdBestStep,
            Double.POSITIVE_INFINITY,
            true);
    double top = DoubleStream.of(values(series)).max().orElse(1);
    Scale scale = new Scale(0, Math.max(1, 1.06 * top), false);
    boolean bounds = series.stream().flatMap(s -> s.points().stream()).anyMatch(Plot.Point::bound);
    return plot(
        "dose-early-stop",
        "Step of least validation loss against noise in the initial weights",
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
    return new Plot(
        id,
        "%s, mean ± sd of %d seeds".formatted(title, seeds),
        "%s, of the ticket and of the dense network, at five shares of noise, with a band of one standard deviation to either side."
            .formatted(description),
        new Plot.Axis(
            "share of noise in the initial weights", DOSES, DOSES.ticks(4), Charts::share),
        y,
        series,
        Double.NaN,
        "",
        List.of());
  }

  private List<Plot.Series> series(
      ToDoubleFunction<Sensitivity.Dose> mean,
      ToDoubleFunction<Sensitivity.Dose> sd,
      double most,
      boolean lowerBounds) {
    return List.of(
        new Plot.Series(
            "ticket", 0, true, points(sensitivity.ticket(), mean, sd, most, lowerBounds)),
        new Plot.Series(
            "dense network",
            DENSE_STYLE,
            true,
            points(sensitivity.dense(), mean, sd, most, lowerBounds)));
  }

  private static List<Plot.Point> points(
      Sensitivity.Response response,
      ToDoubleFunction<Sensitivity.Dose> mean,
      ToDoubleFunction<Sensitivity.Dose> sd,
      double most,
      boolean lowerBounds) {
    return response.doses().stream()
        .map(dose -> {
          double y = mean.applyAsDouble(dose);
          double half = sd.applyAsDouble(dose);
          boolean bound = lowerBounds && dose.censored() > 0;
          return new Plot.Point(
              dose.dose(), y, Math.max(0, y - half), Math.min(most, y + half), bound);
        })
        .toList();
  }

  private static double[] values(List<Plot.Series> series) {
    return series.stream()
        .flatMap(s -> s.points().stream())
        .flatMapToDouble(p -> Stream.of(p.low(), p.high()).mapToDouble(Double::doubleValue))
        .toArray();
  }
}
