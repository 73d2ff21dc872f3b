package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSearchToldToStopSaysHowToGoOn(@TempDir Path folder) throws Exception {
    String[] args = Cli.find(folder, "--levels", "500", "--prune", "0.001");
    Process process = start(folder, args);
    try {
      while (levels(folder) < 2) {
        assertThat(process.isAlive()).isTrue();
        TimeUnit.MILLISECONDS.sleep(20);
      }
      // Not INT, which a shell's background jobs ignore; both run the same hook.
      new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
      process.waitFor();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(128 + 15);
    assertThat(Files.readString(folder.resolve("err")))
        .contains("tombola: stopped; the same command goes on from where it stopped");
    long kept = levels(folder);
    assertThat(kept).isBetween(2L, 500L);
    Cli.Result shown = Cli.run("runs", "show", "sizes", "--out", folder.resolve("runs").toString());
    assertThat(shown.out()).contains("The search cost " + kept + " trainings");
  }

  private static Process start(Path folder, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectOutput(new File(folder.toFile(), "out"))
        .redirectError(new File(folder.toFile(), "err"))
        .start();
  }

  private static long levels(Path folder) throws IOException {
    Path runs = folder.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return 0;
    }
    try (Stream<Path> all = Files.walk(runs, 3)) {
      return all.filter(p -> p.getFileName().toString().matches("level-[0-9]+")).count();
    }
  }
}
