package tombola.app;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import tombola.lab.report.Figures;
import tombola.lab.run.FindEvent;
import tombola.lab.run.VerifyEvent;
import tombola.lab.run.VerifyListener;
import tombola.lab.verify.Widths;

/** Shows a verification on one line that rewrites itself; without a terminal it shows nothing. */
final class VerifyProgress implements VerifyListener {
  private static final double ENOUGH = 0.002; // a share of the work from which a speed is known

  private final StatusLine status;
  private final LongSupplier clock;
  private final Map<String, String> running = new TreeMap<>();
  private String width = ""; // of the run at work, if it is not the judged one
  private int trained;
  private int left;
  private double done;
  private double all;
  private long started = Long.MIN_VALUE;

  /**
   * Shows on {@code terminal}.
   *
   * @param clock nanoseconds since any moment
   */
  VerifyProgress(Terminal terminal, LongSupplier clock) {
    this.status = new StatusLine(terminal, clock);
    this.clock = clock;
  }

  /** Returns how many levels and arms were trained and not found finished. */
  int trained() {
    return trained;
  }

  @Override
  public synchronized void on(VerifyEvent event) {
    switch (event) {
      case VerifyEvent.Planned e -> {
        left = e.levels() + e.jobs() - e.finished();
        started = clock.getAsLong();
      }
      case VerifyEvent.WidthStarted e -> {
        width = "width %s: ".formatted(Widths.number(e.factor()));
        left = e.levels() + e.jobs();
        started = clock.getAsLong();
        done = 0;
        running.clear();
      }
      case VerifyEvent.Moved e -> {
        done = e.done();
        all = e.all();
        running.put(
            e.words(),
            "%s/%s".formatted(Figures.count(e.point().step()), Figures.count(e.steps())));
        status.offer(this::line);
      }
      case VerifyEvent.Searched(FindEvent.LevelFinished e) -> {
        if (!e.cached()) {
          finished("seed %d, search, level %d".formatted(e.seed(), e.result().level()));
        }
      }
      case VerifyEvent.Searched _, VerifyEvent.ArmStarted _ -> {}
      case VerifyEvent.ArmFinished e -> finished(words(e.seed(), e.arm(), e.level()));
      case VerifyEvent.ArmDiverged e -> finished(words(e.seed(), e.arm(), e.level()));
    }
  }

  private static String words(long seed, String arm, int level) {
    return "seed %d, %s, level %d".formatted(seed, arm, level);
  }

  private void finished(String words) {
    running.remove(words);
    trained++;
    left--;
  }

  /** Returns the line as it stands. */
  synchronized String line() {
    String time =
        done > all * ENOUGH
            ? "left %s  "
                .formatted(
                    Figures.duration((clock.getAsLong() - started) / 1e9 * (all - done) / done))
            : "";
    return "%s%s%d to do  %s"
        .formatted(
            width,
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
