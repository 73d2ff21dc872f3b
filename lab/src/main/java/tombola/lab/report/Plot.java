package tombola.lab.report;

import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A line chart as values; {@link SvgPlot} draws it.
 *
 * @param id prefix of the ids in the drawing
 * @param title its heading
 * @param description what it shows, for those who cannot see it
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series its lines
 * @param reference a level that all is compared with, NaN for none
 * @param referenceName what the legend calls it
 * @param flags verticals with a name, such as the ticket's
 */
record Plot(
    String id,
    String title,
    String description,
    Axis x,
    Axis y,
    List<Series> series,
    double reference,
    String referenceName,
    List<Flag> flags) {

  /**
   * An axis with its name.
   *
   * @param format how its ticks are written
   */
  record Axis(String name, Scale scale, List<Double> ticks, DoubleFunction<String> format) {}

  /**
   * A line.
   *
   * @param name its name in the legend; empty for the rest of a line that has a gap
   * @param style number of its colour and dashes
   * @param dots whether its points are marked
   */
  record Series(String name, int style, boolean dots, List<Point> points) {}

  /**
   * A point of a line.
   *
   * @param low lower end of its band; y if it has none
   * @param high upper end of its band; y if it has none
   * @param bound whether y is a lower bound
   */
  record Point(double x, double y, double low, double high, boolean bound) {
    static Point of(double x, double y) {
      return new Point(x, y, y, y, false);
    }
  }

  /**
   * A vertical through one point of interest.
   *
   * @param name what stands beside it
   */
  record Flag(double x, double y, String name) {}
}
