package tombola.lab.report;

import java.util.stream.Stream;

/** The frame of an HTML file that needs nothing else, and its tables and charts. */
final class HtmlPage {
  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{font:16px/1.5 system-ui,-apple-system,Segoe UI,sans-serif;max-width:66rem;margin:2rem auto;
      padding:0 1rem;
      color:#222;background:#fff}
      h1{font-size:1.5rem}h1,p{overflow-wrap:anywhere}h2{font-size:1.15rem;margin-top:2.2rem}
      .lead{font-size:1.1rem}.caution{border-left:4px solid #d55e00;padding-left:.8rem}
      .scroll{overflow-x:auto}
      table{border-collapse:collapse;font-size:.84rem;font-variant-numeric:tabular-nums;
      margin:.5rem 0 1rem}
      th,td{padding:.2rem .45rem;text-align:right;border-bottom:1px solid #e3e3e3;white-space:nowrap}
      th{font-weight:600;white-space:normal;vertical-align:bottom}
      th:first-child,td:first-child{text-align:left}.ticket td{background:#fbe9dd;font-weight:600}
      .other td{background:#fdf5ef}figure{margin:1.2rem 0}svg{width:100%;height:auto}
      pre{background:#f5f5f5;padding:.8rem;overflow-x:auto;font-size:.85rem}
      .note{color:#666;font-size:.9rem}.left td,.left th{text-align:left}
      .wide td{white-space:normal;overflow-wrap:anywhere}.wrap td:first-child{white-space:normal;min-width:8rem}
      li{margin:.4rem 0}
      .passed{list-style-type:disc}.passed::marker{color:#009e73}
      .failed{list-style-type:square}.failed::marker{color:#d55e00}.open{list-style-type:circle}
      @media screen and (prefers-color-scheme:dark){body{color:#d6d8dc;background:#16181c}
      th,td{border-color:#2d3138}.ticket td{background:#4a2f1c}.other td{background:#2c231c}
      pre{background:#1f2228}.note{color:#9aa0a8}}
      @media print{body{margin:0;max-width:none}.scroll{overflow:visible}figure,tr{break-inside:avoid}
      table{font-size:.66rem}th,td{padding:.12rem .25rem}h2{break-after:avoid}
      .ticket td,.other td{print-color-adjust:exact}figure svg{max-height:11cm}
      pre{white-space:pre-wrap}}
      """;

  private final Markup out;

  /** Prepares a page that is written to {@code out}. */
  HtmlPage(Markup out) {
    this.out = out;
  }

  /** Begins the page. */
  void begin(String title) {
    out.open("html", "lang", "en").open("head");
    out.leaf("meta", "charset", "utf-8");
    out.leaf("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    out.element("title", "Tombola: " + title);
    out.element("style", STYLE);
    out.close().open("body");
  }

  /** Ends the page and returns it. */
  String end() {
    return "<!DOCTYPE html>\n" + out.close().close();
  }

  /** Writes a chart. */
  void figure(Plot plot) {
    out.open("figure").raw(SvgPlot.draw(plot)).close();
  }

  /** Writes a picture. */
  void figure(Picture picture) {
    out.open("figure").raw(picture.svg()).close();
  }

  /** Begins a table with a header. */
  void table(Stream<String> header) {
    out.open("div", "class", "scroll").open("table").open("thead").open("tr");
    header.forEach(name -> out.element("th", name, "scope", "col"));
    out.close().close().open("tbody");
  }

  /**
   * Writes a row of the table.
   *
   * @param mark its class, or nothing
   */
  void row(String mark, Stream<String> cells) {
    if (mark.isEmpty()) {
      out.open("tr");
    } else {
      out.open("tr", "class", mark);
    }
    cells.forEach(cell -> out.element("td", cell));
    out.close();
  }

  /** Ends the table. */
  void endTable() {
    out.close().close().close();
  }
}
