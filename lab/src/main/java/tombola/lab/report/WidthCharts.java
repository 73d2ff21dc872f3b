package tombola.lab.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import tombola.lab.verify.ArmFigures;
import tombola.lab.verify.Arms;
import tombola.lab.verify.VerifyResult;
import tombola.lab.verify.WidthFigures;
import tombola.lab.verify.WidthFigures.AtWidth;
import tombola.lab.verify.Widths;

/** The charts of tickets from several starting widths: their accuracy, and how often they win. */
final class WidthCharts {
  private static final int DENSE_STYLE = 3;

  private final VerifyResult result;

  WidthCharts(VerifyResult result) {
    this.result = result;
  }

  /** Returns the charts; none if the plan asks for less than two widths. */
  List<Plot> plots() {
    return result
        .widths()
        .filter(figures -> figures.widths().size() > 1)
        .map(figures -> List.of(accuracy(figures), wins(figures)))
        .orElse(List.of());
  }

  private Plot accuracy(WidthFigures figures) {
    List<Plot.Series> series =
        List.of(
            line(Arms.TICKET.title(), 0, figures, width -> Optional.of(width.ticket())),
            line(Arms.REINITIALISED.title(), 1, figures, AtWidth::reinitialised),
            line(Arms.DENSE.title(), DENSE_STYLE, figures, width -> Optional.of(width.dense())));
    double[] values =
        series.stream()
            .flatMap(s -> s.points().stream())
            .flatMapToDouble(p -> DoubleStream.of(p.low(), p.y(), p.high()))
            .toArray();
    double best =
        figures.widths().stream()
            .mapToDouble(width -> width.dense().meanTestAccuracy())
            .max()
            .orElse(1);
    int seeds = result.plan().seeds().size();
    return new Plot(
        "width-accuracy",
        "Test accuracy against starting width, mean ± sd of %d seeds".formatted(seeds),
        "Test accuracy of tickets of about %s live weights, found from networks like that of %s with their hidden widths scaled, of their re-initialisations and of those networks."
            .formatted(Figures.count(figures.live()), result.run()),
        axis(figures),
        Charts.axis("test accuracy", Focus.accuracies(best, values)),
        series,
        Double.NaN,
        "",
        List.of());
  }

  private static Plot.Series line(
      String name, int style, WidthFigures figures, Function<AtWidth, Optional<ArmFigures>> arm) {
    List<Plot.Point> points =
        figures.widths().stream()
            .flatMap(width ->
                arm.apply(width).stream()
                    .map(f ->
                        new Plot.Point(
                            width.factor(),
                            f.meanTestAccuracy(),
                            Math.max(0, f.meanTestAccuracy() - f.sdTestAccuracy()),
                            Math.min(1, f.meanTestAccuracy() + f.sdTestAccuracy()),
                            false)))
            .toList();
    return new Plot.Series(name, style, true, points);
  }

  private Plot wins(WidthFigures figures) {
    List<Plot.Point> points =
        figures.widths().stream()
            .map(width -> Plot.Point.of(width.factor(), width.winRate()))
            .toList();
    Scale share = new Scale(0, 1.02, false);
    return new Plot(
        "width-wins",
        "Share of seeds under which the ticket wins against starting width",
        "Under how many of %d seeds the ticket is more accurate than its re-initialisation and within the margin of the dense network of its width."
            .formatted(result.plan().seeds().size()),
        axis(figures),
        new Plot.Axis("share of the seeds", share, share.ticks(5), Figures::ratio),
        List.of(new Plot.Series("ticket wins", 0, true, points)),
        Double.NaN,
        "",
        List.of());
  }

  private static Plot.Axis axis(WidthFigures figures) {
    double[] factors = figures.widths().stream().mapToDouble(AtWidth::factor).toArray();
    return new Plot.Axis(
        "starting width: factor of the hidden widths",
        new Scale(factors[0], factors[factors.length - 1], true),
        Arrays.stream(factors).boxed().toList(),
        Widths::number);
  }
}
