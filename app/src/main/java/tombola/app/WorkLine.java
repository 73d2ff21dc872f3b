package tombola.app;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import tombola.lab.report.Figures;
import tombola.train.Curve;

/**
 * A queue of trainings on one line that rewrites itself: time left, how many are to do, and those
 * that run. Without a terminal it shows nothing.
 */
final class WorkLine {
  private static final double ENOUGH = 0.002; // a share of the work from which a speed is known

  private final StatusLine status;
  private final LongSupplier clock;
  private final Map<String, String> running = new TreeMap<>();
  private String what = "";
  private int trained;
  private int left;
  private double done;
  private double all;
  private long started;

  /**
   * Shows on {@code terminal}.
   *
   * @param clock nanoseconds since any moment
   */
  WorkLine(Terminal terminal, LongSupplier clock) {
    this.status = new StatusLine(terminal, clock);
    this.clock = clock;
  }

  /** Begins with {@code trainings} to do, of which the line is to say {@code what} first. */
  synchronized void begin(String what, int trainings) {
    this.what = what;
    left = trainings;
    done = 0;
    running.clear();
    started = clock.getAsLong();
  }

  /** A training called {@code words} is at {@code point} of {@code steps}. */
  synchronized void moved(String words, Curve.Point point, long steps, double done, double all) {
    this.done = done;
    this.all = all;
    running.put(words, "%s/%s".formatted(Figures.count(point.step()), Figures.count(steps)));
    status.offer(this::text);
  }

  /** A training called {@code words} has ended. */
  synchronized void finished(String words) {
    running.remove(words);
    trained++;
    left--;
  }

  /** Returns how many trainings have ended. */
  synchronized int trained() {
    return trained;
  }

  /** Returns the line as it stands. */
  synchronized String text() {
    double seconds = (clock.getAsLong() - started) / 1e9;
    String time =
        done > all * ENOUGH
            ? "left %s  ".formatted(Figures.duration(seconds * (all - done) / done))
            : "";
    return "%s%s%d to do  %s"
        .formatted(
            what,
            time,
            left,
            running.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(" | ")));
  }

  /** Clears the line. */
  synchronized void clear() {
    status.clear();
  }
}
