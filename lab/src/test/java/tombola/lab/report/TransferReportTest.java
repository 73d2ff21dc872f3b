package tombola.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tombola.lab.transfer.MatrixResult;
import tombola.lab.transfer.SampleTransfers;
import tombola.lab.transfer.TransferResult;

class TransferReportTest {
  private static final String HOSTILE = "\"><script>alert(1)</script>&'\u0001";
  private static final MatrixResult MATRIX = SampleTransfers.matrix(List.of("mnist", "fashion"));

  private static Document parse(String text) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String file(Map<String, String> files, String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  private static List<Element> elements(Document document, String tag) {
    NodeList nodes = document.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static List<String> texts(Document document, String tag) {
    return elements(document, tag).stream().map(Element::getTextContent).toList();
  }

  @Test
  void theConclusionStandsOnTopAndEveryTestBelow() throws Exception {
    TransferResult result = SampleTransfers.result("mnist", "fashion", 2);
    Document document = parse(file(TransferReport.files(result), "report.html"));

    assertThat(texts(document, "p").getFirst()).isEqualTo(result.sentence());
    assertThat(texts(document, "li"))
        .hasSize(8)
        .isEqualTo(TransferNarrative.claims(result))
        .first()
        .asString()
        .startsWith("Of the mask with its trained weights: Test accuracy is not lower");
    assertThat(texts(document, "td"))
        .containsSubsequence(
            "mask and trained weights", "0.400", "0.250", "0.9100 ± 0.0002", "+0.0100");
  }

  /** Two levels, four strengths, four cells: a coloured one and a frame for each. */
  @Test
  void thePictureHasACellForEverySourceTargetStrengthAndLevel() throws Exception {
    Document picture = parse(file(TransferReport.files(MATRIX), "transfer.svg"));

    List<Element> cells =
        elements(picture, "rect").stream()
            .filter(rect -> !rect.getAttribute("fill-opacity").isEmpty())
            .toList();
    assertThat(cells).hasSize(2 * 4 * 4);
    assertThat(cells.stream().filter(cell -> cell.getAttribute("class").equals("tb-f1")))
        .hasSize(2 * 2 * 2); // mask and signs, mask alone, on the other task
    assertThat(texts(picture, "text"))
        .contains("level 2: mask alone", "-0.0400", "0.8600", "mnist", "fashion");
  }

  @Test
  void moreTasksThanAreUsualStillHaveTheirCellsInsideThePicture() throws Exception {
    MatrixResult five =
        SampleTransfers.matrix(List.of("a", "b", "c", "d", "a-task-with-quite-a-long-name"));
    Document picture = parse(file(TransferReport.files(five), "transfer.svg"));
    double height =
        Double.parseDouble(picture.getDocumentElement().getAttribute("viewBox").split(" ", -1)[3]);

    for (Element rect : elements(picture, "rect")) {
      if (!rect.getAttribute("x").isEmpty()) {
        double right =
            Double.parseDouble(rect.getAttribute("x"))
                + Double.parseDouble(rect.getAttribute("width"));
        double low =
            Double.parseDouble(rect.getAttribute("y"))
                + Double.parseDouble(rect.getAttribute("height"));
        assertThat(right).isLessThan(760);
        assertThat(low).isLessThan(height);
      }
    }
  }

  @Test
  void allFilesAreWellFormedAndNeedNoOther() throws Exception {
    MatrixResult hostile = SampleTransfers.matrix(List.of(HOSTILE, "fashion"));
    for (Map<String, String> files :
        List.of(
            TransferReport.files(MATRIX),
            TransferReport.files(hostile),
            TransferReport.files(SampleTransfers.result(HOSTILE, "fashion", 1)))) {
      for (String text : files.values()) {
        Document document = parse(text);
        for (String tag : List.of("script", "link", "image")) {
          assertThat(elements(document, tag)).isEmpty();
        }
        assertThat(text.replace("http://www.w3.org/2000/svg", ""))
            .doesNotContain("<script", "\u0001", "http:", "https:", "src=", "href=", "url(h");
      }
    }
  }

  @Test
  void theTextTablesFitAPageAndHaveEveryCell() {
    TransferTables tables = new TransferTables(Glyphs.ASCII);
    List<String> matrix = tables.matrix(MATRIX);

    assertThat(matrix).allSatisfy(line -> assertThat(line.length()).isLessThan(101));
    // header; a level: two sources of six arms, and two that a task has by itself; legend
    assertThat(matrix).hasSize(1 + 2 * (2 * 6 + 2) + 3);
    assertThat(matrix.get(1).replaceAll(" +", " "))
        .isEqualTo("1 mnist trained-weights 0.9100 +0.0100 4.00 carries");
    assertThat(tables.arms(SampleTransfers.result("mnist", "fashion", 1)))
        .allSatisfy(line -> assertThat(line.length()).isLessThan(101))
        .hasSize(1 + 8 + 4);
  }

  @Test
  void equalResultsGiveEqualBytes(@TempDir Path folder) throws Exception {
    Path written = TransferReport.write(folder, TransferReport.files(MATRIX));

    assertThat(Files.readString(written))
        .isEqualTo(
            file(
                TransferReport.files(SampleTransfers.matrix(List.of("mnist", "fashion"))),
                "report.html"));
  }
}
