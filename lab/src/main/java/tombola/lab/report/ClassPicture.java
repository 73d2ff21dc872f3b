package tombola.lab.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import tombola.lab.result.LevelResult;

/**
 * Draws who pays for the pruning: test accuracy of each class, dense network and ticket, means over
 * the seeds with one standard deviation to either side.
 */
final class ClassPicture {
  private static final int MOST = 40;

  /**
   * One class.
   *
   * @param difference ticket less dense network, paired by seed
   */
  private record Of(String name, Spread dense, Spread ticket, Spread difference) {}

  private ClassPicture() {}

  /**
   * Returns the drawing; nothing if no class has samples. Of many classes those that differ most
   * are in.
   *
   * @param names of the classes
   * @param dense the dense network under each seed
   * @param tickets the ticket under the same seeds
   * @param whose the ticket, in words
   */
  static Optional<Picture> draw(
      List<String> names, List<LevelResult> dense, List<LevelResult> tickets, String whose) {
    List<Of> all =
        IntStream.range(0, Math.min(classes(dense), classes(tickets)))
            .filter(c -> DoubleStream.concat(of(dense, c), of(tickets, c)).noneMatch(Double::isNaN))
            .mapToObj(c -> figure(names, c, dense, tickets))
            .toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<Of> drawn = all.size() > MOST ? most(all) : all;
    return Optional.of(SvgRows.draw(chart(drawn, all.size(), dense.size(), whose)));
  }

  private static List<Of> most(List<Of> all) {
    return all.stream()
        .sorted(Comparator.comparingDouble((Of c) -> -Math.abs(c.difference().mean())))
        .limit(MOST)
        .toList();
  }

  private static RowChart chart(List<Of> drawn, int classes, int seeds, String whose) {
    double[] ends =
        drawn.stream()
            .flatMap(c -> IntStream.of(0, 1).mapToObj(i -> i == 0 ? c.dense() : c.ticket()))
            .flatMapToDouble(s -> DoubleStream.of(low(s), high(s)))
            .toArray();
    double low = DoubleStream.of(ends).min().orElse(0);
    double high = DoubleStream.of(ends).max().orElse(1);
    double margin = Math.max(0.002, 0.06 * (high - low));
    Scale scale = new Scale(Math.max(0, low - margin), Math.min(1, high + margin), false);
    List<RowChart.Row> rows = new ArrayList<>();
    for (Of c : drawn) {
      rows.add(
          new RowChart.Row(
              c.name(),
              List.of(mark(0, c.dense()), mark(1, c.ticket())),
              Figures.difference(c.difference().mean())
                  + (seeds > 1 ? " ± " + Figures.accuracy(c.difference().sd()) : "")));
    }
    String spread = seeds > 1 ? ", mean ± sd of %d seeds".formatted(seeds) : "";
    String part =
        drawn.size() < classes
            ? " The %d of %d classes that differ most.".formatted(drawn.size(), classes)
            : "";
    return new RowChart(
        "classes",
        "Test accuracy of each class" + spread,
        "Test accuracy of each class, the dense network and the %s; at the right what the ticket has more.%s"
            .formatted(whose, part),
        Charts.axis("test accuracy; at the right: ticket less dense network", scale),
        List.of("dense network", whose),
        List.of(),
        rows);
  }

  private static Of figure(
      List<String> names, int c, List<LevelResult> dense, List<LevelResult> tickets) {
    double[] differences =
        IntStream.range(0, dense.size())
            .mapToDouble(s ->
                tickets.get(s).classAccuracies().get(c) - dense.get(s).classAccuracies().get(c))
            .toArray();
    return new Of(
        c < names.size() ? names.get(c) : Integer.toString(c),
        Spread.of(of(dense, c).toArray()),
        Spread.of(of(tickets, c).toArray()),
        Spread.of(differences));
  }

  private static int classes(List<LevelResult> results) {
    return results.stream().mapToInt(r -> r.classAccuracies().size()).min().orElse(0);
  }

  private static DoubleStream of(List<LevelResult> results, int c) {
    return results.stream().mapToDouble(r -> r.classAccuracies().get(c));
  }

  private static RowChart.Mark mark(int style, Spread spread) {
    return new RowChart.Mark(style, spread.mean(), low(spread), high(spread));
  }

  private static double low(Spread spread) {
    return Math.max(0, spread.mean() - spread.sd());
  }

  private static double high(Spread spread) {
    return Math.min(1, spread.mean() + spread.sd());
  }
}
