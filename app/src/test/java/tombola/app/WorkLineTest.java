package tombola.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tombola.train.Curve;

class WorkLineTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Terminal terminal =
      new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, 60);
  private long now;
  private final WorkLine line = new WorkLine(terminal, () -> now);

  @Test
  void theLineNamesTimeLeftTrainingsToDoAndThoseUnderWay() {
    line.begin("width 0.5: ", 4);
    moved("seed 2, search", 0, 0);
    moved("seed 1, search", 0, 0);
    assertThat(line.text())
        .isEqualTo("width 0.5: 4 to do  seed 1, search 0/1,000 | seed 2, search 0/1,000");

    now += TimeUnit.SECONDS.toNanos(10);
    moved("seed 1, search", 500, 0.2); // of 1, so 40 s are left
    line.finished("seed 2, search");
    assertThat(line.text()).isEqualTo("width 0.5: left 40 s  3 to do  seed 1, search 500/1,000");
    assertThat(line.trained()).isEqualTo(1);
  }

  @Test
  void aNewQueueCountsItsOwnTime() {
    line.begin("", 2);
    moved("a", 0, 0.5);
    now += TimeUnit.SECONDS.toNanos(100);
    line.begin("", 3);
    now += TimeUnit.SECONDS.toNanos(1);
    moved("b", 10, 0.5);

    assertThat(line.text()).isEqualTo("left 1.0 s  3 to do  b 10/1,000");
  }

  @Test
  void whatIsShownIsClearedAtTheEnd() {
    line.begin("", 1);
    moved("a", 10, 0.5);
    line.clear();

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .startsWith("\rleft 0.0 s  1 to do  a 10/1,000")
        .endsWith(" \r");
  }

  private void moved(String words, long step, double done) {
    line.moved(words, new Curve.Point(step, 0.5, 0.5, 0.75), 1000, done, 1);
  }
}
