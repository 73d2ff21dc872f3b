package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tombola.data.Checksum;
import tombola.lab.advice.Advice;
import tombola.lab.advice.AdviceRequest;
import tombola.lab.advice.Adviser;
import tombola.lab.advice.Constraints;
import tombola.lab.advice.LayerAdvice;
import tombola.lab.certificate.Replay;
import tombola.lab.data.DataSources;
import tombola.lab.data.Prepared;
import tombola.lab.export.ExportFormat;
import tombola.lab.export.ExportRequest;
import tombola.lab.export.ExportResult;
import tombola.lab.export.TicketExport;
import tombola.lab.export.WeightValues;
import tombola.lab.result.LayerResult;
import tombola.lab.result.LevelResult;
import tombola.lab.result.RunResult;
import tombola.lab.store.GivenWeights;
import tombola.lab.store.RunFolder;
import tombola.lab.transfer.TransferResult;
import tombola.lab.verify.ArmFigures;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Weights;

/** A search on a network of convolutions is a search like any other. */
class PictureSearchTest {
  private static final int SIDE = 12;

  @TempDir Path folder;
  private SmallSearch search;

  @BeforeEach
  void pictures() throws IOException {
    Path data = folder.resolve("pictures.csv");
    RandomStream random = new Seed(4).generator();
    StringBuilder csv = new StringBuilder();
    for (int sample = 0; sample < 60; sample++) {
      int kind = sample % 2;
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) { // stripes one way or the other
        int line = kind == 0 ? pixel / SIDE : pixel % SIDE;
        csv.append(String.format(Locale.ROOT, "%.2f,", line % 2 + 0.3 * random.nextGaussian()));
      }
      csv.append("hv".charAt(kind)).append('\n');
    }
    Files.writeString(data, csv);
    search =
        new SmallSearch(folder)
            .with("data", data.toString())
            .with("network", "lenet-5")
            .with("steps", "6")
            .with("evaluate-every", "3")
            .with("levels", "2");
  }

  @Test
  void levelsLoseTheSharesOfTheirKindAndLearn() {
    RunResult run = search.run();

    List<LevelResult> levels = run.replicates().getFirst().levels();
    assertThat(levels).hasSize(3);
    assertThat(levels.get(1).layers())
        .extracting(LayerResult::name, LayerResult::live)
        .containsExactly(
            tuple("conv1", 135L),
            tuple("conv2", 2160L),
            tuple("fc1", 1536L),
            tuple("fc2", 8064L),
            tuple("fc3", 151L));
    for (LevelResult level : levels) {
      assertThat(level.curve().best().validationLoss())
          .isLessThan(level.curve().points().getFirst().validationLoss());
    }
    assertThat(levels.getFirst().layers()).allMatch(layer -> layer.kernel().equals("dense"));
  }

  @Test
  void aFinishedRunIsReadBackBitForBit() {
    RunResult first = search.run();
    var bits = search.bits();

    assertThat(search.run()).isEqualTo(first);
    assertThat(search.bits()).isEqualTo(bits);
  }

  @Test
  void filtersLeaveAsAWholeAndTheRestTrainsDense() {
    search = search.with("structure", "filter").with("prune", "0.5").with("prune-conv", "0.5");
    List<LevelResult> levels = search.run().replicates().getFirst().levels();

    assertThat(levels.get(1).layers())
        .extracting(LayerResult::name, LayerResult::live, LayerResult::kernel)
        .containsExactly(
            tuple("conv1", 75L, "dense"),
            tuple("conv2", 600L, "dense"),
            tuple("fc1", 480L, "dense"),
            tuple("fc2", 2520L, "dense"),
            tuple("fc3", 84L, "dense"));
    assertThat(levels.get(1).trainFlops()).isLessThan(levels.getFirst().trainFlops() / 2);
    assertThat(search.verify(Requests.level(1, "all")).arms()).hasSize(12);
    var bits = search.bits();
    search.run();
    assertThat(search.bits()).isEqualTo(bits);
  }

  @Test
  void whatWholeFiltersLeaveIsCertifiedReplayedAndCarried(@TempDir Path other) throws IOException {
    search = search.with("structure", "filter").with("prune", "0.5").with("prune-conv", "0.5");
    Path file = Certified.of(search, Requests.level(1, "kept-signs,small-dense")).handedOnTo(other);

    Replay replay = Certified.replay(file, other.resolve("runs"));

    assertThat(replay.lines()).isEmpty();
    assertThat(replay.equal()).isTrue();
    assertThat(carried().arms()).hasSize(8);
  }

  @Test
  void everyArmOfAVerificationRuns() {
    search.run();

    assertThat(search.verify(Requests.level(1, "all")).arms())
        .hasSize(12)
        .extracting(ArmFigures::arm)
        .contains("reinitialised", "random-mask", "small-dense");
  }

  /** Normalisations and residual blocks from a file, which is gone when the run is read again. */
  @Test
  void aNetworkOfAFileIsSearchedVerifiedAndReadBackWithoutIt() throws IOException {
    Path file = folder.resolve("net.yaml");
    Files.writeString(
        file,
        """
        layers:
          - conv: {filters: 4, kernel: 3, padding: 1, bias: false}
          - norm
          - relu
          - residual:
              body:
                - conv: {filters: 6, kernel: 3, stride: 2, padding: 1, bias: false}
                - norm
              shortcut:
                - conv: {filters: 6, kernel: 1, stride: 2, bias: false}
                - norm
          - relu
          - dropout: 0.1
          - global-pool
          - flatten
        """);
    search = search.with("network", file.toString());
    RunResult first = search.run();

    assertThat(first.replicates().getFirst().levels().get(2).layers())
        .extracting(LayerResult::name, LayerResult::live)
        .containsExactly(
            tuple("conv1", 29L), // 36 less a tenth, twice
            tuple("res4.conv1", 175L),
            tuple("res4.downsample.0", 24L),
            tuple("fc1", 10L));
    assertThat(search.verify(Requests.level(1, "all")).arms())
        .hasSize(12)
        .extracting(ArmFigures::arm)
        .contains("reinitialised", "kept-signs", "small-dense");
    Path run = search.runFolder();
    var bits = search.bits();
    Files.delete(file);
    search = search.with("network", new RunFolder(run).config().network());
    assertThat(search.run()).isEqualTo(first);
    assertThat(search.bits()).isEqualTo(bits);
    assertThat(run.getFileName().toString()).startsWith("pictures-custom-");
  }

  @ParameterizedTest
  @EnumSource
  void aTicketLeavesInEveryFormatAndPredictsAsBefore(ExportFormat format) {
    search.run();
    for (WeightValues values : format.weightValues()) {
      ExportRequest request =
          new ExportRequest(
              OptionalInt.of(2),
              OptionalLong.empty(),
              false,
              format,
              values,
              false,
              folder.resolve("ticket"));

      ExportResult result =
          new TicketExport(new DataSources()).export(new RunFolder(search.runFolder()), request);

      assertThat(result.widths()).hasSize(6).startsWith(SIDE * SIDE).endsWith(2);
      if (values == WeightValues.FLOAT32) {
        assertThat(result.agreement().sameClass()).isEqualTo(1);
        assertThat(result.agreement().largestDifference()).isLessThan(1e-4);
        assertThat(result.agreement().accuracy()).isEqualTo(result.agreement().accuracyBefore());
      }
      assertThat(folder.resolve("ticket")).exists();
    }
  }

  @Test
  void aModelOfConvolutionsBeginsASearchWithItsVeryWeights() throws IOException {
    search.run();
    RunFolder run = new RunFolder(search.runFolder());
    Path model = folder.resolve("model.onnx");
    new TicketExport(new DataSources())
        .export(
            run,
            new ExportRequest(
                OptionalInt.of(0),
                OptionalLong.empty(),
                true,
                ExportFormat.ONNX,
                WeightValues.FLOAT32,
                false,
                model));
    Prepared data = new DataSources().prepare(search.config().data());
    NetworkSpec network = Networks.named("lenet-5", SIDE * SIDE, 2);
    Weights initial = run.replicate(1).read(0, network).ticket().start().weights();

    ImportedStart start = ImportedStart.of(model, data);

    assertThat(start.network()).isEqualTo("lenet-5");
    assertThat(start.checksum()).isEqualTo(Checksum.of(GivenWeights.bytes(initial)));
  }

  @Test
  void theAdviserMeasuresEveryLayer() {
    search.run();
    AdviceRequest request =
        new AdviceRequest(OptionalInt.of(2), OptionalLong.empty(), 1e-6, Constraints.none());

    Advice advice =
        new Adviser(new DataSources())
            .advise(new RunFolder(search.runFolder()), request, (what, level, done, all) -> {});

    assertThat(advice.levels()).hasSize(2);
    assertThat(advice.levels().getLast().layers())
        .extracting(LayerAdvice::name)
        .containsExactly("conv1", "conv2", "fc1", "fc2", "fc3");
    assertThat(advice.levels().getLast().onnx()).isPresent();
    // 12x12, 6 filters of 5x5 at 12x12 places, pooled to 6x6, 16 at 2x2, pooled, 120, 84, 2; most
    // are there
    // while the first are pooled.
    assertThat(advice.levels().getFirst().denseMemory())
        .isEqualTo(
            4L
                * ((6 * 25 + 6 + 16 * 150 + 16 + 120 * 16 + 120 + 84 * 120 + 84 + 2 * 84 + 2)
                    + (864 + 216)));
  }

  /** Carries the ticket of level 1 to the same pictures under another name of a class. */
  private TransferResult carried() throws IOException {
    Path other = folder.resolve("others.csv");
    Files.writeString(
        other, Files.readString(folder.resolve("pictures.csv")).replace("h\n", "x\n"));
    return new Transferer(new DataSources())
        .transfer(
            new RunFolder(search.runFolder()),
            Tasks.machine(search),
            other.toString(),
            OptionalInt.of(1),
            Tasks.REQUEST,
            event -> {});
  }

  @Test
  void aTicketOfConvolutionsIsCarriedToAnotherTask() throws IOException {
    search.run();

    TransferResult result = carried();

    assertThat(result.arms()).hasSize(8);
    assertThat(result.to()).isEqualTo("others");
  }
}
