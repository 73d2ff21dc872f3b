package tombola.lab.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import tombola.lab.config.InputException;

/** How an exported file holds its weights. */
public enum WeightValues {
  /** As they were trained. */
  FLOAT32,
  /** IEEE 754 binary16, rounded to the nearest. */
  FLOAT16,
  /** Whole numbers from -127 to 127 and a scale for each row. */
  INT8;

  /** Returns the name as users write it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the values called {@code id}.
   *
   * @throws InputException in one line if there are none
   */
  public static WeightValues named(String id) {
    return Arrays.stream(values())
        .filter(values -> values.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new InputException(
                "values: expected one of %s, got %s"
                    .formatted(
                        Arrays.stream(values())
                            .map(WeightValues::id)
                            .collect(Collectors.joining(", ")),
                        id)));
  }
}
