package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.data.Checksum;
import tombola.lab.certificate.Certificate;
import tombola.lab.certificate.CertifiedTraining;
import tombola.lab.certificate.OtherCall;

final class CertifierTest {
  @TempDir Path folder;

  @Test
  void aCertificateHasEveryTrainingBehindTheVerdictWithItsChecksums() throws IOException {
    Certified made = Certified.of(new SmallSearch(folder), Requests.level(2, "kept-signs"));

    List<CertifiedTraining> trainings = made.read().content().trainings();

    int searches = 2 * 3; // seeds, levels
    int controls = 2 * 2 * 2; // controls, levels, seeds
    assertThat(trainings).hasSize(searches + controls + 2);
    assertThat(trainings).extracting(CertifiedTraining::key).doesNotHaveDuplicates();
    assertThat(trainings)
        .allSatisfy(training -> {
          Path level = folderOf(made, training);
          assertThat(training.sums().orElseThrow().metrics())
              .isEqualTo(Checksum.of(Files.readAllBytes(level.resolve("metrics.json"))));
          assertThat(training.figures().orElseThrow().seed()).isEqualTo(training.seed());
          assertThat(training.sums().orElseThrow().ticket().isPresent())
              .isEqualTo(List.of("dense", "ticket").contains(training.arm()));
        });
    CertifiedTraining kept = trainings.getLast();
    assertThat(kept.words()).isEqualTo("seed 2, kept-signs, level 2");
    assertThat(Files.readString(folderOf(made, kept).resolve("metrics.json")))
        .contains(kept.sums().orElseThrow().best(), kept.sums().orElseThrow().end());
  }

  private static Path folderOf(Certified made, CertifiedTraining training) {
    boolean search = List.of("dense", "ticket").contains(training.arm());
    Path replicate = made.search().runFolder().resolve("replicate-" + training.search());
    return (search ? replicate : replicate.resolve("arms").resolve(training.arm()))
        .resolve("level-" + training.level());
  }

  @Test
  void theJudgedTicketOfTheFirstSeedLiesBesideItAndIsHashed() throws IOException {
    Certified made = Certified.of(new SmallSearch(folder), Requests.level(2, "none"));
    byte[] ticket = Files.readAllBytes(made.file().resolveSibling("ticket.safetensors"));

    assertThat(ticket)
        .isEqualTo(
            Files.readAllBytes(
                made.search().runFolder().resolve("replicate-1/level-2/ticket.safetensors")));
    assertThat(made.read().content().files())
        .containsEntry("ticket.safetensors", Checksum.of(ticket))
        .containsOnlyKeys("ticket.safetensors", "result.json");
  }

  /** As the file says how, with nothing of ours that reads or writes JSON. */
  @Test
  void theHashIsThatOfTheContentAsItStandsInTheFileWithoutWhiteSpace() throws IOException {
    Certified made = Certified.of(new SmallSearch(folder), Requests.level(1, "none"));
    String file = Files.readString(made.file());
    String marker = "\"content\": ";
    String content =
        file.substring(file.indexOf(marker) + marker.length(), file.indexOf(",\n  \"made\": "));
    StringBuilder compact = new StringBuilder();
    boolean text = false;
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      text ^= c == '"' && content.charAt(i - 1) != '\\';
      if (text || !Character.isWhitespace(c)) {
        compact.append(c);
      }
    }

    assertThat(Checksum.of(compact.toString().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(made.read().hash());
    assertThat(made.read().hashed()).contains("without white space", "times", "are left out");
  }

  @Test
  void theHashCoversNoTimeAndNoMachine(@TempDir Path elsewhere) {
    Certified one =
        Certified.of(new SmallSearch(folder).with("threads", "1"), Requests.level(1, "none"));
    Certified two =
        Certified.of(
            new SmallSearch(elsewhere).with("threads", "2").with("levels", "1"),
            Requests.level(1, "none"));

    assertThat(two.read().hash()).isEqualTo(one.read().hash());
    assertThat(two.read().made()).isNotEqualTo(one.read().made());
    assertThat(one.read().made().arms().getFirst().outcomes())
        .containsExactlyInAnyOrder(
            "seed 1, reinitialised, level 1",
            "seed 2, reinitialised, level 1",
            "seed 1, random-mask, level 1",
            "seed 2, random-mask, level 1");
    assertThat(one.read().made().searches()).hasSize(2);
  }

  @Test
  void theOtherVerificationsOfTheRunAreTold() {
    SmallSearch search = new SmallSearch(folder);
    Certified first = Certified.of(search, Requests.level(1, "none"));
    assertThat(first.read().content().otherCalls()).isEmpty();
    assertThatThrownBy(() ->
            search.verify(
                Requests.level(3, "none"),
                event -> {
                  throw new IllegalStateException("stopped");
                }))
        .hasMessage("stopped");

    Certified last = Certified.again(search, Requests.level(2, "none"));

    assertThat(last.read().content().otherCalls())
        .extracting(other -> other.plan().level())
        .containsExactlyInAnyOrder(1, 3);
    assertThat(last.read().content().otherCalls())
        .filteredOn(other -> other.plan().level() == 3)
        .extracting(OtherCall::answer)
        .allSatisfy(answer -> assertThat(answer).isEmpty());
    assertThat(last.read().content().otherCalls())
        .filteredOn(other -> other.plan().level() == 1)
        .extracting(OtherCall::answer)
        .allSatisfy(answer -> assertThat(answer).isPresent());
  }

  @Test
  void aVerificationRepeatedLeavesTheFileAsItIs() throws IOException {
    SmallSearch search = new SmallSearch(folder);
    Certified made = Certified.of(search, Requests.level(1, "none"));
    byte[] before = Files.readAllBytes(made.file());

    search.verify(Requests.level(1, "none"));
    assertThat(Files.readAllBytes(made.file())).isEqualTo(before);

    Files.writeString(made.file(), "{}");
    search.verify(Requests.level(1, "none"));
    assertThat(Certificate.read(made.file()).content().plan().level()).isEqualTo(1);
  }
}
