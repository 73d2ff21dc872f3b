package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.config.Settings;
import tombola.lab.result.LevelResult;
import tombola.lab.result.RunResult;
import tombola.lab.store.Safetensors;

final class FinderTest {
  @TempDir Path folder;

  private static long trained(List<FindEvent> events) {
    return events.stream().filter(FindEvent.LevelStarted.class::isInstance).count();
  }

  @Test
  void aSearchGivesEveryLevelOfEveryReplicate() {
    RunResult result = new SmallSearch(folder).with("replicates", "3").run();

    assertThat(result.dataset()).isEqualTo("flowers");
    assertThat(result.classes()).containsExactly("a", "b", "c");
    assertThat(result.kernels()).isEqualTo("scalar");
    assertThat(result.replicates()).extracting(r -> r.seed()).containsExactly(1L, 2L, 3L);
    for (var replicate : result.replicates()) {
      assertThat(replicate.levels())
          .extracting(LevelResult::live)
          .containsExactly(48L, 41L, 35L, 30L);
      LevelResult dense = replicate.levels().getFirst();
      assertThat(dense.density()).isEqualTo(1.0);
      assertThat(dense.curve().points()).hasSize(4);
      assertThat(dense.classAccuracies()).hasSize(3);
      assertThat(dense.steps()).isEqualTo(30);
      assertThat(dense.validationAccuracy()).isEqualTo(dense.curve().best().validationAccuracy());
    }
  }

  @Test
  void aFinishedRunIsReturnedWithoutTraining() {
    SmallSearch search = new SmallSearch(folder).with("replicates", "2");
    RunResult first = search.run();
    List<FindEvent> events = new ArrayList<>();

    RunResult second = search.run(events::add);

    assertThat(second).isEqualTo(first);
    assertThat(trained(events)).isZero();
    assertThat(events).filteredOn(FindEvent.LevelFinished.class::isInstance).hasSize(8);
  }

  @Test
  void moreLevelsAndReplicatesExtendARunAndFewerReadIt() {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    List<FindEvent> events = new ArrayList<>();
    SmallSearch extended = search.with("levels", "5").with("replicates", "2");

    RunResult result = extended.run(events::add);

    assertThat(trained(events)).isEqualTo(2 + 6);
    assertThat(result.replicates()).extracting(r -> r.levels().size()).containsExactly(6, 6);
    assertThat(search.with("levels", "1").run().replicates().getFirst().levels()).hasSize(2);
  }

  @Test
  void anExtendedRunHasTheBitsOfOneThatWasLongFromTheStart(@TempDir Path other) {
    new SmallSearch(folder).run();
    new SmallSearch(folder).with("levels", "5").with("replicates", "3").run();

    SmallSearch whole = new SmallSearch(other).with("levels", "5").with("replicates", "3");
    whole.run();

    assertThat(new SmallSearch(folder).bits()).isEqualTo(whole.bits());
  }

  @Test
  void threadsAndNeighboursChangeNoBit(@TempDir Path alone, @TempDir Path more) {
    SmallSearch together = new SmallSearch(folder).with("replicates", "3").with("threads", "2");
    SmallSearch oneByOne = new SmallSearch(alone).with("replicates", "3").with("threads", "1");
    SmallSearch shared = new SmallSearch(more).with("replicates", "3").with("threads", "8");
    together.run();
    oneByOne.run();
    shared.run();

    assertThat(together.bits()).isEqualTo(oneByOne.bits()).isEqualTo(shared.bits());
  }

  @Test
  void storedTensorsAreTheTicketAndWhatCameOfIt() {
    SmallSearch search = new SmallSearch(folder);
    search.run();
    Path replicate = search.runFolder().resolve("replicate-1");
    Safetensors dense = Safetensors.read(replicate.resolve("level-0/ticket.safetensors"));
    Safetensors ticket = Safetensors.read(replicate.resolve("level-3/ticket.safetensors"));
    Safetensors trained = Safetensors.read(replicate.resolve("level-3/trained.safetensors"));

    assertThat(ticket.tensors().keySet())
        .containsExactlyInAnyOrder(
            "fc1.weight",
            "fc1.weight.mask",
            "fc1.bias",
            "fc2.weight",
            "fc2.weight.mask",
            "fc2.bias");
    for (String name : List.of("fc1.weight", "fc2.weight")) {
      assertThat(ticket.floats(name))
          .isEqualTo(dense.floats(name)); // back to the first values, bit for bit
      float[] end = trained.floats(name);
      var live = ticket.bits(name + ".mask");
      for (int i = 0; i < end.length; i++) {
        if (!live.get(i)) {
          assertThat(Float.floatToRawIntBits(end[i])).isZero();
        }
      }
    }
    assertThat(ticket.metadata())
        .containsEntry("data", "flowers")
        .containsEntry("network", "mlp:8")
        .containsEntry("seed", "1")
        .containsEntry("level", "3")
        .containsEntry("step", "0")
        .containsKeys("data-checksum", "configuration", "arithmetic");
  }

