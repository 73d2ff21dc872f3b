package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void aConstantRateIsOne() {
    Schedule constant = new Schedule.Constant();
    assertThat(constant.factor(0, 100, 0)).isEqualTo(1);
    assertThat(constant.factor(99, 100, 0)).isEqualTo(1);
  }

  @Test
  void aWarmUpRisesLinearlyAndEndsAtOne() {
    for (Schedule schedule :
        List.of(new Schedule.Constant(), new Schedule.Cosine(), new Schedule.Step(10, 0.1))) {
      assertThat(schedule.factor(0, 100, 4)).isEqualTo(0.25);
      assertThat(schedule.factor(1, 100, 4)).isEqualTo(0.5);
      assertThat(schedule.factor(3, 100, 4)).isEqualTo(1);
      assertThat(schedule.factor(4, 100, 4)).isEqualTo(1);
    }
  }

  @Test
  void stepsMultiplyTheRate() {
    Schedule schedule = new Schedule.Step(10, 0.5);
    assertThat(schedule.factor(9, 100, 0)).isEqualTo(1);
    assertThat(schedule.factor(10, 100, 0)).isEqualTo(0.5);
    assertThat(schedule.factor(19, 100, 0)).isEqualTo(0.5);
    assertThat(schedule.factor(35, 100, 0)).isEqualTo(0.125);
    assertThat(schedule.factor(13, 100, 4)).isEqualTo(1); // counted from the end of the warm-up
    assertThat(schedule.factor(14, 100, 4)).isEqualTo(0.5);
  }

  @Test
  void theCosineFallsFromOneToZeroAtTheLastStep() {
    Schedule cosine = new Schedule.Cosine();
    assertThat(cosine.factor(0, 100, 0)).isEqualTo(1);
    assertThat(cosine.factor(25, 100, 0)).isCloseTo(0.5 + Math.sqrt(0.125), within(1e-15));
    assertThat(cosine.factor(50, 100, 0)).isCloseTo(0.5, within(1e-15));
    assertThat(cosine.factor(100, 100, 0)).isZero();
    assertThat(cosine.factor(60, 100, 20)).isCloseTo(0.5, within(1e-15));
    assertThat(cosine.factor(100, 100, 100)).isEqualTo(1);
  }

  @Test
  void stepsAndFactorsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schedule.Step(0, 0.1))
        .withMessage("schedule: expected steps of at least 1, got 0");
    for (double factor : new double[] {0, 1.5, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Schedule.Step(10, factor))
          .withMessage("schedule: expected a factor in (0, 1], got " + factor + " (0.1 is usual)");
    }
  }

  @Test
  void aStretchedScheduleIsTheSameAtTheSameShareOfTheTraining() {
    for (Schedule schedule :
        List.of(new Schedule.Constant(), new Schedule.Cosine(), new Schedule.Step(10, 0.1))) {
      Schedule stretched = schedule.stretched(100, 400);
      for (int step = 0; step < 100; step++) {
        assertThat(stretched.factor(4L * step, 400, 40))
            .isEqualTo(schedule.factor(step, 100, 10), within(step < 10 ? 0.1 : 1e-12));
      }
    }
    assertThat(new Schedule.Step(10, 0.1).stretched(100, 160))
        .isEqualTo(new Schedule.Step(16, 0.1));
    assertThat(new Schedule.Step(10, 0.1).stretched(100, 1)).isEqualTo(new Schedule.Step(1, 0.1));
  }

  @Test
  void milestonesChangeTheRateAtTheirStepsWhateverTheWarmUp() {
    Schedule schedule = new Schedule.Milestones(List.of(20L, 25L), 0.1);
    assertThat(schedule.factor(19, 30, 0)).isEqualTo(1);
    assertThat(schedule.factor(20, 30, 0)).isEqualTo(0.1);
    assertThat(schedule.factor(24, 30, 10)).isEqualTo(0.1);
    assertThat(schedule.factor(25, 30, 10)).isCloseTo(0.01, within(1e-15));
    assertThat(schedule.factor(4, 30, 10)).isEqualTo(0.5);
    assertThat(schedule.stretched(30, 60))
        .isEqualTo(new Schedule.Milestones(List.of(40L, 50L), 0.1));
    assertThat(schedule.stretched(30, 2)).isEqualTo(new Schedule.Milestones(List.of(1L, 2L), 0.1));
  }

  @Test
  void milestonesAscend() {
    for (List<Long> steps : List.of(List.of(0L), List.of(5L, 5L), List.of(7L, 6L))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Schedule.Milestones(steps, 0.1))
          .withMessageStartingWith(
              "schedule: expected milestones of at least 1 that ascend, got " + steps.getLast());
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schedule.Milestones(List.of(5L), 0))
        .withMessageStartingWith("schedule: expected a factor in (0, 1], got 0.0");
  }
}
