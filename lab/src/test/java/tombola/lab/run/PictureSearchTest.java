package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.export.ExportFormat;
import tombola.lab.export.ExportRequest;
import tombola.lab.export.TicketExport;
import tombola.lab.export.WeightValues;
import tombola.lab.result.LayerResult;
import tombola.lab.result.LevelResult;
import tombola.lab.result.RunResult;
import tombola.lab.store.RunFolder;
import tombola.lab.verify.ArmFigures;
import tombola.math.RandomStream;
import tombola.math.Seed;

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

  @Test
  void convolutionsCannotBeExportedYet() {
    search.run();
    ExportRequest request =
        new ExportRequest(
            OptionalInt.empty(),
            OptionalLong.empty(),
            false,
            ExportFormat.TOMBOLA,
            WeightValues.FLOAT32,
            false,
            folder.resolve("ticket.tombola"));

    assertThatThrownBy(() ->
            new TicketExport(new DataSources()).export(new RunFolder(search.runFolder()), request))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "network: expected fully connected layers, got lenet-5, whose convolutions no format has"
                + " yet");
    assertThat(folder.resolve("ticket.tombola")).doesNotExist();
  }
}