  @Test
  void rewindingToAStepStoresItsWeightsOnceAndStartsThere() {
    SmallSearch search = new SmallSearch(folder).with("rewind", "step:7");
    RunResult result = search.run();
    Path replicate = search.runFolder().resolve("replicate-1");
    Safetensors rewind = Safetensors.read(replicate.resolve("level-0/rewind.safetensors"));
    Safetensors ticket = Safetensors.read(replicate.resolve("level-2/ticket.safetensors"));

    assertThat(ticket.floats("fc1.weight")).isEqualTo(rewind.floats("fc1.weight"));
    assertThat(ticket.metadata()).containsEntry("step", "7");
    assertThat(replicate.resolve("level-1/rewind.safetensors")).doesNotExist();
    assertThat(result.replicates().getFirst().levels())
        .extracting(LevelResult::steps)
        .containsExactly(30L, 23L, 23L, 23L);
  }

  @Test
  void oneShotPrunesOnceToTheCountThatTheLevelsWouldReach() {
    RunResult result = new SmallSearch(folder).with("one-shot", "true").run();

    assertThat(result.replicates().getFirst().levels())
        .extracting(LevelResult::live)
        .containsExactly(48L, 30L);
  }

  @Test
  void aTrainingThatDivergesGivesOneLineAndTheOthersGoOn() throws IOException {
    SmallSearch search =
        new SmallSearch(folder)
            .with("replicates", "2")
            .with("optimizer", "sgd")
            .with("rate", "1000")
            .with("steps", "60");
    List<FindEvent> events = new ArrayList<>();

    assertThatThrownBy(() -> search.run(events::add))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("replicate with seed 1, level 0: ")
        .hasMessageContaining("replicate with seed 2, level 0: ")
        .hasMessageEndingWith("finished levels are kept")
        .hasMessageNotContaining("\n");
    assertThat(events).filteredOn(FindEvent.ReplicateDiverged.class::isInstance).hasSize(2);
    assertThat(Files.exists(search.runFolder().resolve("replicate-1/level-0"))).isFalse();
  }

  @Test
  void aSecondSearchOnTheSameRunIsRefusedWhileTheFirstIsAtWork() {
    SmallSearch search = new SmallSearch(folder);
    List<String> messages = new ArrayList<>();

    search.run(event -> {
      if (event instanceof FindEvent.LevelStarted(long _, int level, long _, double _, long _)
          && level == 1) {
        assertThatThrownBy(search::run)
            .isInstanceOf(InputException.class)
            .satisfies(e -> messages.add(e.getMessage()));
        assertThatThrownBy(() -> new RunCatalog(search.config().machine().out()).remove("flowers"))
            .isInstanceOf(InputException.class)
            .satisfies(e -> messages.add(e.getMessage()));
      }
    });

    assertThat(messages).hasSize(2).allMatch(m -> m.contains("is at work on this run"));
  }

  @Test
  void theConfigurationInTheRunRepeatsIt() {
    SmallSearch search = new SmallSearch(folder).with("rewind", "step:5");
    search.run();

    assertThat(
            FindConfig.of(
                Settings.read(search.runFolder().resolve("config.yaml"))
                    .overriddenBy(
                        Settings.of(Map.of("out", search.config().machine().out().toString())))))
        .isEqualTo(search.config());
  }

  @Test
  void aFolderThatCannotBeWrittenGivesOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "");

    assertThatThrownBy(() -> new SmallSearch(folder).with("out", file.toString()).run())
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ": cannot be written: there is a file of that name; name another folder with --out");
  }

  @Test
  void unknownKernelsAndNetworksGiveOneLine() {
    assertThatThrownBy(() -> new SmallSearch(folder).with("kernels", "magic").run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("kernels: expected");
    assertThatThrownBy(() -> new SmallSearch(folder).with("network", "resnet").run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("network: expected");
    assertThat(folder.resolve("runs")).doesNotExist();
  }
}
