package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.lab.advice.Advice;
import tombola.lab.advice.AdviceListener;
import tombola.lab.advice.AdviceRequest;
import tombola.lab.advice.Adviser;
import tombola.lab.advice.CompiledLatency;
import tombola.lab.advice.Constraints;
import tombola.lab.advice.FileSize;
import tombola.lab.advice.LevelAdvice;
import tombola.lab.advice.OnnxAdvice;
import tombola.lab.advice.SmallDense;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.export.ExportFormat;
import tombola.lab.export.ExportRequest;
import tombola.lab.export.ExportResult;
import tombola.lab.export.TicketExport;
import tombola.lab.export.WeightValues;
import tombola.lab.report.AdviceNarrative;
import tombola.lab.report.AdviceReport;
import tombola.lab.report.AdviceTables;
import tombola.lab.report.Glyphs;
import tombola.lab.result.LevelResult;
import tombola.lab.store.RunFolder;

/** Real searches, measured for an instant. */
class AdviserTest {
  private static final double INSTANT = 1e-6;

  @TempDir private Path folder;

  private static Advice advise(SmallSearch search, OptionalInt level, AdviceListener listener) {
    AdviceRequest request =
        new AdviceRequest(level, OptionalLong.empty(), INSTANT, Constraints.none());
    return new Adviser(new DataSources())
        .advise(new RunFolder(search.runFolder()), request, listener);
  }

  private static Advice advise(SmallSearch search) {
    return advise(search, OptionalInt.empty(), (what, level, done, all) -> {});
  }

  @Test
  void everyLevelHasTheFilesThatAnExportWrites() {
    SmallSearch search = new SmallSearch(folder);
    search.run();

    Advice advice = advise(search);

    assertThat(advice.levels()).hasSize(4);
    for (LevelAdvice level : advice.levels()) {
      assertThat(level.files().size()).isGreaterThanOrEqualTo(9);
      for (FileSize file : level.files()) {
        if (file.format().equals("c") && level.level() != 2) {
          continue; // to export one compiles it
        }
        ExportResult exported =
            new TicketExport(new DataSources())
                .export(
                    new RunFolder(search.runFolder()),
                    new ExportRequest(
                        OptionalInt.of(level.level()),
                        OptionalLong.empty(),
                        false,
                        ExportFormat.named(file.format()),
                        WeightValues.named(file.values()),
                        false,
                        folder.resolve("ticket")));
        assertThat(file.bytes()).isEqualTo(exported.bytes());
        assertThat(level.weights()).isEqualTo(exported.live());
      }
    }
  }

  @Test
  void figuresAreThoseOfTheLevelsAndFloat32LosesNothing() {
    SmallSearch search = new SmallSearch(folder);
    List<LevelResult> results = search.run().replicates().getFirst().levels();

    Advice advice = advise(search);

    for (LevelAdvice level : advice.levels()) {
      LevelResult result = results.get(level.level());
      assertThat(level.density()).isEqualTo(result.density());
      assertThat(level.testAccuracy()).isEqualTo(result.testAccuracy());
      assertThat(level.weights()).isLessThanOrEqualTo(result.live());
      assertThat(level.files().getFirst().validationAccuracy())
          .isEqualTo(result.validationAccuracy());
      assertThat(level.layers()).hasSize(2);
    }
    LevelAdvice dense = advice.levels().getFirst();
    assertThat(dense.denseMemory()).isEqualTo(4 * ((3 * 8 + 8 + 8 * 3 + 3) + (3 + 8)));
    assertThat(dense.memory())
        .isEqualTo(4 * (3 + 8) + (8 * 24 + 8 * 3 + 4 + 4 * 8) + (8 * 24 + 8 * 8 + 4 + 4 * 3));
    // Rows of 64 samples, and panels of 3 features, 8 and, where those of 3 were, 3 logits.
    assertThat(dense.batchMemory()).isEqualTo(4 * 64 * 16 + 4 * 64 * (3 + 8));
  }

  @Test
  void allIsTimedTwiceAndNothingInTheRunChanges() {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    Map<String, String> before = search.bits();
    List<String> heard = new ArrayList<>();

    Advice advice =
        advise(
            search,
            OptionalInt.of(2),
            (what, level, done, all) -> heard.add(what + " " + level + " " + done + "/" + all));

    assertThat(advice.levels().stream().map(LevelAdvice::level).toList()).containsExactly(0, 2);
    assertThat(heard)
        .containsExactly(
            "preparing 0 0/6",
            "preparing 2 1/6",
            "pass 1 0 2/6",
            "pass 1 2 3/6",
            "pass 2 0 4/6",
            "pass 2 2 5/6");
    for (LevelAdvice level : advice.levels()) {
      assertThat(level.single().first().sparse().median()).isPositive();
      assertThat(level.batch().second().dense().p99())
          .isGreaterThanOrEqualTo(level.batch().second().dense().median());
      assertThat(level.small()).isEmpty();
    }
    assertThat(search.bits()).isEqualTo(before);
    assertThat(AdviceNarrative.small(advice))
        .hasSize(1)
        .first()
        .asString()
        .contains("none has been trained");
  }

