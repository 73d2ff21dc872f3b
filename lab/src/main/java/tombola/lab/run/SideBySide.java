package tombola.lab.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import tombola.lab.config.InputException;

/** Runs tasks, some at a time. A task returns what is to be said of it, if anything is. */
final class SideBySide {
  private SideBySide() {}

  /**
   * Runs {@code tasks} in their order, {@code width} at a time, and returns what was to be said.
   * After one has thrown none is begun; those that run go on to their end, and then what the first
   * in the order threw is thrown.
   *
   * @param command whose tasks these are, for the message of an interruption
   */
  static List<String> run(List<Callable<Optional<String>>> tasks, int width, String command) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    AtomicBoolean failed = new AtomicBoolean();
    try (ExecutorService pool =
        Executors.newFixedThreadPool(
            width, Thread.ofPlatform().name("tombola-" + command + "-", 1).factory())) {
      List<Future<Optional<String>>> futures =
          tasks.stream().map(task -> pool.submit(() -> unlessFailed(task, failed))).toList();
      return outcomes(futures, command);
    }
  }

  private static Optional<String> unlessFailed(
      Callable<Optional<String>> task, AtomicBoolean failed) throws Exception {
    if (failed.get()) {
      return Optional.empty();
    }
    boolean done = false;
    try {
      Optional<String> said = task.call();
      done = true;
      return said;
    } finally {
      if (!done) {
        failed.set(true);
      }
    }
  }

  /** Waits for all; what the first to fail threw is thrown then. */
  private static List<String> outcomes(List<Future<Optional<String>>> futures, String command) {
    List<String> said = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (Future<Optional<String>> future : futures) {
      try {
        future.get().ifPresent(said::add);
      } catch (ExecutionException e) {
        failures.add(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InputException(
            command + ": interrupted; what is finished is kept: run the same command again", e);
      }
    }
    for (Throwable failure : failures) {
      switch (failure) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException("a task failed", failure);
      }
    }
    return said;
  }
}
