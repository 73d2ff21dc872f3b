package tombola.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tombola.lab.verify.VerifyResult;

/** Doses and widths in the report and on a terminal. */
class SensitivityReportTest {
  private static final String HOSTILE = "\"><script>alert(1)</script>&'\u0001";

  private static VerifyResult beyond(String name) {
    return new SampleVerifications(List.of(2), "none").beyond(name);
  }

  @Test
  void whatWasNotAskedForIsNotThere() throws Exception {
    VerifyResult result = new SampleVerifications(List.of(2), "none").result("run");
    assertThat(texts(parse(file(result, "report.html")), "h2"))
        .doesNotContain("Sensitivity to the initial weights", "Starting width");
    assertThat(new VerifyReport(result).files().keySet())
        .containsExactly("arms.svg", "report.html");
  }

  @Test
  void allFilesAreWellFormedAndNeedNoOther() throws Exception {
    for (VerifyResult result : List.of(beyond("run"), beyond(HOSTILE))) {
      Map<String, String> files = new VerifyReport(result).files();
      assertThat(files.keySet())
          .containsExactly(
              "dose-accuracy.svg",
              "dose-early-stop.svg",
              "width-accuracy.svg",
              "width-wins.svg",
              "arms.svg",
              "report.html");
      for (String text : files.values()) {
        assertThat(elements(parse(text), "script")).isEmpty();
        assertThat(text).doesNotContain("<script", "\u0001");
        assertThat(text.replace("http://www.w3.org/2000/svg", ""))
            .doesNotContain("http:", "https:", "src=", "href=", "@import", "url(h");
      }
      assertThat(new VerifyReport(result).files()).isEqualTo(files);
    }
  }

  @Test
  void theReportHoldsEveryDoseAndEverySeed() throws Exception {
    Document document = parse(file(beyond("run"), "report.html"));

    assertThat(texts(document, "h2"))
        .contains(
            "Sensitivity to the initial weights",
            "Appendix: every seed at every share of noise",
            "Starting width");
    assertThat(rows(document))
        .contains(List.of("ticket", "0%", "0.9820 ± 0.0011", "–", "–", "0.9810", "3,200", "0.900"))
        .anyMatch(row ->
            row.size() == 8
                && row.subList(0, 4)
                    .equals(List.of("dense network", "50%", "0.9750 ± 0.0010", "-0.0050")));
    assertThat(rows(document).stream().filter(row -> row.size() == 7)).hasSize(2 * 5 * 3);
    assertThat(texts(document, "p"))
        .anyMatch(text -> text.startsWith("From no noise to noise alone, test accuracy changes by"))
        .anyMatch(text -> text.startsWith("A share of signs is missing"));
    assertThat(rows(document))
        .contains(
            List.of(
                "shares of noise in the initial weights",
                "0.0, 0.25, 0.5, 0.75, 1.0; 3 draws a seed"),
            List.of("factors of the hidden widths", "0.5, 1.0"));
  }

  @Test
  void aDoseChartHasALineWithABandForEachNetwork() throws Exception {
    Document chart = parse(file(beyond("run"), "dose-accuracy.svg"));

    assertThat(elements(chart, "polyline"))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line.getAttribute("points").split(" ")).hasSize(5));
    assertThat(elements(chart, "polygon")).hasSize(2);
    assertThat(texts(chart, "text"))
        .contains(
            "Test accuracy against noise in the initial weights, mean ± sd of 3 seeds",
            "ticket",
            "dense network",
            "0%",
            "25%",
            "100%");
  }

  @Test
  void theChartsOfWidthsHaveTheFactorsOnTheirAxis() throws Exception {
    Document chart = parse(file(beyond("run"), "width-accuracy.svg"));

    assertThat(texts(chart, "text"))
        .contains("0.5", "1", "ticket", "random re-initialisation", "dense network");
    assertThat(elements(chart, "polyline")).hasSize(3);
    Document wins = parse(file(beyond("run"), "width-wins.svg"));
    assertThat(elements(wins, "polyline")).hasSize(1);
  }

  @Test
  void theTerminalHasARowForEachDoseAndForEachWidth() {
    VerifyResult result = beyond("run");
    SensitivityTables doses =
        new SensitivityTables(result.sensitivity().orElseThrow(), Glyphs.UNICODE);
    WidthTables widths = new WidthTables(result.widths().orElseThrow(), Glyphs.UNICODE);

    assertThat(doses.lines().stream().map(line -> line.replaceAll("\\s+", " ")))
        .contains(
            "noise ticket early stop signs dense early stop signs",
            "0% 0.9820 ± 0.0011 3,200 0.900 0.9800 ± 0.0010 5,600 -")
        .anyMatch(line -> line.startsWith("25% 0.9720 ± 0.0010"))
        .hasSize(6 + 2);
    assertThat(doses.sentences())
        .anyMatch(line ->
            line.startsWith(
                "Standard deviation of the test accuracy over the seeds: 0.0011 for the"));
    assertThat(widths.lines().stream().map(line -> line.replaceAll("\\s+", " ").strip()))
        .contains(
            "width level live of ticket reinitialised dense wins",
            "0.5 2 135 1,000 0.9820 ± 0.0011 0.9700 ± 0.0013 0.9800 ± 0.0010 3 of 3");
    assertThat(widths.sentences())
        .containsExactly(
            "With each doubling of the starting width the ticket's test accuracy changes by"
                + " +0.0000.");
    List<String> all = new ArrayList<>(doses.lines());
    all.addAll(widths.lines());
    assertThat(all).allSatisfy(line -> assertThat(line.length()).isLessThan(101));
  }

  private static String file(VerifyResult result, String name) {
    return Objects.requireNonNull(new VerifyReport(result).files().get(name), name);
  }

  private static Document parse(String text) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<List<String>> rows(Document document) {
    return elements(document, "tr").stream()
        .map(row -> list(row.getElementsByTagName("td")))
        .map(cells -> cells.stream().map(Element::getTextContent).toList())
        .toList();
  }

  private static List<String> texts(Document document, String tag) {
    return elements(document, tag).stream().map(Element::getTextContent).toList();
  }

  private static List<Element> elements(Document document, String tag) {
    return list(document.getElementsByTagName(tag));
  }

  private static List<Element> list(NodeList nodes) {
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }
}
