package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.export.ExportFormat;
import tombola.lab.export.ExportRequest;
import tombola.lab.export.ExportResult;
import tombola.lab.export.TicketExport;
import tombola.lab.export.WeightValues;
import tombola.lab.store.RunFolder;

/** Tickets of real searches, exported and asked about the whole test part. */
class TicketExportTest {
  @TempDir private Path folder;

  private ExportResult export(SmallSearch search, ExportFormat format, WeightValues values) {
    ExportRequest request =
        new ExportRequest(
            OptionalInt.of(2),
            OptionalLong.empty(),
            false,
            format,
            values,
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
