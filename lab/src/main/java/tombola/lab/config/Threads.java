package tombola.lab.config;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many threads to use in all.
 *
 * @param given the number asked for, or empty for one a core
 */
public record Threads(OptionalInt given) {
  private static final int MOST = 1024;

  static final Form<Threads> FORM =
      new Form<>(
          "auto or a whole number from 1 to " + MOST, Threads::read, Threads::toString, false);

  /** Checks the range. */
  public Threads {
    if (given.isPresent() && (given.getAsInt() < 1 || given.getAsInt() > MOST)) {
      throw new IllegalArgumentException(
          "threads: expected auto or 1 to " + MOST + ", got " + given.getAsInt());
    }
  }

  /** Returns the number on this machine. */
  public int count() {
    return given.orElseGet(() -> Math.min(Runtime.getRuntime().availableProcessors(), MOST));
  }

  private static Optional<Threads> read(String text) {
    return text.equals("auto")
        ? Optional.of(new Threads(OptionalInt.empty()))
        : Form.COUNT
            .read()
            .apply(text)
            .filter(n -> n >= 1 && n <= MOST)
            .map(n -> new Threads(OptionalInt.of(n)));
  }

  @Override
  public String toString() {
    return given.isPresent() ? Integer.toString(given.getAsInt()) : "auto";
  }
}
