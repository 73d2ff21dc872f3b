package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import tombola.lab.verdict.Interval;
import tombola.lab.verdict.Variation;
import tombola.lab.verify.ArmFigures;
import tombola.lab.verify.ArmKind;
import tombola.lab.verify.Arms;
import tombola.lab.verify.Compared;
import tombola.lab.verify.VerifyResult;

/**
 * Draws the arms at the judged level against the ticket: differences in test accuracy, paired by
 * seed, with their 95% intervals. Arms far below, such as a network pruned and not trained again,
 * are arrows at the left end and do not flatten the others.
 */
final class ForestPicture {
  private ForestPicture() {}

  /** Returns the drawing; nothing if no arm can be compared. */
  static Optional<Picture> draw(VerifyResult result) {
    List<ArmFigures> arms =
        result.arms().stream().filter(arm -> arm.difference().isPresent()).toList();
    return arms.isEmpty() ? Optional.empty() : Optional.of(SvgRows.draw(chart(result, arms)));
  }

  private static RowChart chart(VerifyResult result, List<ArmFigures> arms) {
    Optional<Double> margin =
        result.criteria().stream()
            .filter(criterion -> criterion.compared().isPresent())
            .flatMap(criterion -> criterion.margin().stream())
            .findFirst();
    List<RowChart.Row> rows = new ArrayList<>();
    for (ArmFigures arm : arms) {
      Compared difference = arm.difference().orElseThrow();
      Interval interval = interval(difference);
      rows.add(
          new RowChart.Row(
              arm.title(),
              List.of(
                  new RowChart.Mark(
                      style(Arms.of(arm.arm())),
                      difference.mean(),
                      interval.low(),
                      interval.high())),
              figure(difference)));
    }
    List<RowChart.Reference> references = new ArrayList<>();
    references.add(new RowChart.Reference(0, "ticket"));
    margin.ifPresent(m -> references.add(new RowChart.Reference(m, "margin")));
    return new RowChart(
        "arms",
        "Test accuracy less the ticket's at level %d, 95%% intervals, %d seeds"
            .formatted(result.plan().level(), result.plan().seeds().size()),
        "Difference in test accuracy of every arm from the ticket, paired by seed, with its 95%% interval.%s"
            .formatted(
                margin
                    .map(m -> " The margin of the verdict is %s.".formatted(Figures.accuracy(m)))
                    .orElse("")),
        axis(result, rows, margin),
        List.of("dense network", "control", "other method").subList(0, styles(rows)),
        references,
        rows);
  }

  /** Returns how many styles, from the first, the marks need. */
  private static int styles(List<RowChart.Row> rows) {
    return 1
        + rows.stream()
            .flatMap(row -> row.marks().stream())
            .mapToInt(RowChart.Mark::style)
            .max()
            .orElse(0);
  }

  private static Plot.Axis axis(
      VerifyResult result, List<RowChart.Row> rows, Optional<Double> margin) {
    double error = 1 - result.arm(Arms.DENSE.id()).map(ArmFigures::meanTestAccuracy).orElse(1.0);
    double limit = -Math.max(2 * error, 0.02);
    double[] ends =
        rows.stream()
            .flatMap(row -> row.marks().stream())
            .filter(mark -> mark.at() >= limit)
            .flatMapToDouble(mark -> DoubleStream.of(mark.low(), mark.high()))
            .toArray();
    double least = Math.min(DoubleStream.of(ends).min().orElse(limit), -margin.orElse(0.001));
    double most = Math.max(DoubleStream.of(ends).max().orElse(0), margin.orElse(0.001));
    double room = 0.06 * (most - least);
    Scale scale = new Scale(Math.max(least, 2 * limit) - room, most + room, false);
    List<Double> ticks = scale.ticks(5);
    String format = "%+." + Math.max(3, Scale.decimals(ticks)) + "f";
    return new Plot.Axis(
        "test accuracy less the ticket's",
        scale,
        ticks,
        v -> v == 0 ? "0" : String.format(Locale.ROOT, format, v));
  }

  private static Interval interval(Compared difference) {
    return switch (difference.variation()) {
      case Variation.OneSeed _, Variation.AllEqual _ ->
          new Interval(difference.mean(), difference.mean());
      case Variation.Varying varying -> varying.interval();
    };
  }

  private static String figure(Compared difference) {
    String mean = Figures.difference(difference.mean());
    return switch (difference.variation()) {
      case Variation.OneSeed _, Variation.AllEqual _ -> mean;
      case Variation.Varying varying ->
          "%s (%s to %s)"
              .formatted(
                  mean,
                  Figures.difference(varying.interval().low()),
                  Figures.difference(varying.interval().high()));
    };
  }

  private static int style(ArmKind arm) {
    return switch (arm) {
      case ArmKind.TheTicket _, ArmKind.TheDense _ -> 0;
      case ArmKind.OfControl _ -> 1;
      case ArmKind.OfMethod _ -> 2;
    };
  }
}
