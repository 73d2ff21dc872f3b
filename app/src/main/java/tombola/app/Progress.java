package tombola.app;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import tombola.lab.report.Figures;
import tombola.lab.run.FindEvent;
import tombola.lab.run.FindListener;
import tombola.train.Curve;

/** Shows a search on one line that rewrites itself; without a terminal it shows nothing. */
final class Progress implements FindListener {
  private final StatusLine status;
  private final LongSupplier clock;
  private final Map<Long, Training> trainings = new TreeMap<>(); // by seed
  private int levels;
  private int replicates;
  private int trained;
  private int left;
  private long started = Long.MIN_VALUE;

  /**
   * A training under way.
   *
   * @param from the step at which it began
   */
  private record Training(int level, long from, long step, long steps, double accuracy) {
    double share() {
      return steps > from ? (double) (step - from) / (steps - from) : 0;
    }
  }

  /**
   * Shows on {@code terminal}.
   *
   * @param clock nanoseconds since any moment
   */
  Progress(Terminal terminal, LongSupplier clock) {
    this.status = new StatusLine(terminal, clock);
    this.clock = clock;
  }

  /** Returns how many levels were trained and not found finished. */
  int trained() {
    return trained;
  }

  @Override
  public synchronized void on(FindEvent event) {
    switch (event) {
      case FindEvent.RunOpened e -> {
        levels = e.levels();
        replicates = e.seeds().size();
        left = levels * replicates - e.finished();
      }
      case FindEvent.LevelStarted e -> {
        started = started == Long.MIN_VALUE ? clock.getAsLong() : started;
        trainings.put(e.seed(), new Training(e.level(), -1, 0, e.steps(), Double.NaN));
      }
      case FindEvent.Validated e -> validated(e.seed(), e.level(), e.point(), e.steps());
      case FindEvent.LevelFinished e -> {
        trainings.remove(e.seed());
        trained += e.cached() ? 0 : 1;
        left -= e.cached() ? 0 : 1;
      }
      case FindEvent.ReplicateFinished e -> trainings.remove(e.result().seed());
      case FindEvent.ReplicateDiverged e -> {
        trainings.remove(e.seed());
        left -= levels - e.level();
      }
    }
  }

  private void validated(long seed, int level, Curve.Point point, long steps) {
    Training before = trainings.get(seed);
    long from = before == null || before.from() < 0 ? point.step() : before.from();
    trainings.put(seed, new Training(level, from, point.step(), steps, point.validationAccuracy()));
    status.offer(this::line);
  }

  /** Returns the line as it stands. */
  synchronized String line() {
    String all =
        trainings.entrySet().stream()
            .map(entry -> words(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(" | "));
    OptionalDouble seconds = secondsLeft();
    return (seconds.isPresent() ? "left " + Figures.duration(seconds.getAsDouble()) + "  " : "")
        + all;
  }

  private String words(long seed, Training training) {
    return "%slevel %d/%d  step %s/%s  validation %s"
        .formatted(
            replicates > 1 ? "seed " + seed + "  " : "",
            training.level(),
            levels - 1,
            Figures.count(training.step()),
            Figures.count(training.steps()),
            Figures.accuracy(training.accuracy()));
  }

  /** Returns an estimate for all that is left, from the speed so far. */
  private OptionalDouble secondsLeft() {
    double under = trainings.values().stream().mapToDouble(Training::share).sum();
    double done = trained + under;
    if (done < 0.02) {
      return OptionalDouble.empty();
    }
    double seconds = (clock.getAsLong() - started) / 1e9;
    return OptionalDouble.of(seconds * Math.max(0, left - under) / done);
  }

  /** Clears the line. */
  synchronized void clear() {
    status.clear();
  }
}
