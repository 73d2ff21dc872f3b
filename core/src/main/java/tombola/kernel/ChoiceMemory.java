package tombola.kernel;

import java.util.Optional;

/** Remembers which way to compute a product was the fastest here, to be asked before timing. */
public interface ChoiceMemory {

  /**
   * Returns the name of the way that was fastest.
   *
   * @param question one line: the product, what it was timed on, and the ways there were
   */
  Optional<String> recall(String question);

  /** Remembers the answer to {@code question}; both are one line, without tabs. */
  void remember(String question, String answer);

  /** Returns a memory of nothing. */
  static ChoiceMemory none() {
    return new ChoiceMemory() {
      @Override
      public Optional<String> recall(String question) {
        return Optional.empty();
      }

      @Override
      public void remember(String question, String answer) {}
    };
  }
}
