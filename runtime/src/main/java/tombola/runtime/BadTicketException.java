package tombola.runtime;

/**
 * Bytes that are no ticket of ours, or a damaged one. The message is one line: what was expected
 * and what was found.
 */
public final class BadTicketException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says {@code message} to the user. */
  public BadTicketException(String message) {
    super(message);
  }

  /** Says {@code message} to the user and keeps the fault below it. */
  public BadTicketException(String message, Throwable cause) {
    super(message, cause);
  }
}
