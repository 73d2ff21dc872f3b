package tombola.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import tombola.lab.report.Figures;
import tombola.lab.run.FindEvent;
import tombola.lab.run.TransferEvent;
import tombola.lab.run.TransferListener;

/** Shows a transfer on one line that rewrites itself; without a terminal it shows nothing. */
final class TransferProgress implements TransferListener {
  private static final double ENOUGH = 0.002; // a share of the work from which a speed is known

  private final StatusLine status;
  private final LongSupplier clock;
  private final Map<String, String> running = new TreeMap<>();
  private Path folder = Path.of("");
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
  TransferProgress(Terminal terminal, LongSupplier clock) {
    this.status = new StatusLine(terminal, clock);
    this.clock = clock;
  }

  /** Returns how many trainings were done and not found finished. */
  synchronized int trained() {
    return trained;
  }

  /** Returns the folder of the plan. */
  synchronized Path folder() {
    return folder;
  }

  @Override
  public synchronized void on(TransferEvent event) {
    switch (event) {
      case TransferEvent.Planned e -> {
        folder = e.folder();
        left = e.levels() + e.jobs() - e.finished();
        started = clock.getAsLong();
      }
      case TransferEvent.Moved e -> {
        done = e.done();
        all = e.all();
        running.put(
            e.words(),
            "%s/%s".formatted(Figures.count(e.point().step()), Figures.count(e.steps())));
        status.offer(this::line);
      }
      case TransferEvent.Searched(String run, FindEvent.LevelFinished e) -> {
        if (!e.cached()) {
          finished("%s, seed %d, search, level %d".formatted(run, e.seed(), e.result().level()));
        }
      }
      case TransferEvent.Searched _ -> {}
      case TransferEvent.Finished e -> finished(e.words());
      case TransferEvent.Diverged e -> finished(e.words());
    }
  }

  private void finished(String words) {
    running.remove(words);
    trained++;
    left--;
  }

  /** Returns the line as it stands. */
  synchronized String line() {
    double seconds = (clock.getAsLong() - started) / 1e9;
    String time =
        done > all * ENOUGH
            ? "left %s  ".formatted(Figures.duration(seconds * (all - done) / done))
            : "";
    return "%s%d to do  %s"
        .formatted(
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
