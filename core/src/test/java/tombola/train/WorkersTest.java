package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WorkersTest {

  @Test
  void everyPartRunsOnceAndIsDoneWhenTheTaskIs() {
    for (int size = 1; size <= 5; size++) {
      try (Workers workers = new Workers(size)) {
        assertThat(workers.size()).isEqualTo(size);
        int[] runs = new int[size]; // plain: what parts write is seen after the task
        for (int task = 1; task <= 500; task++) {
          workers.run((part, parts) -> runs[part] += parts);
          int expected = task * size;
          assertThat(Arrays.stream(runs)).allMatch(sum -> sum == expected);
        }
      }
    }
  }

  @Test
  void sleepingWorkersWakeForTheNextTask() {
    try (Workers workers = new Workers(3)) {
      int[] runs = new int[3];
      for (int task = 1; task <= 20; task++) {
        LockSupport.parkNanos(3_000_000); // far longer than a worker spins
        workers.run((part, _) -> runs[part]++);
        assertThat(runs).containsOnly(task);
      }
    }
  }

  @Test
  void whatAPartThrowsIsThrownToTheCallerAndTheTeamGoesOn() {
    try (Workers workers = new Workers(3)) {
      RuntimeException fault = new UnsupportedOperationException("part 2");
      assertThatIllegalStateException()
          .isThrownBy(() -> workers.run(failing(2, fault)))
          .withMessage("a worker failed")
          .withCause(fault);
      assertThatThrownBy(() -> workers.run(failing(0, fault))).isSameAs(fault);

      int[] runs = new int[3];
      workers.run((part, _) -> runs[part]++);
      assertThat(runs).containsOnly(1);
    }
  }

  @Test
  void whereAllPartsFailTheNextTaskIsNotBlamed() {
    try (Workers workers = new Workers(3)) {
      RuntimeException fault = new UnsupportedOperationException("all");
      assertThatThrownBy(() ->
              workers.run((_, _) -> {
                throw fault;
              }))
          .isSameAs(fault);

      int[] runs = new int[3];
      workers.run((part, _) -> runs[part]++);
      assertThat(runs).containsOnly(1);
    }
  }

  private static Workers.Task failing(int where, RuntimeException fault) {
    return (part, _) -> {
      if (part == where) {
        throw fault;
      }
    };
  }

  @Test
  void aTeamHasAtLeastTheCaller() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Workers(0).close())
        .withMessage("threads: expected at least 1, got 0");
  }
}
