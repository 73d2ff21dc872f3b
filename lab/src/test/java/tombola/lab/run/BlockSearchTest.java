package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.lab.advice.Advice;
import tombola.lab.advice.AdviceRequest;
import tombola.lab.advice.Adviser;
import tombola.lab.advice.Constraints;
import tombola.lab.advice.LayerAdvice;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.export.ExportFormat;
import tombola.lab.export.ExportRequest;
import tombola.lab.export.ExportResult;
import tombola.lab.export.TicketExport;
import tombola.lab.export.WeightValues;
import tombola.lab.onnx.OnnxReader;
import tombola.lab.result.RunResult;
import tombola.lab.store.RunFolder;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.sparse.SparseNetwork;

/** Searches on networks with normalisations, residual blocks and smooth activations, taken out. */
class BlockSearchTest {
  private static final int SIDE = 12;
  private static final String BLOCKS =
      "layers:conv(4,3,1,1,0);norm;relu;residual(conv(4,3,1,1,0);norm;relu;conv(4,3,1,1,0);norm|);"
          + "relu;residual(conv(6,3,2,1,0);norm|conv(6,1,2,0,0);norm);gelu;dropout(0.1);"
          + "average-pool(2,2);norm;flatten;linear(8);tanh";

  @TempDir Path folder;
  private SmallSearch search;

  @BeforeEach
  void pictures() throws IOException {
    Path data = folder.resolve("pictures.csv");
    RandomStream random = new Seed(4).generator();
    StringBuilder csv = new StringBuilder();
    for (int sample = 0; sample < 60; sample++) {
      int kind = sample % 3;
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) { // stripes one way, the other, and both
        int row = kind == 1 ? 0 : pixel / SIDE;
        int line = row + (kind == 0 ? 0 : pixel % SIDE);
        csv.append(String.format(Locale.ROOT, "%.2f,", line % 2 + 0.3 * random.nextGaussian()));
      }
      csv.append("hvc".charAt(kind)).append('\n');
    }
    Files.writeString(data, csv);
    search =
        new SmallSearch(folder)
            .with("data", data.toString())
            .with("network", BLOCKS)
            .with("steps", "8")
            .with("evaluate-every", "4")
            .with("levels", "2");
  }

  private ExportResult export(
      ExportFormat format, WeightValues values, boolean sparse, boolean initial, Path to) {
    return new TicketExport(new DataSources())
        .export(
            new RunFolder(search.runFolder()),
            new ExportRequest(
                OptionalInt.of(2), OptionalLong.empty(), initial, format, values, sparse, to));
  }

  private List<ExportResult> everyFile(boolean initial) {
    List<ExportResult> results = new ArrayList<>();
    for (ExportFormat format : ExportFormat.values()) {
      for (WeightValues values : format.weightValues()) {
        results.add(export(format, values, false, initial, folder.resolve("ticket")));
      }
    }
    results.add(
        export(
            ExportFormat.ONNX, WeightValues.FLOAT32, true, initial, folder.resolve("sparse.onnx")));
    return results;
  }

  @Test
  void aTicketLeavesInEveryFormatAndPredictsAsBefore() {
    RunResult run = search.run();
    double trained = run.replicates().getFirst().levels().get(2).testAccuracy();
    for (ExportResult result : everyFile(false)) {
      assertThat(result.agreement().accuracyBefore()).isEqualTo(trained);
      if (result.values().equals("float32")) {
        assertThat(result.agreement().sameClass()).as(result.format()).isEqualTo(1);
        assertThat(result.agreement().largestDifference()).isLessThan(1e-4);
      } else {
        assertThat(result.agreement().largestDifference()).isLessThan(0.5);
      }
    }
  }

  @Test
  void initialWeightsLeaveWithTheStatisticsThatTheyBeginWith() {
    search.run();
    for (ExportResult result : everyFile(true)) {
      if (result.values().equals("float32")) {
        assertThat(result.agreement().largestDifference()).as(result.format()).isLessThan(1e-4);
      }
      assertThat(result.weights()).isEqualTo("initial");
    }
  }

  @Test
  void theAdviserMeasuresEveryLayerThatWasPruned() {
    search.run();
    AdviceRequest request =
        new AdviceRequest(OptionalInt.of(2), OptionalLong.empty(), 1e-6, Constraints.none());

    Advice advice =
        new Adviser(new DataSources())
            .advise(new RunFolder(search.runFolder()), request, (what, level, done, all) -> {});

    assertThat(advice.levels().getLast().layers())
        .extracting(LayerAdvice::name)
        .containsExactly(
            "conv1", "res4.conv1", "res4.conv2", "res6.conv1", "res6.downsample.0", "fc1", "fc2");
    assertThat(advice.levels().getLast().onnx()).isPresent();
  }

  @Test
  void predictionsAreTimed() {
    RunResult run = search.run();
    RunFolder stored = new RunFolder(search.runFolder());
    int level = run.replicates().getFirst().ticket().level();
    new PredictionClock(new DataSources()).timeOnce(stored, search.config(), 1, level);

    assertThat(stored.replicate(1).predictionTimes(level).orElseThrow().ticket()).isPositive();
  }

  /** A network that PyTorch made is pruned here and leaves again. */
  @Test
  void aModelOfPyTorchWithBlocksIsPrunedAndExported() throws IOException {
    Path model = folder.resolve("small-resnet.onnx");
    try (InputStream in = OnnxReader.class.getResourceAsStream("small-resnet.onnx")) {
      Files.write(model, Objects.requireNonNull(in).readAllBytes());
    }
    DataSources sources = new DataSources();
    ImportedStart start = ImportedStart.of(model, sources.prepare(search.config().data()));
    assertThat(start.network())
        .isEqualTo(
            "layers:conv(4,3,1,1,1);relu;residual(conv(4,3,1,1,1);relu;conv(4,3,1,1,1)|);relu;"
                + "residual(conv(6,3,2,1,1);relu;conv(6,3,1,1,1)|conv(6,1,2,0,1));relu;"
                + "average-pool(6,1);flatten");
    search = search.with("network", start.network()).with("from", start.checksum());
    new Finder(sources).find(search.config(), Optional.of(start), event -> {});

    ExportResult result =
        export(
            ExportFormat.ONNX, WeightValues.FLOAT32, false, false, folder.resolve("pruned.onnx"));
    assertThat(result.agreement().largestDifference()).isLessThan(1e-4);
    var read = OnnxReader.read(folder.resolve("pruned.onnx"));
    assertThat(
            SparseNetwork.compile(read.network(), read.weights(), read.mask())
                .predict(new float[SIDE * SIDE]))
        .hasSize(3);
    assertThat(read.mask().liveCount()).isEqualTo(result.live());
  }

  @Test
  void aNetworkThatCannotBeCompiledIsRefusedInOneLine() {
    search =
        search.with("network", "layers:conv(2,3,2,0,1);relu;flatten;residual(linear(50)|);relu");
    search.run();

    assertThatThrownBy(() ->
            export(
                ExportFormat.TOMBOLA, WeightValues.FLOAT32, false, false, folder.resolve("ticket")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "network: res4: expected a residual sum of pictures, or of features that were none, got one of flattened pictures");
  }
}
