package tombola.lab.report;

import java.util.List;

/** Draws a {@link RowChart} as SVG, in the manner of {@link SvgPlot}. */
final class SvgRows {
  private static final double WIDTH = 760;
  private static final double TOP = 84;
  private static final double GAP = 10;
  private static final double SPREAD = 9; // between the marks of a row

  private final RowChart chart;
  private final double left;
  private final double right;
  private final double row;
  private final double bottom;
  private final Markup out = new Markup();

  private SvgRows(RowChart chart) {
    this.chart = chart;
    int name = chart.rows().stream().mapToInt(r -> r.name().length()).max().orElse(0);
    int figure = chart.rows().stream().mapToInt(r -> r.figure().length()).max().orElse(0);
    int marks = chart.rows().stream().mapToInt(r -> r.marks().size()).max().orElse(1);
    this.left = Math.min(WIDTH / 3, GAP + SvgFrame.LETTER * name + GAP);
    this.right = WIDTH - GAP - SvgFrame.LETTER * figure - GAP;
    this.row = 20 + SPREAD * (marks - 1);
    this.bottom = TOP + row * chart.rows().size();
  }

  /** Returns the drawing. */
  static Picture draw(RowChart chart) {
    return new Picture(chart.id(), new SvgRows(chart).draw());
  }

  private String draw() {
    SvgFrame.open(out, chart.id(), chart.title(), chart.description(), WIDTH, bottom + 54);
    text(GAP, 24, "start", "tb-title", chart.title());
    legend();
    for (double tick : chart.axis().ticks()) {
      segment("tb-grid", x(tick), TOP, x(tick), bottom);
      text(x(tick), bottom + 18, "middle", "", chart.axis().format().apply(tick));
    }
    segment("tb-axis", left, bottom, right, bottom);
    text((left + right) / 2, bottom + 42, "middle", "", chart.axis().name());
    references();
    for (int i = 0; i < chart.rows().size(); i++) {
      row(chart.rows().get(i), TOP + row * (i + 0.5));
    }
    return out.close().toString();
  }

  /** Draws the verticals; of two, whose names could meet, each stands on its own side. */
  private void references() {
    boolean alone = chart.references().size() == 1;
    for (RowChart.Reference reference : chart.references()) {
      double at = x(reference.at());
      segment("tb-ref", at, TOP, at, bottom);
      String anchor = alone ? "middle" : reference.at() > 0 ? "start" : "end";
      text(at, TOP - 8, anchor, "tb-small", reference.name());
    }
  }

  private void legend() {
    double at = GAP;
    for (int style = 0; style < chart.legend().size(); style++) {
      String name = chart.legend().get(style);
      point(style, at + 5, 44);
      text(at + 16, 48, "start", "", name);
      at += 16 + SvgFrame.LETTER * name.length() + 20;
    }
  }

  private void row(RowChart.Row of, double middle) {
    text(left - GAP, middle + 4, "end", "", of.name());
    text(WIDTH - GAP, middle + 4, "end", "", of.figure());
    List<RowChart.Mark> marks = of.marks();
    for (int m = 0; m < marks.size(); m++) {
      mark(marks.get(m), middle + SPREAD * (m - (marks.size() - 1) / 2.0));
    }
  }

  private void mark(RowChart.Mark mark, double y) {
    double from = Math.clamp(x(mark.low()), left, right);
    double to = Math.clamp(x(mark.high()), left, right);
    if (to > from) {
      segment("tb-line tb-solid tb-s" + mark.style(), from, y, to, y);
    }
    double at = x(mark.at());
    if (at < left) {
      arrow(mark.style(), left, y, 1);
    } else if (at > right) {
      arrow(mark.style(), right, y, -1);
    } else {
      point(mark.style(), at, y);
    }
  }

  /** Draws a disc, a square or a diamond, so that the styles differ without colours too. */
  private void point(int style, double x, double y) {
    String colour = "tb-f" + style;
    switch (style % 3) {
      case 0 -> out.leaf("circle", "class", colour, "cx", x, "cy", y, "r", 4.2);
      case 1 ->
          out.leaf(
              "rect", "class", colour, "x", x - 3.8, "y", y - 3.8, "width", 7.6, "height", 7.6);
      default -> path(colour, "M%s %sl5 5l-5 5l-5 -5z", x, y - 5);
    }
  }

  private void arrow(int style, double x, double y, int way) {
    String shape = way > 0 ? "M%s %sl9 -5v10z" : "M%s %sl-9 -5v10z";
    path("tb-f" + style, shape, x, y);
  }

  private void path(String colour, String shape, double x, double y) {
    out.leaf("path", "class", colour, "d", shape.formatted(Markup.number(x), Markup.number(y)));
  }

  private double x(double value) {
    return left + chart.axis().scale().at(value) * (right - left);
  }

  private void segment(String style, double x1, double y1, double x2, double y2) {
    SvgFrame.segment(out, style, x1, y1, x2, y2);
  }

  private void text(double x, double y, String anchor, String style, String text) {
    SvgFrame.text(out, x, y, anchor, style, text);
  }
}
