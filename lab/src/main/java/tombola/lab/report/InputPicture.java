package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws which inputs a ticket looks at: a square for each pixel, the darker (on dark ground the
 * lighter) the more of its first weights are live.
 */
final class InputPicture {
  private static final double WIDTH = 760;
  private static final double SIZE = 336;
  private static final double LEFT = 20;
  private static final double TOP = 44;
  private static final double KEY = LEFT + SIZE + 40;
  private static final int STEPS = 7; // beside the colour of none

  // From pale to dark, and from dark to pale on dark ground; the first stands for none.
  private static final String STYLE =
      """
      .tb-q0{fill:#f3f3f3}.tb-q1{fill:#dbe9f6}.tb-q2{fill:#bad6eb}.tb-q3{fill:#89bedc}
      .tb-q4{fill:#539ecd}.tb-q5{fill:#2b7bba}.tb-q6{fill:#0b559f}.tb-q7{fill:#08306b}
      .tb-edge{fill:none;stroke:#888}
      @media screen and (prefers-color-scheme:dark){.tb-q0{fill:#1f2228}.tb-q1{fill:#15304f}
      .tb-q2{fill:#1a4673}.tb-q3{fill:#22619b}.tb-q4{fill:#347fc0}.tb-q5{fill:#5fa3d8}
      .tb-q6{fill:#9ccaec}.tb-q7{fill:#e3f2fd}.tb-edge{stroke:#7a7f87}}
      """;

  private final InputCounts counts;
  private final String whose;
  private final double most;
  private final Markup out = new Markup();

  private InputPicture(InputCounts counts, String whose) {
    this.counts = counts;
    this.whose = whose;
    this.most = counts.live().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /**
   * Returns the drawing.
   *
   * @param whose whose weights these are, such as {@code ticket of level 7}
   */
  static Picture draw(InputCounts counts, String whose) {
    return new Picture("inputs", new InputPicture(counts, whose).draw());
  }

  private String draw() {
    SvgFrame.open(
        out,
        "inputs",
        "Where the ticket looks: live weights of each input",
        "Each pixel of the %d by %d inputs, shaded by its live weights in the first layer, %s."
            .formatted(counts.side(), counts.side(), whose),
        WIDTH,
        TOP + SIZE + 20);
    out.element("style", STYLE);
    text(LEFT, 24, "tb-title", "Where the ticket looks: live weights of each input");
    for (int step = 0; step <= STEPS; step++) {
      cells(step);
    }
    out.leaf("rect", "class", "tb-edge", "x", LEFT, "y", TOP, "width", SIZE, "height", SIZE);
    key();
    return out.close().toString();
  }

  /** Returns which shade a count has: 0 for none, else one of equal parts up to the most. */
  private int step(double live) {
    return live == 0 ? 0 : Math.clamp((int) Math.ceil(STEPS * live / most), 1, STEPS);
  }

  /** Draws the pixels of one shade as one path; those side by side are one rectangle. */
  private void cells(int step) {
    double cell = SIZE / counts.side();
    StringBuilder path = new StringBuilder();
    for (int row = 0; row < counts.side(); row++) {
      for (int column = 0; column < counts.side(); ) {
        int end = column;
        while (end < counts.side() && step(counts.live().get(row * counts.side() + end)) == step) {
          end++;
        }
        if (end > column) {
          path.append(
              "M%s %sh%sv%sh-%sz"
                  .formatted(
                      Markup.number(LEFT + column * cell),
                      Markup.number(TOP + row * cell),
                      Markup.number((end - column) * cell),
                      Markup.number(cell),
                      Markup.number((end - column) * cell)));
        }
        column = Math.max(end, column + 1);
      }
    }
    if (!path.isEmpty()) {
      out.leaf("path", "class", "tb-q" + step, "shape-rendering", "crispEdges", "d", path);
    }
  }

  private void key() {
    List<String> lines = new ArrayList<>();
    lines.add("The " + whose + (counts.tickets() > 1 ? "," : ""));
    if (counts.tickets() > 1) {
      lines.add("mean of %d tickets".formatted(counts.tickets()));
    }
    double all = counts.live().stream().mapToDouble(Double::doubleValue).sum();
    long none = counts.live().stream().filter(live -> live == 0).count();
    lines.add("%s of %s pixels have no live weight".formatted(none, counts.live().size()));
    lines.add(
        "mean %s of %d weights a pixel".formatted(number(all / counts.live().size()), units()));
    lines.add("most %s".formatted(number(most)));
    double y = TOP + 14;
    for (String line : lines) {
      text(KEY, y, "", line);
      y += 20;
    }
    y += 14;
    text(KEY, y, "", "live weights of a pixel");
    for (int step = 0; step <= (most == 0 ? 0 : STEPS); step++) {
      y += 20;
      out.leaf("rect", "class", "tb-q" + step, "x", KEY, "y", y - 12, "width", 22, "height", 15);
      text(KEY + 32, y, "", range(step));
    }
  }

  private int units() {
    return counts.units();
  }

  private String range(int step) {
    return step == 0
        ? "none"
        : "%s to %s"
            .formatted(
                step == 1 ? "above 0" : number(most * (step - 1) / STEPS),
                number(most * step / STEPS));
  }

  private static String number(double count) {
    return String.format(Locale.ROOT, "%.1f", count);
  }

  private void text(double x, double y, String style, String text) {
    if (style.isEmpty()) {
      out.element("text", text, "x", x, "y", y);
    } else {
      out.element("text", text, "x", x, "y", y, "class", style);
    }
  }
}
