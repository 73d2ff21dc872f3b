package tombola.data;

/**
 * Data that cannot be used as asked. The message is one line for the person who asked: the file or
 * the setting, what was expected, what was found and, where there is one, a way on.
 */
public final class BadDataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says {@code message} to the user. */
  public BadDataException(String message) {
    super(message);
  }

  /** Says {@code message} to the user and keeps the fault below it. */
  public BadDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
