package tombola.lab.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostChoicesTest {
  private static final String QUESTION = "forward of 784 to 300, 9 live, 4 panels, among a b | c";

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("runs").resolve(HostChoices.NAME);
  }

  @Test
  void whatOneProcessRemembersTheNextRecalls() {
    HostChoices first = new HostChoices(file(), "cpu, 2 cores");
    assertThat(first.recall(QUESTION)).isEmpty();
    first.remember(QUESTION, "c");
    first.remember(QUESTION, "a b");
    assertThat(first.recall(QUESTION)).contains("a b");
    HostChoices second = new HostChoices(file(), "cpu,\t2 cores");
    assertThat(second.recall(QUESTION)).contains("a b");
    assertThat(second.recall(QUESTION + " | d")).isEmpty();
  }

  @Test
  void anotherMachineOrBuildHasAnswersOfItsOwn() {
    new HostChoices(file(), "cpu, commit 1").remember(QUESTION, "c");
    HostChoices other = new HostChoices(file(), "cpu, commit 2");
    assertThat(other.recall(QUESTION)).isEmpty();
    other.remember(QUESTION, "a b");
    assertThat(new HostChoices(file(), "cpu, commit 1").recall(QUESTION)).contains("c");
  }

  @Test
  void linesThatAreNoAnswersAreLeftOut() throws IOException {
    new HostChoices(file(), "cpu").remember(QUESTION, "c");
    String half = "cpu\thalf a li";
    Files.writeString(file(), "\n" + half + "\n" + Files.readString(file()) + half);
    assertThat(new HostChoices(file(), "cpu").recall(QUESTION)).contains("c");
  }

  @Test
  void aFileThatCannotBeUsedCostsNothingButTime() throws IOException {
    Path notFolder = Files.writeString(folder.resolve("file"), "");
    HostChoices choices = new HostChoices(notFolder.resolve(HostChoices.NAME), "cpu");
    choices.remember(QUESTION, "c");
    assertThat(choices.recall(QUESTION)).contains("c");
    byte[] binary = {(byte) 0xFF, (byte) 0xFE, 0, '\n'};
    Path broken = Files.write(folder.resolve("broken"), binary);
    assertThat(new HostChoices(broken, "cpu").recall(QUESTION)).isEmpty();
  }
}
