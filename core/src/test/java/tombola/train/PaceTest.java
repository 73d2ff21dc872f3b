package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
  private long now;

  /** Takes steps that cost what is given, and returns which were shared. */
  private List<Boolean> steps(Pace pace, int steps, long shared, long alone) {
    List<Boolean> ways = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      boolean way = pace.begin();
      now += way ? shared : alone;
      pace.end();
      now += 1_000_000; // what happens between steps does not count
      ways.add(way);
    }
    return ways;
  }

  @Test
  void oneWorkerHasNoChoice() {
    Pace pace = new Pace(1, () -> now);
    assertThat(steps(pace, 2 * Pace.PERIOD, 5, 1)).doesNotContain(false);
  }

  @Test
  void bothWaysAreTriedAndTheFasterKept() {
    Pace pace = new Pace(2, () -> now);
    assertThat(steps(pace, Pace.FIRST_TRIAL + Pace.TRIAL, 5, 4)).doesNotContain(false);
    assertThat(steps(pace, Pace.PERIOD - Pace.TRIAL, 5, 4)).doesNotContain(true);

    assertThat(steps(pace, Pace.TRIAL, 3, 4)).doesNotContain(false);
    assertThat(steps(pace, Pace.TRIAL, 3, 4)).doesNotContain(true);
    assertThat(steps(pace, Pace.PERIOD - 2 * Pace.TRIAL, 3, 4)).doesNotContain(false);
  }

  @Test
  void oneInterruptionDoesNotDecide() {
    Pace pace = new Pace(2, () -> now);
    steps(pace, Pace.FIRST_TRIAL, 3, 4);
    steps(pace, 1, 1000, 4);
    steps(pace, 2 * Pace.TRIAL - 1, 3, 4);
    assertThat(steps(pace, 1, 3, 4)).containsExactly(true);
  }
}
