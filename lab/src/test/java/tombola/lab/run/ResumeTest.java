package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tombola.lab.config.InputException;

final class ResumeTest {
  @TempDir Path folder;

  /** Ends a search as a kill does: nothing in the program expects it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private static FindListener killerAt(int event) {
    AtomicInteger seen = new AtomicInteger();
    return e -> {
      if (seen.getAndIncrement() == event) {
        throw new Killed();
      }
    };
  }

  /** Runs one search to the event that its second argument names, and then halts. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      AtomicInteger seen = new AtomicInteger();
      new SmallSearch(Path.of(args[0]))
          .run(event -> {
            if (seen.getAndIncrement() == Integer.parseInt(args[1])) {
              Runtime.getRuntime().halt(137);
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"init", "step:7"})
  void aSearchKilledAtAnyEventGoesOnToTheSameBits(String rewind, @TempDir Path undisturbed)
      throws IOException {
    SmallSearch whole = new SmallSearch(undisturbed).with("rewind", rewind).with("levels", "1");
    List<FindEvent> events = new ArrayList<>();
    whole.run(events::add);

    for (int kill = 0; kill < events.size(); kill++) {
      Path place = Files.createDirectories(folder.resolve("kill-" + kill));
      SmallSearch search = new SmallSearch(place).with("rewind", rewind).with("levels", "1");
      FindListener killer = killerAt(kill);
      assertThatThrownBy(() -> search.run(killer)).isInstanceOf(Killed.class);
      search.run();

      assertThat(search.bits()).as("killed at " + events.get(kill)).isEqualTo(whole.bits());
    }
  }

  @Test
  void aSearchKilledAtEveryLevelGoesOnToTheSameBits(@TempDir Path undisturbed) {
    SmallSearch whole = new SmallSearch(undisturbed);
    whole.run();
    SmallSearch search = new SmallSearch(folder);
    int kills = 0;
    for (int round = 0; round < 4; round++) {
      AtomicInteger finished = new AtomicInteger();
      try {
        search.run(event -> {
          if (event instanceof FindEvent.LevelFinished(long _, var _, boolean cached)
              && !cached
              && finished.getAndIncrement() == 0) {
            throw new Killed();
          }
        });
      } catch (Killed _) {
        kills++;
      }
    }
    search.run();

    assertThat(kills).isEqualTo(4);
    assertThat(search.bits()).isEqualTo(whole.bits());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 11})
  void aProcessThatIsHaltedLeavesARunThatGoesOnToTheSameBits(int event, @TempDir Path undisturbed)
      throws Exception {
    SmallSearch whole = new SmallSearch(undisturbed);
    whole.run();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString(),
                Integer.toString(event))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(child.waitFor()).isEqualTo(137);

    SmallSearch search = new SmallSearch(folder);
    search.run();

    assertThat(search.bits()).isEqualTo(whole.bits());
  }

  @Test
  void whatAKilledProcessLeftHalfWrittenIsRemoved(@TempDir Path undisturbed) throws IOException {
    SmallSearch whole = new SmallSearch(undisturbed);
    whole.run();
    SmallSearch search = new SmallSearch(folder);
    search.with("levels", "1").run();
    Path run = search.runFolder();
    Path half = Files.createDirectories(run.resolve("replicate-1/level-2.tmp"));
    Files.write(half.resolve("ticket.safetensors"), new byte[100]);
    Files.write(run.resolve("config.yaml.tmp"), new byte[] {1, 2});
    Files.write(run.resolve("replicate-1/provenance.json.tmp"), new byte[0]);

    search.run();

    assertThat(search.bits()).isEqualTo(whole.bits());
    assertThat(half).doesNotExist();
    assertThat(run.resolve("config.yaml.tmp")).doesNotExist();
  }

  @Test
  void aDamagedFileOfALevelIsFoundAndNothingIsTrainedAgain() throws IOException {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    Map<String, String> good = search.bits();
    Path level = search.runFolder().resolve("replicate-1/level-1");
    List<Path> files;
    try (var list = Files.list(level)) {
      files = list.toList();
    }
    assertThat(files).hasSize(6);
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      for (int at : new int[] {0, content.length / 2}) {
        byte[] damaged = content.clone();
        damaged[at] ^= 0x20;
        Files.write(file, damaged);
        assertRefused(search, level);
        assertRefused(search.with("levels", "5"), level);
      }
      Files.write(file, Arrays.copyOf(content, content.length - 1 - content.length / 4));
      assertRefused(search, level);
      Files.delete(file);
      assertRefused(search, level);
      Files.write(file, content);
    }
    search.run();
    assertThat(search.bits()).isEqualTo(good);
  }

  private static void assertRefused(SmallSearch search, Path level) {
    List<FindEvent> events = new ArrayList<>();
    assertThatThrownBy(() -> search.run(events::add))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(level.toString())
        .hasMessageEndingWith("remove " + level + " to train that level again")
        .hasMessageNotContaining("\n");
    assertThat(events).noneMatch(FindEvent.LevelStarted.class::isInstance);
  }

  @Test
  void aLevelThatWasRemovedIsTrainedAgainToTheSameBits() throws IOException {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    Map<String, String> good = search.bits();
    Path level = search.runFolder().resolve("replicate-1/level-1");
    try (var list = Files.list(level)) {
      for (Path file : list.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(level);
    List<FindEvent> events = new ArrayList<>();

    search.run(events::add);

    assertThat(events).filteredOn(FindEvent.LevelStarted.class::isInstance).hasSize(1);
    assertThat(search.bits()).isEqualTo(good);
  }

  @Test
  void aStoredLevelThatOtherCodeMadeIsNotTakenForOurs(@TempDir Path other) throws IOException {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    SmallSearch foreign = new SmallSearch(other).with("seed", "2");
    foreign.run();
    Path level = search.runFolder().resolve("replicate-1/level-1");
    try (var files = Files.list(foreign.runFolder().resolve("replicate-2/level-1"))) {
      for (Path file : files.toList()) {
        Files.copy(file, level.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }

    assertThatThrownBy(() -> search.with("levels", "5").run())
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(level + ": expected the mask that this code finds, found another")
        .hasMessageNotContaining("\n");
  }

  @Test
  void everySessionThatWorkedOnAReplicateIsRecorded() throws IOException {
    SmallSearch search = new SmallSearch(folder);
    search.with("levels", "1").run();
    search.run();
    search.run();

    String provenance = Files.readString(search.runFolder().resolve("replicate-1/provenance.json"));

    assertThat(provenance)
        .containsOnlyOnce("\"levels\": [ 0, 1 ]")
        .containsOnlyOnce("\"levels\": [ 2, 3 ]");
    assertThat(provenance.split("\"started\"", -1)).hasSize(3);
    assertThat(provenance).doesNotContain(folder.toString());
  }
}
