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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.verify.VerifyRequest;

final class VerifyResumeTest {
  private static final VerifyRequest REQUEST = Requests.level(1, "rate-rewound");

  @TempDir Path folder;

  /** Ends a verification as a kill does: nothing in the program expects it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private static VerifyListener killerAt(int event) {
    AtomicInteger seen = new AtomicInteger();
    return e -> {
      if (seen.getAndIncrement() == event) {
        throw new Killed();
      }
    };
  }

  /** Verifies to the event that its second argument names, and then halts. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      AtomicInteger seen = new AtomicInteger();
      new SmallSearch(Path.of(args[0]))
          .verify(
              REQUEST,
              event -> {
                if (seen.getAndIncrement() == Integer.parseInt(args[1])) {
                  Runtime.getRuntime().halt(137);
                }
              });
    }
  }

  @Test
  void aVerificationKilledAtAnyEventGoesOnToTheSameBits(@TempDir Path undisturbed)
      throws IOException {
    SmallSearch whole = small(undisturbed);
    List<VerifyEvent> events = new ArrayList<>();
    whole.verify(REQUEST, events::add);

    for (int kill = 0; kill < events.size(); kill++) {
      SmallSearch search = small(Files.createDirectories(folder.resolve("kill-" + kill)));
      VerifyListener killer = killerAt(kill);
      assertThatThrownBy(() -> search.verify(REQUEST, killer)).isInstanceOf(Killed.class);
      search.verify(REQUEST);

      assertThat(search.bits()).as("killed at " + events.get(kill)).isEqualTo(whole.bits());
    }
  }

  private static SmallSearch small(Path place) {
    SmallSearch search =
        new SmallSearch(place).with("levels", "1").with("steps", "10").with("threads", "1");
    search.run();
    return search;
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 25, 45})
  void aProcessThatIsHaltedLeavesARunThatGoesOnToTheSameBits(int event, @TempDir Path undisturbed)
      throws Exception {
    SmallSearch whole = new SmallSearch(undisturbed);
    whole.run();
    whole.verify(REQUEST);
    SmallSearch search = new SmallSearch(folder);
    search.run();
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

    search.verify(REQUEST);

    assertThat(search.bits()).isEqualTo(whole.bits());
  }

  @Test
  void aMethodGoesOnAfterItsFinishedTrainings() {
    SmallSearch search = new SmallSearch(folder).with("threads", "1").with("replicates", "2");
    search.run();
    VerifyRequest request = Requests.level(3, "rate-rewound");
    CountingEngines engines = new CountingEngines();
    Verifier verifier = new Verifier(new DataSources(), _ -> engines);
    AtomicInteger looks = new AtomicInteger();
    assertThatThrownBy(() ->
            search.verify(
                verifier,
                request,
                event -> {
                  // a training of 30 steps has four looks: the third training's first is the ninth
                  if (event instanceof VerifyEvent.Moved && looks.incrementAndGet() == 9) {
                    throw new Killed();
                  }
                }))
        .isInstanceOf(Killed.class);
    assertThat(engines.trainings()).isEqualTo(3);
    assertThat(search.runFolder().resolve("replicate-1/arms/rate-rewound/level-3-work/level-1"))
        .exists();

    search.verify(verifier, request, event -> {});

    assertThat(engines.trainings()).isEqualTo(2 + 4 + 2 * 2 * 3);
    assertThat(search.runFolder().resolve("replicate-1/arms/rate-rewound/level-3-work"))
        .doesNotExist();
  }

  @Test
  void aDamagedFileOfAnArmIsFoundAndNothingElseIsTouched() throws IOException {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    search.verify(REQUEST);
    var good = search.bits();
    Path level = search.runFolder().resolve("replicate-1/arms/rate-rewound/level-1");
    for (String name : List.of("metrics.json", "timing.json", "SHA256SUMS")) {
      Path file = level.resolve(name);
      byte[] content = Files.readAllBytes(file);
      byte[] damaged = content.clone();
      damaged[content.length / 2] ^= 1;
      Files.write(file, damaged);
      assertThatThrownBy(() -> search.verify(REQUEST))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(level.toString())
          .hasMessageEndingWith("remove " + level + " to train that level again")
          .hasMessageNotContaining("\n");
      Files.write(file, content);
    }
    search.verify(REQUEST);
    assertThat(search.bits()).isEqualTo(good);
  }

  @Test
  void aDamagedPlanIsFound() throws IOException {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    String hash = search.verify(REQUEST).planHash();
    Path plan = search.runFolder().resolve("verify").resolve(hash).resolve("plan.json");
    Files.writeString(plan, Files.readString(plan).replace("0.05", "0.06"));

    assertThatThrownBy(() -> search.verify(REQUEST))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(plan + ": expected the plan whose SHA-256 names its folder");
  }
}
