package tombola.app;

import java.util.function.LongSupplier;
import tombola.lab.run.FindEvent;
import tombola.lab.run.VerifyEvent;
import tombola.lab.run.VerifyListener;
import tombola.lab.verify.Widths;

/** Shows a verification under way. */
final class VerifyProgress implements VerifyListener {
  private final WorkLine line;

  /**
   * Shows on {@code terminal}.
   *
   * @param clock nanoseconds since any moment
   */
  VerifyProgress(Terminal terminal, LongSupplier clock) {
    this.line = new WorkLine(terminal, clock);
  }

  /** Returns how many levels and arms were trained and not found finished. */
  int trained() {
    return line.trained();
  }

  @Override
  public void on(VerifyEvent event) {
    switch (event) {
      case VerifyEvent.Planned e -> line.begin("", e.levels() + e.jobs() - e.finished());
      case VerifyEvent.WidthStarted e ->
          line.begin("width %s: ".formatted(Widths.number(e.factor())), e.levels() + e.jobs());
      case VerifyEvent.Moved e -> line.moved(e.words(), e.point(), e.steps(), e.done(), e.all());
      case VerifyEvent.Searched(FindEvent.LevelFinished e) -> {
        if (!e.cached()) {
          line.finished("seed %d, search, level %d".formatted(e.seed(), e.result().level()));
        }
      }
      case VerifyEvent.Searched _, VerifyEvent.ArmStarted _ -> {}
      case VerifyEvent.ArmFinished e -> line.finished(words(e.seed(), e.arm(), e.level()));
      case VerifyEvent.ArmDiverged e -> line.finished(words(e.seed(), e.arm(), e.level()));
    }
  }

  private static String words(long seed, String arm, int level) {
    return "seed %d, %s, level %d".formatted(seed, arm, level);
  }

  /** Clears the line. */
  void clear() {
    line.clear();
  }
}
