package tombola.lab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tombola.lab.config.InputException;

final class DurableFilesTest {
  @TempDir Path folder;

  @Test
  void aFileReplacesTheOneBeforeItAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("a.json");

    DurableFiles.write(file, new byte[] {1});
    DurableFiles.write(file, new byte[] {2, 3});

    assertThat(Files.readAllBytes(file)).containsExactly(2, 3);
    assertThat(DurableFiles.list(folder)).containsExactly(file);
  }

  @Test
  void aFolderAppearsWholeWhateverAKilledProcessLeft() throws IOException {
    Path unfinished = Files.createDirectories(folder.resolve("level-1.tmp"));
    Files.write(unfinished.resolve("rubbish"), new byte[9]);

    DurableFiles.writeFolder(
        folder.resolve("level-1"), Map.of("a", new byte[] {1}, "b", new byte[0]));

    assertThat(DurableFiles.list(folder)).containsExactly(folder.resolve("level-1"));
    assertThat(DurableFiles.list(folder.resolve("level-1")))
        .containsExactly(folder.resolve("level-1/a"), folder.resolve("level-1/b"));
  }

  @Test
  void aFolderThatIsThereIsNeverWrittenOver() throws IOException {
    Path level = Files.createDirectories(folder.resolve("level-1"));
    Files.write(level.resolve("a"), new byte[] {7});

    assertThatThrownBy(() -> DurableFiles.writeFolder(level, Map.of("a", new byte[] {1})))
        .isInstanceOf(InputException.class)
        .hasMessageNotContaining("\n");

    assertThat(Files.readAllBytes(level.resolve("a"))).containsExactly(7);
    assertThat(DurableFiles.list(folder)).containsExactly(level);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskGivesOneLineAndKeepsWhatWasThere() throws IOException {
    Path file = Files.write(folder.resolve("run.json"), new byte[] {7});
    Files.createSymbolicLink(folder.resolve("run.json.tmp"), Path.of("/dev/full"));

    assertThatThrownBy(() -> DurableFiles.write(file, new byte[100_000]))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ": cannot be written: No space left on device; finished levels are kept: make room and run the same"
                + " command again");

    assertThat(Files.readAllBytes(file)).containsExactly(7);
    assertThat(DurableFiles.list(folder)).containsExactly(file);
  }

  @Test
  void aFileWhereAFolderShouldBeGivesOneLine() throws IOException {
    Path file = Files.write(folder.resolve("runs"), new byte[0]);

    assertThatThrownBy(() -> DurableFiles.createFolders(file))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ": cannot be written: there is a file of that name; name another folder with --out");
    assertThatThrownBy(() -> DurableFiles.createFolders(file.resolve("below/it")))
        .isInstanceOf(InputException.class)
        .hasMessageNotContaining("\n");
  }

  @Test
  void deletingATreeDoesNotFollowLinks() throws IOException {
    Path kept = Files.write(folder.resolve("kept"), new byte[1]);
    Path tree = Files.createDirectories(folder.resolve("tree/below"));
    Files.createSymbolicLink(tree.resolve("link"), kept);
    Files.createSymbolicLink(tree.resolve("up"), folder);

    DurableFiles.deleteTree(folder.resolve("tree"));

    assertThat(DurableFiles.list(folder)).containsExactly(kept);
  }
}
