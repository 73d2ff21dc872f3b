package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.ledger.Ledger;
import tombola.lab.ledger.Prediction;
import tombola.lab.ledger.Rates;
import tombola.lab.result.RunResult;
import tombola.lab.store.PredictionTimes;
import tombola.lab.store.RunFolder;

final class PredictionClockTest {
  @TempDir Path folder;

  @Test
  void predictionsAreTimedOnceAndKeptApartFromWhatIsCompared() {
    SmallSearch search = new SmallSearch(folder);
    RunResult result = search.run();
    RunFolder run = new RunFolder(search.runFolder());
    PredictionClock clock = new PredictionClock(new DataSources());
    int level = result.replicates().getFirst().ticket().level();
    assertThat(Ledgers.of(run, result, Rates.STANDARD).prediction().timed()).isEmpty();

    clock.timeOnce(run, search.config(), 1, level);
    PredictionTimes times = run.replicate(1).predictionTimes(level).orElseThrow();
    assertThat(times.dense()).isPositive().isLessThan(1);
    assertThat(times.ticket()).isPositive().isLessThan(1);
    assertThat(times.machine()).endsWith(", scalar");

    clock.timeOnce(run, search.config(), 1, level);
    assertThat(run.replicate(1).predictionTimes(level)).contains(times);
    Ledger ledger = Ledgers.of(run, result, Rates.STANDARD);
    assertThat(ledger.prediction().timed())
        .contains(new Prediction.Timed(times.dense(), times.ticket(), times.machine()));
    assertThat(search.run().replicates().getFirst().levels()).hasSize(4);
  }

  @Test
  void aDamagedFileOfTimesSaysWhatToDo() throws IOException {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    Path file = search.runFolder().resolve("replicate-1/prediction-2.json");
    Files.writeString(file, "{}");
    assertThatThrownBy(() -> new RunFolder(search.runFolder()).replicate(1).predictionTimes(2))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageEndingWith("remove this file, and it is measured anew");
  }
}
