package tombola.lab.config;

/**
 * Something given that cannot be worked with: a setting, a file, a folder, a full disk, a recipe
 * whose training diverges. The message is one line for the person who asked: where, what was
 * expected, what was found, a way on.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says {@code message} to the user. */
  public InputException(String message) {
    super(message);
  }

  /** Says {@code message} to the user and keeps the fault below it. */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
