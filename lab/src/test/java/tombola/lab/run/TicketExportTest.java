package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.data.Features;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.data.DataSpec;
import tombola.lab.data.Prepared;
import tombola.lab.export.ExportFormat;
import tombola.lab.export.ExportRequest;
import tombola.lab.export.ExportResult;
import tombola.lab.export.TicketExport;
import tombola.lab.export.WeightValues;
import tombola.lab.onnx.OrtModel;
import tombola.lab.store.RunFolder;
import tombola.runtime.Tombola;

/** Tickets of real searches, exported and asked about the whole test part. */
class TicketExportTest {
  @TempDir private Path folder;

  private ExportResult export(SmallSearch search, ExportFormat format, WeightValues values) {
    return export(search, format, values, false);
  }

  private ExportResult export(
      SmallSearch search, ExportFormat format, WeightValues values, boolean sparse) {
    ExportRequest request =
        new ExportRequest(
            OptionalInt.of(2),
            OptionalLong.empty(),
            false,
            format,
            values,
            sparse,
            folder.resolve("ticket." + format.id()));
    return new TicketExport(new DataSources()).export(new RunFolder(search.runFolder()), request);
  }

  @Test
  void everyFormatAgreesOnAllTestImagesOfMnist() throws IOException {
    SmallSearch search =
        new SmallSearch(folder)
            .with("data", "mnist")
            .with("network", "mlp:20")
            .with("levels", "2")
            .with("prune", "0.8")
            .with("steps", "200");
    double accuracy = search.run().replicates().getFirst().levels().getLast().testAccuracy();

    for (ExportFormat format : ExportFormat.values()) {
      ExportResult exact = export(search, format, WeightValues.FLOAT32);

      assertThat(exact.agreement().samples()).isEqualTo(10_000);
      assertThat(exact.agreement().accuracyBefore()).isEqualTo(accuracy);
      assertThat(exact.agreement().accuracy()).isEqualTo(accuracy);
      assertThat(exact.agreement().sameClass()).as("%s", format).isEqualTo(1);
      assertThat(exact.agreement().largestDifference())
          .as("%s", format)
          .isLessThanOrEqualTo(format == ExportFormat.C ? 1e-4 : 0);
      assertThat(exact.bytes()).isEqualTo(Files.size(folder.resolve("ticket." + format.id())));
      if (format.weightValues().contains(WeightValues.INT8)) {
        ExportResult narrow = export(search, format, WeightValues.INT8);
        assertThat(narrow.agreement().sameClass()).as("%s", format).isGreaterThan(0.99);
        assertThat(narrow.agreement().accuracy()).isGreaterThan(accuracy - 0.005);
        assertThat(narrow.bytes()).isLessThan(exact.bytes());
      }
    }
  }

  @Test
  void onnxRuntimeGivesAllTestImagesOfMnistTheSameClass() throws IOException, OrtException {
    SmallSearch search =
        new SmallSearch(folder)
            .with("data", "mnist")
            .with("network", "mlp:20")
            .with("levels", "2")
            .with("prune", "0.8")
            .with("steps", "200");
    search.run();
    ExportResult tombola = export(search, ExportFormat.TOMBOLA, WeightValues.FLOAT32);
    Tombola ticket = Tombola.load(Path.of(tombola.file()));
    Prepared mnist = new DataSources().prepare(DataSpec.of("mnist"));
    Features images = mnist.data().test().features();
    double[][] samples = new double[mnist.data().test().size()][];
    Arrays.setAll(samples, i -> mnist.units().raw(images, i));
    List<Long> sizes = new ArrayList<>();

    for (boolean sparse : List.of(false, true)) {
      ExportResult onnx = export(search, ExportFormat.ONNX, WeightValues.FLOAT32, sparse);
      sizes.add(onnx.bytes());
      try (OrtModel model = new OrtModel(Files.readAllBytes(Path.of(onnx.file())))) {
        assertThat(model.metadata())
            .containsEntry("tombola.level", "2")
            .containsEntry("tombola.seed", "1")
            .containsEntry("tombola.weights", "best")
            .hasEntrySatisfying("tombola.density", d -> assertThat(d).startsWith("0.0"))
            .hasEntrySatisfying("tombola.ticket", sum -> assertThat(sum).hasSize(64));
        float[][] logits = model.predict(samples);
        for (int i = 0; i < samples.length; i++) {
          float[] expected = ticket.predict(samples[i]);
          assertThat(Tombola.argmax(logits[i])).isEqualTo(Tombola.argmax(expected));
          assertThat(logits[i]).containsExactly(expected, within(1e-4f));
        }
      }
    }
    assertThat(sizes.get(1)).isLessThan(sizes.get(0) / 2);
  }

  @Test
  void aRunWhoseDataChangedIsRefused() throws IOException {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    Path data = folder.resolve("flowers.csv");
    Files.writeString(data, Files.readString(data) + "1,2,3,a\n");

    assertThatThrownBy(() -> export(search, ExportFormat.TOMBOLA, WeightValues.FLOAT32))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected the data of the run, found other data at");
    assertThat(folder.resolve("ticket.tombola")).doesNotExist();
  }
}
