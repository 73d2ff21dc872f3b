package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tombola.lab.run.FindEvent;
import tombola.train.Curve;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now;

  @Test
  void theLineNamesLevelStepAccuracyAndTimeLeft() {
    Progress progress = progress(true, List.of(1L));
    progress.on(new FindEvent.LevelStarted(1, 0, 10, 1, 1000));
    validated(progress, 1, 0, 0);
    now += TimeUnit.SECONDS.toNanos(10);
    validated(progress, 1, 0, 500);
    assertThat(progress.line())
        .isEqualTo("left 50 s  level 0/2  step 500/1,000  validation 0.7500"); // 20 s a level
  }

  @Test
  void replicatesAreNamedByTheirSeeds() {
    Progress progress = progress(true, List.of(4L, 5L));
    validated(progress, 5, 1, 100);
    validated(progress, 4, 2, 200);
    assertThat(progress.line())
        .isEqualTo(
            "seed 4  level 2/2  step 200/1,000  validation 0.7500"
                + " | seed 5  level 1/2  step 100/1,000  validation 0.7500");
  }

  @Test
  void theLineIsWrittenFiveTimesASecondAtMostAndFitsTheTerminal() {
    Progress progress = progress(true, List.of(1L, 2L));
    for (int step = 0; step < 1000; step++) {
      now += TimeUnit.MILLISECONDS.toNanos(1);
      validated(progress, 1, 0, step);
      validated(progress, 2, 0, step);
    }
    String[] lines = bytes.toString(StandardCharsets.UTF_8).split("\r", -1);
    assertThat(lines).hasSizeBetween(5, 6).allMatch(line -> line.length() < 60);
    progress.clear();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith(" \r");
  }

  @Test
  void withoutATerminalNothingIsWritten() {
    Progress progress = progress(false, List.of(1L));
    progress.on(new FindEvent.LevelStarted(1, 0, 10, 1, 1000));
    validated(progress, 1, 0, 500);
    progress.clear();
    assertThat(bytes.size()).isZero();
  }

  private Progress progress(boolean interactive, List<Long> seeds) {
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Progress progress = new Progress(new Terminal(err, interactive, 60), () -> now);
    progress.on(new FindEvent.RunOpened(Path.of("runs/a"), "a", seeds, 3, 0, "scalar", 1));
    return progress;
  }

  private static void validated(Progress progress, long seed, int level, long step) {
    Curve.Point point = new Curve.Point(step, 0.5, 0.5, 0.75);
    progress.on(new FindEvent.Validated(seed, level, point, 1000));
  }
}
