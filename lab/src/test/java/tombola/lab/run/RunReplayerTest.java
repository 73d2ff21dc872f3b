package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.lab.certificate.Replay;
import tombola.lab.config.InputException;
import tombola.lab.config.Settings;
import tombola.lab.data.DataSources;
import tombola.lab.store.RunFolder;

final class RunReplayerTest {
  @TempDir Path folder;
  private final CountingEngines engines = new CountingEngines();

  private Certified found() {
    SmallSearch search =
        new SmallSearch(folder)
            .with("steps", "12")
            .with("replicates", "2")
            .with("rewind", "step:4");
    search.run();
    return new Certified(search, folder);
  }

  private Replay replay(Certified found, OptionalInt level) {
    Settings machine =
        Settings.of(Map.of("threads", "1", "out", folder.resolve("runs").toString()));
    return new RunReplayer(new DataSources(), _ -> engines)
        .replay(new RunFolder(found.search().runFolder()), level, machine, event -> {});
  }

  @Test
  void aWholeRunIsMadeAgainFromItsSeeds() {
    Replay replay = replay(found(), OptionalInt.empty());

    assertThat(replay.equal()).isTrue();
    assertThat(engines.trainings()).isEqualTo(8).isEqualTo(replay.retrained());
    assertThat(folder.resolve("runs/replay")).doesNotExist();
  }

  @Test
  void oneLevelIsTrainedAloneAndTheWayToItIsChecked() {
    for (int level : new int[] {0, 2}) {
      Replay replay = replay(found(), OptionalInt.of(level));

      assertThat(replay.lines()).isEmpty();
      assertThat(engines.trainings()).isEqualTo(2).isEqualTo(replay.retrained());
      assertThat(replay.left()).startsWith("6 trainings of other levels");
    }
  }

  @Test
  void aTrainingThatWasAlteredWithItsChecksumsIsNamed() {
    Certified found = found();
    found.forge("replicate-2/level-2", "testAccuracy", "0.125");

    assertThat(replay(found, OptionalInt.of(1)).lines()).isEmpty();
    assertThat(replay(found, OptionalInt.of(2)).lines())
        .singleElement()
        .asString()
        .startsWith("seed 2, ticket, level 2: testAccuracy: expected 0.125, found ");
    assertThat(replay(found, OptionalInt.empty()).lines())
        .singleElement()
        .asString()
        .startsWith("seed 2, ticket, level 2: testAccuracy: expected 0.125, found ");
  }

  @Test
  void aLevelThatTheRunDoesNotHaveIsRefused() {
    Certified found = found();

    assertThatThrownBy(() -> replay(found, OptionalInt.of(4)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("level: expected 0 to 3, the levels of ");
  }
}
