package tombola.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tombola.lab.config.InputException;
import tombola.lab.result.RunResult;
import tombola.lab.store.Provenance;

class ReportTest {
  private static final String HOSTILE = "\"><script>alert(1)</script>&'\u0001";

  @Test
  void allFilesAreWellFormedAndNeedNoOther() throws Exception {
    for (RunResult run : List.of(SampleRuns.small(), SampleRuns.paper(1), SampleRuns.paper(5))) {
      Map<String, String> files = report(run).files();
      assertThat(files.keySet())
          .containsExactly(
              "accuracy.svg",
              "early-stop.svg",
              "layers.svg",
              "curves.svg",
              "seconds.svg",
              "classes.svg",
              "report.html");
      for (String text : files.values()) {
        Document document = parse(text);
        assertThat(elements(document, "script")).isEmpty();
        assertThat(elements(document, "link")).isEmpty();
        assertThat(elements(document, "image")).isEmpty();
        assertThat(text.replace("http://www.w3.org/2000/svg", ""))
            .doesNotContain("http:", "https:", "src=", "href=", "@import");
      }
    }
  }

  @Test
  void theReportHoldsTheNumbersOfTheTable() throws Exception {
    Document document = parse(html(report(SampleRuns.small())));
    Element table = elements(document, "table").getFirst();
    List<List<String>> rows = new ArrayList<>();
    for (Element row : children(table, "tr")) {
      rows.add(children(row, "td").stream().map(Element::getTextContent).toList());
    }
    assertThat(rows.subList(1, 4))
        .containsExactly(
            List.of("0", "1.000", "1,000", "0.9783", "5,600", "0.9771", "12.3", "500", "1.00×"),
            List.of(
                "1 (ticket)", "0.135", "135", "0.9811", "3,200", "0.9802", "11.5", "400", "1.25×"),
            List.of("2", "0.0350", "35", "0.9512", "≥ 9,800", "0.9500", "123", "250", "2.00×"));
  }

  @Test
  void whatCameFromOutsideIsEscaped() throws Exception {
    RunResult run = SampleRuns.small();
    RunResult hostile =
        new RunResult(
            run.run(),
            HOSTILE,
            HOSTILE,
            HOSTILE,
            List.of(HOSTILE, HOSTILE),
            1,
            HOSTILE,
            run.replicates());
    Report report = new Report(hostile, HOSTILE, provenance(), Exhibits.of(hostile));
    for (String text : report.files().values()) {
      assertThat(elements(parse(text), "script")).isEmpty();
      assertThat(text).doesNotContain("<script").doesNotContain("\u0001");
    }
  }

  @Test
  void styleSheetsHoldNothingThatEscapingWouldChange() {
    String html = html(report(SampleRuns.small()));
    String style = html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
    assertThat(style).doesNotContain("&");
  }

  @Test
  void equalInputGivesEqualBytes() {
    assertThat(report(SampleRuns.paper(3)).files()).isEqualTo(report(SampleRuns.paper(3)).files());
  }

  @Test
  void idsAreUniqueInTheReport() throws Exception {
    List<String> ids =
        elements(parse(html(report(SampleRuns.paper(2)))), "*").stream()
            .map(element -> element.getAttribute("id"))
            .filter(id -> !id.isEmpty())
            .toList();
    assertThat(ids).doesNotHaveDuplicates().contains("accuracy-title", "early-stop-desc");
  }

  @Test
  void theAccuracyChartHasAPointForEachLevelAndMarksTheTicket() throws Exception {
    Document chart = parse(file(report(SampleRuns.paper(1)), "accuracy.svg"));
    String line = elements(chart, "polyline").getFirst().getAttribute("points");
    assertThat(line.split(" ")).hasSize(25);
    assertThat(elements(chart, "text").stream().map(Element::getTextContent))
        .contains("ticket: level 13, density 0.0550", "dense network: 0.9789", "0.5", "0.01");
    assertThat(elements(chart, "title")).hasSize(1);
  }

  @Test
  void filesAreWrittenWholeAndNothingElseIsLeft(@TempDir Path folder) throws IOException {
    Report report = report(SampleRuns.small());
    Files.writeString(folder.resolve("report.html"), "old");
    Path written = report.write(folder);
    assertThat(Files.readString(written)).isEqualTo(html(report));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "accuracy.svg",
              "early-stop.svg",
              "layers.svg",
              "curves.svg",
              "seconds.svg",
              "classes.svg",
              "report.html");
    }
    assertThatThrownBy(() -> report.write(folder.resolve("absent")))
        .isInstanceOf(InputException.class);
  }

  private static Report report(RunResult run) {
    return new Report(run, "data: \"mnist\"\n", provenance(), Exhibits.of(run));
  }

  private static Map<Long, Provenance> provenance() {
    Provenance.Session session =
        new Provenance.Session(
            "0.1.0",
            "abc",
            "JDK",
            "OS",
            HOSTILE,
            2,
            "portable:512",
            512,
            2,
            "then",
            "later",
            List.of(0, 1, 2));
    return Map.of(1L, new Provenance("ab".repeat(32), List.of(session)));
  }

  private static String html(Report report) {
    return file(report, "report.html");
  }

  private static String file(Report report, String name) {
    return Objects.requireNonNull(report.files().get(name), name);
  }

  private static Document parse(String text) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> elements(Document document, String tag) {
    return list(document.getElementsByTagName(tag));
  }

  private static List<Element> children(Element parent, String tag) {
    return list(parent.getElementsByTagName(tag));
  }

  private static List<Element> list(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
