package tombola.app;

import java.io.PrintStream;

/** Says on Ctrl-C how to go on, while it is open; the JVM then exits with 130. */
final class Interruption implements AutoCloseable {
  private final Thread hook;

  private Interruption(Thread hook) {
    this.hook = hook;
  }

  /** Watches until it is closed; {@code message} goes to {@code err} on a line of its own. */
  static Interruption watch(PrintStream err, Runnable before, String message) {
    Thread hook =
        new Thread(() -> {
          before.run();
          err.println("tombola: " + message);
          err.flush();
        });
    Runtime.getRuntime().addShutdownHook(hook);
    return new Interruption(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) { // it runs already
      return;
    }
  }
}
