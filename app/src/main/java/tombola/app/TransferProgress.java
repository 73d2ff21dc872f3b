package tombola.app;

import java.nio.file.Path;
import java.util.function.LongSupplier;
import tombola.lab.run.FindEvent;
import tombola.lab.run.TransferEvent;
import tombola.lab.run.TransferListener;

/** Shows a transfer under way. */
final class TransferProgress implements TransferListener {
  private final WorkLine line;
  private volatile Path folder = Path.of("");

  /**
   * Shows on {@code terminal}.
   *
   * @param clock nanoseconds since any moment
   */
  TransferProgress(Terminal terminal, LongSupplier clock) {
    this.line = new WorkLine(terminal, clock);
  }

  /** Returns how many trainings were done and not found finished. */
  int trained() {
    return line.trained();
  }

  /** Returns the folder of the plan. */
  Path folder() {
    return folder;
  }

  @Override
  public void on(TransferEvent event) {
    switch (event) {
      case TransferEvent.Planned e -> {
        folder = e.folder();
        line.begin("", e.levels() + e.jobs() - e.finished());
      }
      case TransferEvent.Moved e -> line.moved(e.words(), e.point(), e.steps(), e.done(), e.all());
      case TransferEvent.Searched(String run, FindEvent.LevelFinished e) -> {
        if (!e.cached()) {
          line.finished(
              "%s, seed %d, search, level %d".formatted(run, e.seed(), e.result().level()));
        }
      }
      case TransferEvent.Searched _ -> {}
      case TransferEvent.Finished e -> line.finished(e.words());
      case TransferEvent.Diverged e -> line.finished(e.words());
    }
  }

  /** Clears the line. */
  void clear() {
    line.clear();
  }
}
