package tombola.app;

/** What a command's exit code says. A command that Ctrl-C ended has 130, which the JVM sees to. */
final class ExitCode {
  static final int DONE = 0;
  static final int NO = 1;
  static final int BAD_INPUT = 2;
  static final int FAULT = 3;
  static final int UNDECIDED = 4;

  private ExitCode() {}
}
