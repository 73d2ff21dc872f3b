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
    assertThat(steps(pace, Pace.FIRST + Pace.TRIAL, 5, 4)).doesNotContain(false);
    assertThat(steps(pace, Pace.TRIAL, 5, 4)).doesNotContain(true);

    int rest = 2 * (Pace.FIRST + 2 * Pace.TRIAL) - 2 * Pace.TRIAL;
    assertThat(steps(pace, rest, 5, 4)).doesNotContain(true);
    assertThat(steps(pace, Pace.TRIAL, 3, 4)).doesNotContain(false);
    assertThat(steps(pace, Pace.TRIAL, 3, 4)).doesNotContain(true);
    assertThat(steps(pace, rest, 3, 4)).doesNotContain(false);
  }

  @Test
  void trialsBecomeRareAndDoNotEnd() {
    Pace pace = new Pace(2, () -> now);
    List<Boolean> ways = steps(pace, 20 * Pace.PERIOD, 3, 4);
    List<Integer> trials = new ArrayList<>();
    for (int i = 1; i < ways.size(); i++) {
      if (ways.get(i - 1) && !ways.get(i)) {
        trials.add(i - Pace.TRIAL);
      }
    }
    assertThat(trials.subList(0, 7)).containsExactly(60, 260, 660, 1460, 3060, 5060, 7060);
    assertThat(trials.getLast()).isGreaterThan(18 * Pace.PERIOD);
  }

  @Test
  void fewStepsAloneAreEnoughWhereTheyAreFarSlower() {
    Pace pace = new Pace(2, () -> now);
    steps(pace, Pace.FIRST + Pace.TRIAL, 4, 6);
    assertThat(steps(pace, Pace.FEW, 4, 6)).doesNotContain(true);
    assertThat(steps(pace, Pace.TRIAL, 4, 6)).doesNotContain(false);
  }

  @Test
  void oneInterruptionDoesNotDecide() {
    Pace pace = new Pace(2, () -> now);
    steps(pace, Pace.FIRST, 3, 4);
    steps(pace, 1, 1000, 4);
    steps(pace, 2 * Pace.TRIAL - 1, 3, 4);
    assertThat(steps(pace, 1, 3, 4)).containsExactly(true);
  }
}
