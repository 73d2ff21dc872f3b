package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tombola.lab.result.LayerResult;
import tombola.lab.result.LevelResult;

/** The chart of the density of each layer against level. */
final class LayerChart {
  private static final int MOST = 5; // as many styles as lines have

  private LayerChart() {}

  /**
   * Returns the chart: the mean over the searches with a band from least to greatest. Of many
   * layers the first, the last and those evenly between are in.
   *
   * @param searches the levels of each from level 0, as far as all have them
   * @param name of the run
   */
  static Plot of(List<List<LevelResult>> searches, String name) {
    int levels = searches.stream().mapToInt(List::size).min().orElseThrow();
    List<LayerResult> layers = searches.getFirst().getFirst().layers();
    List<Plot.Series> series = new ArrayList<>();
    double least = 1;
    for (int layer : chosen(layers.size())) {
      List<Plot.Point> points = new ArrayList<>();
      for (int level = 0; level < levels; level++) {
        Spread spread = density(searches, level, layer);
        points.add(new Plot.Point(level, spread.mean(), spread.min(), spread.max(), false));
        least = Math.min(least, spread.min() > 0 ? spread.min() : least);
      }
      series.add(new Plot.Series(layers.get(layer).name(), series.size(), true, points));
    }
    Scale scale = new Scale(Math.min(0.5, least) / 1.3, 1.05, true);
    Scale axis = new Scale(0, Math.max(1, levels - 1), false);
    return new Plot(
        "layers",
        "Density of each layer against level",
        "The share of its weights that each layer of %s keeps at each level.".formatted(name),
        new Plot.Axis(
            "level",
            axis,
            axis.ticks(Math.min(16, levels)).stream().filter(t -> t == Math.rint(t)).toList(),
            Figures::count),
        new Plot.Axis("density", scale, scale.ticks(0), Charts::share),
        series,
        Double.NaN,
        "",
        List.of());
  }

  private static Spread density(List<List<LevelResult>> searches, int level, int layer) {
    return Spread.of(
        searches.stream()
            .map(search -> search.get(level).layers().get(layer))
            .mapToDouble(l -> (double) l.live() / Math.max(1, l.total()))
            .toArray());
  }

  private static Iterable<Integer> chosen(int layers) {
    TreeSet<Integer> chosen = new TreeSet<>();
    int count = Math.min(MOST, layers);
    for (int i = 0; i < count; i++) {
      chosen.add(count == 1 ? 0 : Math.round((float) i * (layers - 1) / (count - 1)));
    }
    return chosen;
  }
}
