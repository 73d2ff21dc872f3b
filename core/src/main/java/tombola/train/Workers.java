package tombola.train;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A team of threads that run the parts of one task at a time, the caller being part 0. Waiting
 * threads spin for some tens of microseconds, which is what a training step's phases last, and then
 * sleep; nothing is allocated.
 */
public final class Workers implements AutoCloseable {
  private static final int SPINS = 100_000;
  private static final int YIELD_EVERY = 1 << 10; // spins, some ten microseconds

  /** A task in parts. */
  @FunctionalInterface
  public interface Task {
    /** Runs part {@code part} of {@code parts}. */
    void run(int part, int parts);
  }

  private final Thread[] threads;
  private final AtomicInteger generation = new AtomicInteger();
  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile boolean closed;
  private volatile boolean sleeping;
  private volatile @Nullable Task task;
  private volatile @Nullable Throwable failure;

  /** Starts a team of {@code size}, the caller included. */
  public Workers(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("threads: expected at least 1, got " + size);
    }
    threads = new Thread[size - 1];
    for (int i = 0; i < threads.length; i++) {
      int part = i + 1;
      threads[i] =
          Thread.ofPlatform().daemon().name("tombola-worker-" + part).unstarted(() -> work(part));
    }
    for (Thread thread : threads) {
      thread.start();
    }
  }

  /** Returns the number of threads, the caller included. */
  public int size() {
    return threads.length + 1;
  }

  /**
   * Runs all parts of {@code next} and returns when the last is done; what a part throws is thrown
   * here.
   */
  public void run(Task next) {
    if (threads.length == 0) {
      next.run(0, 1);
      return;
    }
    task = next;
    failure = null; // a fault that came with the caller's own has been told
    unfinished.set(threads.length);
    generation.incrementAndGet();
    if (sleeping) {
      sleeping = false;
      for (Thread thread : threads) {
        LockSupport.unpark(thread);
      }
    }
    try {
      next.run(0, size());
    } finally {
      for (int spins = 0; unfinished.get() > 0; spins++) {
        if (spins < SPINS) {
          spin(spins);
        } else {
          LockSupport.parkNanos(this, 10_000);
        }
      }
    }
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      throw new IllegalStateException("a worker failed", thrown);
    }
  }

  /**
   * Waits a moment; now and then lets another thread have the core, which may be the one awaited.
   */
  @SuppressWarnings("ThreadPriorityCheck") // only a hint: nothing relies on it
  private static void spin(int spins) {
    if ((spins & YIELD_EVERY - 1) == YIELD_EVERY - 1) {
      Thread.yield();
    } else {
      Thread.onSpinWait();
    }
  }

  private void work(int part) {
    int seen = 0;
    while (true) {
      for (int spins = 0; generation.get() == seen; spins++) {
        if (closed) {
          return;
        }
        if (spins < SPINS) {
          spin(spins);
        } else {
          sleeping = true;
          if (generation.get() == seen && !closed) {
            LockSupport.parkNanos(this, 50_000_000);
          }
        }
      }
      seen++;
      try {
        Task current = task;
        if (current != null) {
          current.run(part, size());
        }
      } catch (Throwable e) { // handed to the caller
        failure = e;
      } finally {
        unfinished.decrementAndGet();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
  }
}
