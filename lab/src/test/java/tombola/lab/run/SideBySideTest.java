package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class SideBySideTest {

  @Test
  void whatIsToBeSaidComesInTheOrderOfTheTasks() {
    List<Callable<Optional<String>>> tasks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String text = "task " + i;
      boolean says = i % 3 == 0;
      tasks.add(() -> says ? Optional.of(text) : Optional.empty());
    }
    for (int width : new int[] {1, 2, 7}) {
      assertThat(SideBySide.run(tasks, width, "test"))
          .containsExactly("task 0", "task 3", "task 6", "task 9", "task 12", "task 15", "task 18");
    }
    assertThat(SideBySide.run(List.of(), 0, "test")).isEmpty();
  }

  @Test
  void afterAFailureNoneIsBegunAndThoseThatRunEnd() {
    CountDownLatch bothRun = new CountDownLatch(2);
    List<String> ended = Collections.synchronizedList(new ArrayList<>());
    Callable<Optional<String>> fails =
        () -> {
          bothRun.countDown();
          bothRun.await();
          throw new IllegalStateException("the first");
        };
    Callable<Optional<String>> goesOn =
        () -> {
          bothRun.countDown();
          bothRun.await();
          ended.add("the second");
          return Optional.empty();
        };
    Callable<Optional<String>> last =
        () -> {
          ended.add("the third");
          return Optional.empty();
        };

    assertThatThrownBy(() -> SideBySide.run(List.of(fails, goesOn), 2, "test"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the first");
    assertThat(ended).containsExactly("the second");
    assertThatThrownBy(() ->
            SideBySide.run(
                List.of(
                    () -> {
                      throw new IllegalStateException("alone");
                    },
                    last),
                1,
                "test"))
        .hasMessage("alone");
    assertThat(ended).doesNotContain("the third");
  }
}
