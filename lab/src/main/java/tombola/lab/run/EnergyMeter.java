package tombola.lab.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures the energy of trainings, where the machine has counters that may be read. Counters tell
 * of whole processors and not of threads: what they took while trainings ran is shared among those,
 * by their threads; what else ran at the time is in it. One meter serves all trainings of a
 * process, from any thread.
 */
public final class EnergyMeter {
  /** Where Linux has the counters. */
  public static final Path PLACE = Path.of("/sys/class/powercap");

  private final Optional<Powercap> counters;
  private final List<Share> running = new ArrayList<>();
  private boolean failed;

  /** One training's part. */
  static final class Share {
    private final int threads;
    private double joules;

    private Share(int threads) {
      this.threads = threads;
    }
  }

  private EnergyMeter(Optional<Powercap> counters) {
    this.counters = counters;
  }

  /**
   * Returns a meter that reads the counters in {@code powercap}, such as {@link #PLACE}; without
   * any that may be read it measures nothing.
   */
  public static EnergyMeter of(Path powercap) {
    return new EnergyMeter(Powercap.open(powercap));
  }

  /** Returns a meter that measures nothing. */
  static EnergyMeter none() {
    return new EnergyMeter(Optional.empty());
  }

  /** Returns whether it measures. */
  public synchronized boolean measures() {
    return counters.isPresent() && !failed;
  }

  /** Begins the account of a training on so many threads. */
  synchronized Share begin(int threads) {
    look();
    Share share = new Share(threads);
    running.add(share);
    return share;
  }

  /**
   * Reads the counters: to be called every few minutes at least, for they begin anew when they are
   * full.
   */
  synchronized void look() {
    if (!measures()) {
      return;
    }
    OptionalDouble used = counters.orElseThrow().sinceLast();
    failed = used.isEmpty();
    int threads = running.stream().mapToInt(share -> share.threads).sum();
    for (Share share : running) {
      share.joules += used.orElse(0) * share.threads / threads;
    }
  }

  /** Ends the account of a training and returns its joules, if all of it was measured. */
  synchronized OptionalDouble end(Share share) {
    look();
    running.remove(share);
    return measures() ? OptionalDouble.of(share.joules) : OptionalDouble.empty();
  }
}
