package tombola.app;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One line of a terminal that rewrites itself; without a terminal it shows nothing. */
final class StatusLine {
  private static final long PAUSE = 200_000_000; // nanoseconds: five lines a second at most

  private final Terminal terminal;
  private final LongSupplier clock;
  private long shown = Long.MIN_VALUE;
  private int width;

  /**
   * Shows on {@code terminal}.
   *
   * @param clock nanoseconds since any moment
   */
  StatusLine(Terminal terminal, LongSupplier clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  /** Shows {@code line}, unless the last one is too fresh. */
  void offer(Supplier<String> line) {
    long now = clock.getAsLong();
    if (terminal.interactive() && (shown == Long.MIN_VALUE || now - shown >= PAUSE)) {
      shown = now;
      show(line.get());
    }
  }

  private void show(String line) {
    int columns = terminal.columns() - 1;
    String cut = line.length() > columns ? line.substring(0, Math.max(0, columns)) : line;
    PrintStream err = terminal.err();
    err.print("\r" + cut + " ".repeat(Math.max(0, width - cut.length())));
    err.flush();
    width = cut.length();
  }

  /** Clears the line. */
  void clear() {
    if (width > 0) {
      show("");
      terminal.err().print("\r");
      terminal.err().flush();
      width = 0;
    }
  }
}
