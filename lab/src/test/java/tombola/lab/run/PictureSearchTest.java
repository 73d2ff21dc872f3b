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
  void everyArmOfAVerificationRuns() {
    search.run();

    assertThat(search.verify(Requests.level(1, "all")).arms())
        .hasSize(12)
        .extracting(ArmFigures::arm)
        .contains("reinitialised", "random-mask", "small-dense");
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
