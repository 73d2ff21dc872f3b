package tombola.app;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tombola.lab.config.InputException;

/**
 * {@code RUN[:LEVEL]} as a user writes it.
 *
 * @param run the run's name or path
 * @param level prunings, if given
 */
record RunName(String run, OptionalInt level) {
  /** What follows the last colon is a level, unless it goes on with a path. */
  private static final Pattern FORM = Pattern.compile("(.+):([^:/\\\\]*)");

  /**
   * Returns what {@code text} names.
   *
   * @throws InputException in one line if what follows the colon is no level
   */
  static RunName of(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return new RunName(text, OptionalInt.empty());
    }
    String level = parts.group(2);
    if (!level.matches("-?[0-9]{1,9}")) {
      throw new InputException(
          "level: expected a whole number after the colon, as in %s:9, got %s"
              .formatted(parts.group(1), level.isEmpty() ? "nothing" : level));
    }
    return new RunName(parts.group(1), OptionalInt.of(Integer.parseInt(level)));
  }
}
