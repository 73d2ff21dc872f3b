package tombola.train;

import java.util.function.LongSupplier;

/**
 * Says whether a step is shared among the workers or done by one of them, whichever took less when
 * tried last. Two cores that share no cache may take longer over a step than one of them alone, and
 * a virtual machine's cores are moved, so both are tried anew from time to time: often at first,
 * while the code is still being compiled. Where few steps alone show that sharing is far faster, no
 * more are spent on it. The steps' results do not depend on it.
 */
final class Pace {
  static final int TRIAL = 20; // steps of each way
  static final int FEW = 4; // steps alone, which are enough where each takes half as long again
  static final int FIRST = 60; // steps before the first trial
  static final int PERIOD = 2000; // steps from trial to trial in the end; each is twice the last

  private final boolean choice;
  private final LongSupplier clock; // nanoseconds
  private final long[] least = new long[2]; // nanoseconds of a step, shared and alone
  private int period = FIRST + 2 * TRIAL;
  private int at = 2 * TRIAL; // steps since the trial began
  private boolean shared = true;
  private long began;

  /** Creates the pace of {@code workers} threads by a clock of nanoseconds. */
  Pace(int workers, LongSupplier clock) {
    this.choice = workers > 1;
    this.clock = clock;
  }

  /** Begins a step; returns whether it is to be shared. */
  boolean begin() {
    if (!choice) {
      return true;
    }
    at = at == period ? 1 : at + 1;
    if (at > 2 * TRIAL) {
      return shared;
    }
    if (at % TRIAL == 1) {
      shared = at == 1;
      least[way()] = Long.MAX_VALUE;
    }
    began = clock.getAsLong();
    return shared;
  }

  /** Ends the step. */
  void end() {
    if (choice && at <= 2 * TRIAL) {
      least[way()] = Math.min(least[way()], clock.getAsLong() - began);
      if (at == TRIAL + FEW && 2 * least[1] >= 3 * least[0]) {
        at = 2 * TRIAL;
      }
      if (at == 2 * TRIAL) {
        shared = least[0] <= least[1];
        period = Math.min(2 * period, PERIOD);
      }
    }
  }

  private int way() {
    return shared ? 0 : 1;
  }
}