  @Test
  void aSmallDenseNetworkThatAVerificationTrainedStandsBesideItsTicket() {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    search.verify(Requests.level(2, "small-dense"));

    Advice advice = advise(search);

    List<LevelAdvice> beside =
        advice.levels().stream().filter(level -> level.small().isPresent()).toList();
    assertThat(beside).hasSize(1);
    SmallDense small = beside.getFirst().small().orElseThrow();
    assertThat(small.widths()).startsWith("3-").endsWith("-3");
    assertThat(small.weights()).isBetween(6L, 48L);
    assertThat(small.bytes()).isPositive();
    assertThat(AdviceNarrative.small(advice).getFirst())
        .contains("the small dense network " + small.widths(), "better buy");
    assertThat(AdviceReport.files(advice))
        .containsOnlyKeys("one-sample.svg", "batch.svg", "sizes.svg", "report.html");
  }

  /** The tests need a C compiler. */
  @Test
  void theCFileIsCompiledAndTimedAsFloat32AndInt8() {
    SmallSearch search = new SmallSearch(folder);
    search.run();

    Advice advice = advise(search);

    assertThat(advice.compiler()).isTrue();
    for (LevelAdvice level : advice.levels()) {
      assertThat(level.compiled())
          .extracting(CompiledLatency::values)
          .containsExactly("float32", "int8");
      assertThat(level.compiled())
          .allSatisfy(c -> {
            assertThat(c.latency().median()).isPositive();
            assertThat(c.latency().p99()).isGreaterThanOrEqualTo(c.latency().median());
          });
    }
    assertThat(new AdviceTables(advice, Glyphs.ASCII).compiled())
        .hasSize(1 + advice.levels().size() + 1);
    assertThat(AdviceNarrative.compiled(advice))
        .matches(
            "The C file of level \\d, compiled here with -O2, takes .* as float32 and .* int8\\.");
    assertThat(AdviceReport.files(advice).get("report.html")).contains("The C file, one sample");
  }

  /** The tests' class path has ONNX Runtime. */
  @Test
  void onnxRuntimeIsMeasuredWhereItIsOnTheClassPath() {
    SmallSearch search = new SmallSearch(folder);
    search.run();

    Advice advice = advise(search);

    assertThat(advice.onnxRuntime()).get().asString().matches("1\\.\\d+\\.\\d+");
    for (LevelAdvice level : advice.levels()) {
      OnnxAdvice onnx = level.onnx().orElseThrow();
      assertThat(onnx.single().first().dense().median()).isPositive();
      assertThat(onnx.batch().second().dense().median()).isPositive();
    }
    assertThat(new AdviceTables(advice, Glyphs.ASCII).onnx())
        .hasSize(1 + advice.levels().size() + 1);
    assertThat(AdviceNarrative.onnx(advice)).startsWith("ONNX Runtime 1.");
    assertThat(AdviceReport.files(advice).get("report.html")).contains("pass 1: ONNX Runtime");
  }

  @Test
  void withoutOnnxRuntimeItIsSaidHowToHaveIt() {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    AdviceRequest request =
        new AdviceRequest(OptionalInt.of(1), OptionalLong.empty(), INSTANT, Constraints.none());

    Advice advice =
        new Adviser(new DataSources(), ClassLoader.getPlatformClassLoader())
            .advise(new RunFolder(search.runFolder()), request, (what, level, done, all) -> {});

    assertThat(advice.onnxRuntime()).isEmpty();
    assertThat(advice.levels()).allMatch(level -> level.onnx().isEmpty());
    assertThat(new AdviceTables(advice, Glyphs.ASCII).onnx()).isEmpty();
    assertThat(AdviceNarrative.onnx(advice)).contains("TOMBOLA_CLASSPATH=");
    assertThat(AdviceReport.files(advice).get("report.html")).doesNotContain("pass 1: ONNX");
  }

  @Test
  void aRunWhoseDataChangedIsRefused() throws IOException {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    Path data = folder.resolve("flowers.csv");
    Files.writeString(data, Files.readString(data) + "1,2,3,a\n");

    assertThatThrownBy(() -> advise(search))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected the data of the run, found other data at");
  }
}
