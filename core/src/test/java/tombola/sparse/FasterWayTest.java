package tombola.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class FasterWayTest {
  private static final int CALLS = 120;

  /** Two milliseconds against nothing, in either place. */
  @Test
  void afterBothWereTriedTheFasterIsTaken() {
    for (boolean swapped : new boolean[] {false, true}) {
      FasterWay way = new FasterWay();
      AtomicInteger fast = new AtomicInteger();
      AtomicInteger slow = new AtomicInteger();
      Runnable quick = fast::incrementAndGet;
      Runnable waiting =
          () -> {
            long until = System.nanoTime() + 2_000_000;
            while (System.nanoTime() < until) {
              LockSupport.parkNanos(until - System.nanoTime());
            }
            slow.incrementAndGet();
          };
      for (int call = 0; call < CALLS; call++) {
        way.run(swapped ? waiting : quick, swapped ? quick : waiting);
      }
      assertThat(slow.get()).isEqualTo(10);
      assertThat(fast.get()).isEqualTo(CALLS - 10);
    }
  }

  @Test
  void everyCallRunsOneOfBoth() {
    FasterWay way = new FasterWay();
    AtomicInteger runs = new AtomicInteger();
    for (int call = 1; call <= CALLS; call++) {
      way.run(runs::incrementAndGet, runs::incrementAndGet);
      assertThat(runs.get()).isEqualTo(call);
    }
  }
}
