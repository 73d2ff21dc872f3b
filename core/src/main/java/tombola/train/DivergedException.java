package tombola.train;

/** A training whose loss or weights stopped being finite numbers. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates the exception with the one line that a user sees. */
  public DivergedException(String message) {
    super(message);
  }
}
