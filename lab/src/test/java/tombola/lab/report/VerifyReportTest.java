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
import tombola.lab.verify.Answer;
import tombola.lab.verify.ArmKind;
import tombola.lab.verify.Arms;
import tombola.lab.verify.CriterionFigures;
import tombola.lab.verify.VerifyResult;

class VerifyReportTest {
  private static final String NAME = "mnist-lenet-1a2b3c4d";
  private static final String HOSTILE = "\"><script>alert(1)</script>&'\u0001";

  private static SampleVerifications sample() {
    return new SampleVerifications(List.of(1, 2), "all");
  }

  @Test
  void theVerdictStandsOnTopAndEveryCriterionBelow() throws Exception {
    VerifyResult result = sample().result(NAME);
    assertThat(result.answer()).isEqualTo(Answer.WINNING);
    Document document = parse(html(result));
    assertThat(texts(document, "p").getFirst()).isEqualTo(result.sentence()).startsWith("Winning:");
    assertThat(texts(document, "li"))
        .hasSize(5)
        .isEqualTo(result.criteria().stream().map(CriterionFigures::sentence).toList());
    assertThat(texts(document, "li"))
        .anyMatch(text -> text.contains("mean difference +0.0020 over 3 seeds, sd 0.0001"));
    assertThat(row(document, "test accuracy against the dense network"))
        .startsWith("test accuracy against the dense network", "holds", "+0.0020")
        .contains("+0.0018 to +0.0022", "0.0020", "20.00 (11.43)");
    assertThat(row(document, "early-stop step against the dense network"))
        .startsWith("early-stop step against the dense network", "holds", "1.75×");
  }

  /** Dense less ticket is -0.0020, -0.0021, -0.0019; 4.303 · 0.0001 / √3 = 0.00025. */
  @Test
  void theTableOfArmsHoldsTheNumbersOfTheResult() throws Exception {
    VerifyResult result = sample().result(NAME);
    Document document = parse(html(result));
    assertThat(row(document, "dense network"))
        .startsWith("dense network", "0.9800 ± 0.0010", "-0.0020", "-0.0022 to -0.0018")
        .endsWith("0.9790", "1,000", "5,600", "1.75×", "10,000");
    assertThat(row(document, "ticket"))
        .containsExactly(
            "ticket", "0.9820 ± 0.0011", "–", "–", "–", "0.9810", "135", "3,200", "–", "10,000");
    for (ArmKind arm : result.plan().armKinds()) {
      assertThat(row(document, arm.title())).hasSize(10);
    }
  }

  @Test
  void everySeedIsInTheAppendix() throws Exception {
    VerifyResult result = sample().result(NAME);
    List<List<String>> rows = rows(parse(html(result)));
    int arms = result.plan().armKinds().size();
    assertThat(rows.stream().filter(row -> row.size() == 11)).hasSize(3 * arms + 3 * 3);
    assertThat(rows)
        .contains(
            List.of(
                "dense network",
                "0",
                "2",
                "0.9810",
                "-0.0021",
                "0.9800",
                "0.9800",
                "5,650",
                "5,750",
                "1,000",
                "10,000"));
  }

  @Test
  void whatWasFixedIsNamedWithThePlansHash() throws Exception {
    Document document = parse(html(sample().result(NAME)));
    assertThat(texts(document, "th")).contains(SampleVerifications.HASH);
    assertThat(row(document, "seeds")).containsExactly("seeds", "1, 2, 3");
    assertThat(row(document, "chosen by")).containsExactly("chosen by", "seeds 7");
    assertThat(row(document, "margin of test accuracy"))
        .endsWith("0.1 of the dense network's test error, at least 0.001");
    assertThat(row(document, "level of the tests")).endsWith("0.05");
  }

  @Test
  void allFilesAreWellFormedAndNeedNoOther() throws Exception {
    for (VerifyResult result : List.of(sample().result(NAME), sample().result(HOSTILE))) {
      Map<String, String> files = new VerifyReport(result).files();
      assertThat(files.keySet())
          .containsExactly("accuracy.svg", "early-stop.svg", "arms.svg", "report.html");
      for (String text : files.values()) {
        Document document = parse(text);
        assertThat(elements(document, "script")).isEmpty();
        assertThat(elements(document, "link")).isEmpty();
        assertThat(elements(document, "image")).isEmpty();
        assertThat(text).doesNotContain("<script", "\u0001");
        assertThat(text.replace("http://www.w3.org/2000/svg", ""))
            .doesNotContain("http:", "https:", "src=", "href=", "@import", "url(h");
      }
    }
  }

  @Test
  void aChartHasALineWithABandForTicketAndControls() throws Exception {
    Document chart = parse(file(sample().result(NAME), "accuracy.svg"));
    List<Element> lines = elements(chart, "polyline");
    assertThat(lines).hasSize(3);
    assertThat(lines)
        .allSatisfy(line -> assertThat(line.getAttribute("points").split(" ")).hasSize(2));
    assertThat(elements(chart, "polygon")).hasSize(3);
    assertThat(texts(chart, "text"))
        .contains(
            "Test accuracy against density, mean ± sd of 3 seeds",
            "ticket",
            "random re-initialisation",
            "random mask",
            "dense network: 0.9800",
            "judged: level 2, density 0.135");
  }

