package tombola.lab.report;

/** What all drawings share: their frame, names for those who cannot see them, and colours. */
final class SvgFrame {
  // Okabe and Ito's colours, which the colour-blind tell apart; lighter ones on dark ground.
  static final String STYLE =
      """
      .tb-back{fill:#fff}
      .tb-plot text{font:12px system-ui,-apple-system,Segoe UI,sans-serif;fill:#333}
      .tb-plot .tb-title{font-size:15px;font-weight:600;fill:#111}.tb-grid{stroke:#e3e3e3}
      .tb-axis{stroke:#888}.tb-ref{stroke:#777;stroke-dasharray:6 4}
      .tb-flag{stroke:#555;stroke-dasharray:2 3}
      .tb-line{fill:none;stroke-width:2;stroke-linejoin:round}.tb-band{opacity:.18}
      .tb-plot .tb-small{font-size:11px}
      .tb-halo{paint-order:stroke;stroke:#fff;stroke-width:4}.tb-s0{stroke:#0072b2}
      .tb-s1{stroke:#d55e00;stroke-dasharray:7 3}.tb-s2{stroke:#009e73;stroke-dasharray:2 3}
      .tb-s3{stroke:#cc79a7;stroke-dasharray:9 3 2 3}.tb-s4{stroke:#8a6d00;stroke-dasharray:4 2}
      .tb-f0{fill:#0072b2}.tb-f1{fill:#d55e00}.tb-f2{fill:#009e73}.tb-f3{fill:#cc79a7}
      .tb-f4{fill:#8a6d00}.tb-open{fill:#fff}.tb-solid{stroke-dasharray:none}
      .tb-mark{fill:#d55e00;stroke:#fff;stroke-width:1.5}
      @media screen and (prefers-color-scheme:dark){.tb-back{fill:#16181c}.tb-plot text{fill:#c9ccd1}
      .tb-plot .tb-title{fill:#f0f0f0}.tb-grid{stroke:#2d3138}.tb-axis{stroke:#7a7f87}
      .tb-ref{stroke:#9aa0a8}.tb-flag{stroke:#b0b5bc}.tb-band{opacity:.28}.tb-s0{stroke:#56b4e9}
      .tb-s1{stroke:#ff9a4d}.tb-s2{stroke:#3ecf9f}.tb-s3{stroke:#e6a0c8}.tb-s4{stroke:#f0d44a}
      .tb-f0{fill:#56b4e9}.tb-f1{fill:#ff9a4d}.tb-f2{fill:#3ecf9f}.tb-f3{fill:#e6a0c8}
      .tb-halo{stroke:#16181c}
      .tb-f4{fill:#f0d44a}.tb-open{fill:#16181c}.tb-mark{fill:#ff9a4d;stroke:#16181c}}
      """;

  static final double LETTER = 6.7; // mean width of a letter at 12 pixels

  private SvgFrame() {}

  /**
   * Opens an {@code svg} element with a background; it is to be closed.
   *
   * @param id prefix of the ids in the drawing
   */
  static void open(
      Markup out, String id, String title, String description, double width, double height) {
    String titleId = id + "-title";
    String descriptionId = id + "-desc";
    out.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "class",
        "tb-plot",
        "viewBox",
        "0 0 " + Markup.number(width) + " " + Markup.number(height),
        "role",
        "img",
        "aria-labelledby",
        titleId + " " + descriptionId);
    out.element("title", title, "id", titleId);
    out.element("desc", description, "id", descriptionId);
    out.element("style", STYLE);
    out.leaf("rect", "class", "tb-back", "width", width, "height", height);
  }

  /** Writes a text that stands on {@code y}. */
  static void text(Markup out, double x, double y, String anchor, String style, String text) {
    if (style.isEmpty()) {
      out.element("text", text, "x", x, "y", y, "text-anchor", anchor);
    } else {
      out.element("text", text, "x", x, "y", y, "text-anchor", anchor, "class", style);
    }
  }

  /** Draws a straight line. */
  static void segment(Markup out, String style, double x1, double y1, double x2, double y2) {
    out.leaf("line", "class", style, "x1", x1, "y1", y1, "x2", x2, "y2", y2);
  }

  /** Returns a drawing as a file of its own. */
  static String file(String svg) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg;
  }
}
