package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Draws a {@link Plot} as SVG: text as text, no script, colours for light and for dark. */
final class SvgPlot {
  private static final double WIDTH = 760;
  private static final double HEIGHT = 400;
  private static final double LEFT = 68;
  private static final double RIGHT = 738;
  private static final double TOP = 66;
  private static final double BOTTOM = 346;

  private final Plot plot;
  private final Markup out = new Markup();

  private SvgPlot(Plot plot) {
    this.plot = plot;
  }

  /** Returns the drawing as one {@code svg} element. */
  static String draw(Plot plot) {
    return new SvgPlot(plot).draw();
  }

  /** Returns the drawing as a file of its own. */
  static String file(Plot plot) {
    return SvgFrame.file(draw(plot));
  }

  private String draw() {
    SvgFrame.open(out, plot.id(), plot.title(), plot.description(), WIDTH, HEIGHT);
    text(LEFT, 24, "start", "tb-title", plot.title());
    legend();
    axes();
    out.open("clipPath", "id", plot.id() + "-clip");
    out.leaf(
        "rect", "x", LEFT - 4, "y", TOP - 3, "width", RIGHT - LEFT + 9, "height", BOTTOM - TOP + 3);
    out.close();
    out.open("g", "clip-path", "url(#" + plot.id() + "-clip)");
    reference();
    plot.series().forEach(this::band);
    plot.series().forEach(this::line);
    out.close();
    plot.series().stream().filter(Plot.Series::dots).forEach(this::below);
    plot.flags().forEach(this::flag);
    return out.close().toString();
  }

  private double x(double value) {
    return LEFT + plot.x().scale().at(value) * (RIGHT - LEFT);
  }

  private double y(double value) {
    return BOTTOM - plot.y().scale().at(value) * (BOTTOM - TOP);
  }

  private void axes() {
    for (double tick : plot.y().ticks()) {
      segment("tb-grid", LEFT, y(tick), RIGHT, y(tick));
      text(LEFT - 8, y(tick) + 4, "end", "", plot.y().format().apply(tick));
    }
    for (double tick : plot.x().ticks()) {
      segment("tb-grid", x(tick), TOP, x(tick), BOTTOM);
      text(x(tick), BOTTOM + 18, "middle", "", plot.x().format().apply(tick));
    }
    segment("tb-axis", LEFT, BOTTOM, RIGHT, BOTTOM);
    segment("tb-axis", LEFT, TOP, LEFT, BOTTOM);
    text((LEFT + RIGHT) / 2, HEIGHT - 12, "middle", "", plot.x().name());
    double middle = (TOP + BOTTOM) / 2;
    out.element(
        "text",
        plot.y().name(),
        "text-anchor",
        "middle",
        "transform",
        "translate(16 " + Markup.number(middle) + ") rotate(-90)");
  }

  private void legend() {
    double at = LEFT;
    List<Plot.Series> named = plot.series().stream().filter(s -> !s.name().isEmpty()).toList();
    for (Plot.Series series : named) {
      segment("tb-line tb-s" + series.style(), at, 44, at + 26, 44);
      text(at + 32, 48, "start", "", series.name());
      at += 32 + SvgFrame.LETTER * series.name().length() + 20;
    }
    if (!Double.isNaN(plot.reference())) {
      segment("tb-ref", at, 44, at + 26, 44);
      text(at + 32, 48, "start", "", plot.referenceName());
    }
  }

  private void reference() {
    if (!Double.isNaN(plot.reference())) {
      segment("tb-ref", LEFT, y(plot.reference()), RIGHT, y(plot.reference()));
    }
  }

  private void band(Plot.Series series) {
    if (series.points().stream().allMatch(p -> p.low() == p.high())) {
      return;
    }
    List<String> corners = new ArrayList<>();
    series.points().forEach(p -> corners.add(pair(x(p.x()), y(p.high()))));
    series.points().reversed().forEach(p -> corners.add(pair(x(p.x()), y(p.low()))));
    out.leaf(
        "polygon", "class", "tb-band tb-f" + series.style(), "points", String.join(" ", corners));
  }

  private void line(Plot.Series series) {
    String points =
        series.points().stream()
            .map(p -> pair(x(p.x()), y(p.y())))
            .collect(Collectors.joining(" "));
    out.leaf("polyline", "class", "tb-line tb-s" + series.style(), "points", points);
    if (!series.dots()) {
      return;
    }
    for (Plot.Point point : series.points()) {
      if (point.bound()) {
        triangle("tb-open tb-solid tb-s" + series.style(), x(point.x()), y(point.y()), -5);
      } else {
        out.leaf(
            "circle",
            "class",
            "tb-f" + series.style(),
            "cx",
            x(point.x()),
            "cy",
            y(point.y()),
            "r",
            3.0);
      }
    }
  }

  /**
   * Marks the points that lie below the axis at its foot, with as many figures as there is room
   * for.
   */
  private void below(Plot.Series series) {
    double free = RIGHT + 60;
    for (Plot.Point point : series.points().reversed()) {
      if (point.y() >= plot.y().scale().from()) {
        continue;
      }
      double at = x(point.x());
      triangle("tb-f" + series.style(), at, BOTTOM - 6, 5);
      String figure = plot.y().format().apply(point.y());
      double right = Math.min(at + SvgFrame.LETTER * figure.length() / 2, RIGHT);
      if (right < free) {
        text(right, BOTTOM - 16, "end", "tb-small", figure);
        free = right - SvgFrame.LETTER * figure.length() - 4;
      }
    }
  }

  private void flag(Plot.Flag flag) {
    double at = x(flag.x());
    double height = Math.clamp(y(flag.y()), TOP, BOTTOM);
    segment("tb-flag", at, height, at, BOTTOM);
    out.leaf(
        "path",
        "class",
        "tb-mark",
        "d",
        "M%s %sl7 7l-7 7l-7 -7z".formatted(Markup.number(at), Markup.number(height - 7)));
    boolean room = at - LEFT > SvgFrame.LETTER * flag.name().length() + 10;
    text(room ? at - 8 : at + 8, BOTTOM - 9, room ? "end" : "start", "tb-halo", flag.name());
  }

  private void triangle(String style, double x, double y, double size) {
    String d =
        "M%s %sh%sl%s %sz"
            .formatted(
                Markup.number(x - Math.abs(size)),
                Markup.number(y - size * 0.8),
                Markup.number(2 * Math.abs(size)),
                Markup.number(-Math.abs(size)),
                Markup.number(1.7 * size));
    out.leaf("path", "class", style, "d", d);
  }

  private void segment(String style, double x1, double y1, double x2, double y2) {
    SvgFrame.segment(out, style, x1, y1, x2, y2);
  }

  private void text(double x, double y, String anchor, String style, String text) {
    SvgFrame.text(out, x, y, anchor, style, text);
  }

  private static String pair(double x, double y) {
    return Markup.number(x) + "," + Markup.number(Math.clamp(y, -2000.0, 4000.0));
  }
}
