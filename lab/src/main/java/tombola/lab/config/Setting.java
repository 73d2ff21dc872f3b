package tombola.lab.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * The one definition of a setting: command line, configuration file, identity and documentation all
 * read it here.
 *
 * @param name in lower case with hyphens: {@code --name} on the command line, the key in a
 *     configuration file
 * @param placeholder what stands for the value in a usage text, such as {@code N}
 * @param form how the value is written
 * @param initial what holds if it is not given
 * @param effect what depends on it
 * @param description one line, without a full stop
 * @param condition with what it applies, such as {@code with optimizer sgd}; empty if with
 *     everything
 * @param in returns its value in a configuration, or empty if it does not apply there
 */
public record Setting<T>(
    String name,
    String placeholder,
    Form<T> form,
    Default initial,
    Effect effect,
    String description,
    String condition,
    Function<FindConfig, Optional<T>> in) {

  /** What depends on a setting. */
  public enum Effect {
    /** It can change a number: it belongs to the run's identity. */
    NUMBERS,
    /** Where the data lie: their content belongs to the run's identity, the place does not. */
    PLACE_OF_DATA,
    /**
     * How far a run goes or which level it names: another value extends the run or reads it anew.
     */
    EXTENT,
    /** Where and how fast it is done. */
    MACHINE
  }

  /** What holds if a setting is not given. */
  public sealed interface Default {
    /** Always the same. */
    record Value(String text) implements Default {}

    /** Follows other settings, or nothing; {@code words} say how. */
    record Rule(String words) implements Default {}
  }

  /** Returns a setting that applies with every other and belongs to the identity. */
  static <T> Setting<T> numbers(
      String name,
      String placeholder,
      Form<T> form,
      String initial,
      String description,
      Function<FindConfig, T> in) {
    return new Setting<>(
        name,
        placeholder,
        form,
        new Default.Value(initial),
        Effect.NUMBERS,
        description,
        "",
        c -> Optional.of(in.apply(c)));
  }

  /** Returns the default in words, for a usage text. */
  public String initialText() {
    return switch (initial) {
      case Default.Value(String text) -> text;
      case Default.Rule(String words) -> words;
    };
  }

  /**
   * Returns whether the value is {@code true} or {@code false}, so that the option may stand
   * without one.
   */
  public boolean isFlag() {
    return form.equals(Form.FLAG);
  }

  /** Returns its text in {@code config}, or empty if it does not apply there. */
  public Optional<String> text(FindConfig config) {
    return in.apply(config).map(form.write());
  }

  /** Returns whether its value in {@code config} is part of the run's identity. */
  boolean identifies(FindConfig config) {
    return switch (effect) {
      case NUMBERS -> !addedLater() || config.pruning().structure() != Removal.UNSTRUCTURED;
      case PLACE_OF_DATA, MACHINE -> false;
      case EXTENT -> equals(FindSettings.LEVELS) && config.pruning().oneShot();
    };
  }

  /** Runs from before this setting keep their identity where it says what they did. */
  private boolean addedLater() {
    return equals(FindSettings.STRUCTURE);
  }

  /**
   * Returns the value that {@code text} stands for.
   *
   * @throws InputException if it stands for none
   */
  T parse(String text) {
    return form.read()
        .apply(text)
        .orElseThrow(() ->
            new InputException(
                "%s: expected %s, got %s (default: %s)"
                    .formatted(
                        name, form.expected(), text.isEmpty() ? "nothing" : text, initialText())));
  }

  @Override
  public String toString() {
    return name;
  }
}