  @Test
  void aBoundIsATriangleAndSaysSo() throws Exception {
    VerifyResult exact = sample().result(NAME);
    VerifyResult bound = sample().censored(Arms.TICKET, 2, 3).result(NAME);
    assertThat(texts(parse(file(exact, "early-stop.svg")), "text"))
        .contains("step", "dense network: 5,600");
    assertThat(texts(parse(file(bound, "early-stop.svg")), "text"))
        .contains("step (triangle: a lower bound)");
    assertThat(row(parse(html(bound)), "ticket")).contains("≥ 5,417");
    assertThat(row(parse(html(bound)), "dense network")).contains("≤ 1.20×");
  }

  @Test
  void oneLevelAloneHasNoLinesToDraw() throws Exception {
    VerifyResult result = new SampleVerifications(List.of(2), "none").result(NAME);
    assertThat(new VerifyReport(result).files().keySet())
        .containsExactly("arms.svg", "report.html");
    Document document = parse(html(result));
    assertThat(elements(document, "svg")).hasSize(1); // of the arms
    assertThat(texts(document, "h2"))
        .containsExactly(
            "What the verdict rests on",
            "All arms at level 2",
            "Fixed before any training",
            "Appendix: every seed at level 2");
  }

  @Test
  void anArmThatDivergedIsNamedAndLeavesAGap() throws Exception {
    VerifyResult result =
        new SampleVerifications(List.of(1, 2), "one-shot")
            .diverged(Arms.of("one-shot"), 2, 3)
            .diverged(Arms.RANDOM_MASK, 1, 2)
            .result(NAME);
    assertThat(result.answer()).isEqualTo(Answer.WINNING);
    Document document = parse(html(result));
    assertThat(row(document, "one-shot pruning with reset"))
        .startsWith("one-shot pruning with reset", "diverged", "–");
    assertThat(rows(document))
        .contains(
            List.of("one-shot pruning with reset", "2", "3", "a loss of <NaN> at step 7"),
            List.of("random mask", "1", "2", "a loss of <NaN> at step 7"));
    assertThat(texts(document, "p"))
        .contains(
            "Left out, as one of its trainings diverged: seed 3, one-shot, level 2: a loss of <NaN>"
                + " at step 7.");
    List<Element> lines = elements(parse(file(result, "accuracy.svg")), "polyline");
    assertThat(lines.stream().map(line -> line.getAttribute("points").split(" ").length))
        .containsExactly(2, 2, 1);
  }

  @Test
  void withoutTheDenseNetworkThereIsNoVerdictAndNoReferenceLine() throws Exception {
    VerifyResult result = sample().diverged(Arms.DENSE, 0, 1).result(NAME);
    Document document = parse(html(result));
    assertThat(texts(document, "p").getFirst()).startsWith("Undecided: a verdict needs every arm");
    assertThat(elements(document, "li")).isEmpty();
    assertThat(texts(parse(file(result, "accuracy.svg")), "text"))
        .noneMatch(text -> text.startsWith("dense network:"));
  }

  @Test
  void aLineThatWasPartedHasOneNameInTheLegend() throws Exception {
    VerifyResult result =
        new SampleVerifications(List.of(1, 2, 3), "none")
            .diverged(Arms.RANDOM_MASK, 2, 1)
            .result(NAME);
    Document chart = parse(file(result, "accuracy.svg"));
    assertThat(elements(chart, "polyline")).hasSize(4);
    assertThat(texts(chart, "text").stream().filter("random mask"::equals)).hasSize(1);
  }

  @Test
  void equalResultsGiveEqualBytes() {
    assertThat(new VerifyReport(sample().result(NAME)).files())
        .isEqualTo(new VerifyReport(sample().result(NAME)).files());
  }

  @Test
  void filesAreWrittenWholeAndNothingElseIsLeft(@TempDir Path folder) throws IOException {
    VerifyResult result = sample().result(NAME);
    Files.writeString(folder.resolve("report.html"), "old");
    Path written = new VerifyReport(result).write(folder);
    assertThat(Files.readString(written)).isEqualTo(html(result));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("accuracy.svg", "early-stop.svg", "arms.svg", "report.html");
    }
    assertThatThrownBy(() -> new VerifyReport(result).write(folder.resolve("absent")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("absent");
  }

  private static String html(VerifyResult result) {
    return file(result, "report.html");
  }

  private static String file(VerifyResult result, String name) {
    return Objects.requireNonNull(new VerifyReport(result).files().get(name), name);
  }

  private static Document parse(String text) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns the first row that begins with {@code name}. */
  private static List<String> row(Document document, String name) {
    return rows(document).stream()
        .filter(row -> !row.isEmpty() && row.getFirst().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<List<String>> rows(Document document) {
    List<List<String>> rows = new ArrayList<>();
    for (Element row : elements(document, "tr")) {
      rows.add(list(row.getElementsByTagName("td")).stream().map(Element::getTextContent).toList());
    }
    return rows;
  }

  private static List<String> texts(Document document, String tag) {
    return elements(document, tag).stream().map(Element::getTextContent).toList();
  }

  private static List<Element> elements(Document document, String tag) {
    return list(document.getElementsByTagName(tag));
  }

  private static List<Element> list(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
