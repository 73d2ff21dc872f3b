package tombola.lab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tombola.lab.config.InputException;

final class RunLockTest {
  @TempDir Path folder;

  /** Holds the lock of the run in the folder that is its argument until its standard input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (RunLock _ = RunLock.acquire(Path.of(args[0]))) {
        System.out.println("held");
        System.in.transferTo(System.err);
      }
    }
  }

  @Test
  void aSecondProcessIsToldWhichOneHoldsTheRun() throws Exception {
    Process holder = start(Holder.class);
    try (BufferedReader out = holder.inputReader()) {
      assertThat(out.readLine()).isEqualTo("held");
      assertThat(RunLock.isHeld(folder)).isTrue();

      assertThatThrownBy(() -> RunLock.acquire(folder))
          .isInstanceOf(InputException.class)
          .hasMessage(
              "%s: another process (%d) is at work on this run (it holds lock); wait until it ends"
                  .formatted(folder, holder.pid()));
    } finally {
      holder.destroyForcibly().waitFor();
    }

    assertThat(RunLock.isHeld(folder)).isFalse(); // a killed process holds nothing
    RunLock.acquire(folder).close();
  }

  /**
   * Exits with 0 if it gets the lock of the run in the folder that is its argument, else with 2.
   */
  static final class Taker {
    private Taker() {}

    public static void main(String[] args) {
      try (RunLock _ = RunLock.acquire(Path.of(args[0]))) {
        System.exit(0);
      } catch (InputException _) {
        System.exit(2);
      }
    }
  }

  private Process start(Class<?> main) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Closing any channel to a file gives up all locks of the process on it. */
  @Test
  void lookingAtALockOfOnesOwnDoesNotGiveItUp() throws Exception {
    try (RunLock _ = RunLock.acquire(folder)) {
      assertThat(RunLock.isHeld(folder)).isTrue();
      assertThatThrownBy(() -> RunLock.acquire(folder)).isInstanceOf(InputException.class);

      assertThat(start(Taker.class).waitFor()).isEqualTo(2);
    }
    assertThat(start(Taker.class).waitFor()).isZero();
  }

  @Test
  void aSecondThreadIsRefusedToo() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (RunLock _ = RunLock.acquire(folder)) {
      Thread thread =
          new Thread(() -> {
            try {
              RunLock.acquire(folder).close();
            } catch (InputException e) {
              thrown.set(e);
            }
          });
      thread.start();
      thread.join();

      assertThat(thrown.get())
          .isInstanceOf(InputException.class)
          .hasMessageContaining("is at work on this run");
      assertThat(RunLock.isHeld(folder)).isTrue();
    }
    RunLock.acquire(folder).close();
  }

  @Test
  void aRunThatIsNotThereCannotBeLocked() {
    assertThatThrownBy(() -> RunLock.acquire(folder.resolve("none")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot be written: no such file or folder");
    assertThat(Files.exists(folder.resolve("none"))).isFalse();
  }
}
