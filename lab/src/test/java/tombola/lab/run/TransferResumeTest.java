package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.store.RunFolder;

final class TransferResumeTest {
  @TempDir Path folder;

  /** Ends a transfer as a kill does: nothing in the program expects it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private static TransferListener killerAt(int event) {
    AtomicInteger seen = new AtomicInteger();
    return e -> {
      if (seen.getAndIncrement() == event) {
        throw new Killed();
      }
    };
  }

  private static SmallSearch small(Path place) {
    SmallSearch search =
        new SmallSearch(place).with("levels", "1").with("steps", "10").with("threads", "1");
    search.run();
    return search;
  }

  private static void transfer(SmallSearch search, Path place, TransferListener listener) {
    Tasks.transfer(
        new Transferer(new DataSources()),
        search,
        Tasks.data(place, "birds", 3, 4),
        1,
        Tasks.REQUEST,
        listener);
  }

  @Test
  void aTransferKilledAtEveryThirdEventGoesOnToTheSameBits(@TempDir Path undisturbed)
      throws IOException {
    SmallSearch whole = small(undisturbed);
    List<TransferEvent> events = new ArrayList<>();
    transfer(whole, undisturbed, events::add);

    for (int kill = 0; kill < events.size(); kill += 3) {
      Path place = Files.createDirectories(folder.resolve("kill-" + kill));
      SmallSearch search = small(place);
      TransferListener killer = killerAt(kill);
      assertThatThrownBy(() -> transfer(search, place, killer)).isInstanceOf(Killed.class);
      transfer(search, place, event -> {});

      assertThat(Tasks.bits(search))
          .as("killed at " + events.get(kill))
          .isEqualTo(Tasks.bits(whole));
    }
  }

  @Test
  void aDamagedOutcomeIsFound() throws IOException {
    SmallSearch search = small(folder);
    transfer(search, folder, event -> {});
    String source = new RunFolder(Tasks.run(search, "flowers")).name();
    Path level =
        Tasks.run(search, "birds")
            .resolve("replicate-2/transfer")
            .resolve(source)
            .resolve("new/mask-alone/level-1");
    Path file = level.resolve("metrics.json");
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);

    assertThatThrownBy(() -> transfer(search, folder, event -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(level.toString())
        .hasMessageEndingWith("remove " + level + " to train that level again");
  }
}
