package tombola.lab.advice;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tombola.lab.config.InputException;
import tombola.lab.export.ExportFormat;

/**
 * What a file must keep to.
 *
 * @param maxBytes the most bytes
 * @param maxMicros the most microseconds of the median prediction of one sample by the runtime
 * @param minAccuracy the least accuracy on the validation part; if empty, the search's own bar: the
 *     dense network's less the run's margin
 * @param format the one format that is wanted
 */
public record Constraints(
    OptionalLong maxBytes,
    OptionalDouble maxMicros,
    OptionalDouble minAccuracy,
    Optional<ExportFormat> format) {
  private static final Pattern QUANTITY = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?) ?(.*)");

  /**
   * Checks that the latency of the format is measured here.
   *
   * @throws InputException in one line if it is not
   */
  public Constraints {
    format
        .filter(wanted -> !isTimed(wanted))
        .filter(wanted -> maxMicros.isPresent())
        .ifPresent(wanted -> {
          throw new InputException(
              "max-latency: expected with format tombola or jar, whose predictions are timed here, got %s"
                  .formatted(wanted.id()));
        });
  }

  /** Returns no constraints. */
  public static Constraints none() {
    return new Constraints(
        OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty());
  }

  /** Returns whether files of {@code format} are predicted with by the runtime. */
  static boolean isTimed(ExportFormat format) {
    return switch (format) {
      case TOMBOLA, JAR -> true;
      case SAFETENSORS, ONNX, C -> false;
    };
  }

  /**
   * Returns the bytes that {@code text} names, such as {@code 50KB} or {@code 1.5MiB}.
   *
   * @throws InputException in one line if it names none
   */
  public static long bytes(String text) {
    Matcher parts = QUANTITY.matcher(text.strip());
    double unit =
        !parts.matches()
            ? 0
            : switch (parts.group(2).toLowerCase(Locale.ROOT)) {
              case "", "b" -> 1;
              case "kb" -> 1e3;
              case "mb" -> 1e6;
              case "kib" -> 1 << 10;
              case "mib" -> 1 << 20;
              default -> 0;
            };
    double bytes = unit == 0 ? 0 : Double.parseDouble(parts.group(1)) * unit;
    if (!(bytes >= 1 && bytes <= 1e15)) {
      throw new InputException(
          "max-size: expected a number of B, KB, MB, KiB or MiB such as 50KB, got " + text);
    }
    return (long) bytes;
  }

  /**
   * Returns the microseconds that {@code text} names, such as {@code 20us} or {@code 1.5ms}.
   *
   * @throws InputException in one line if it names none
   */
  public static double micros(String text) {
    Matcher parts = QUANTITY.matcher(text.strip());
    double unit =
        !parts.matches()
            ? 0
            : switch (parts.group(2)) {
              case "ns" -> 1e-3;
              case "us", "µs" -> 1;
              case "ms" -> 1e3;
              case "s" -> 1e6;
              default -> 0;
            };
    double micros = unit == 0 ? 0 : Double.parseDouble(parts.group(1)) * unit;
    if (!(micros > 0)) {
      throw new InputException(
          "max-latency: expected a number of ns, us, ms or s such as 20us, got " + text);
    }
    return micros;
  }

  /**
   * Returns the accuracy that {@code text} names.
   *
   * @throws InputException in one line if it names none
   */
  public static double accuracy(String text) {
    double accuracy =
        text.matches("[0-9]{0,3}\\.?[0-9]{1,15}") ? Double.parseDouble(text) : Double.NaN;
    if (!(accuracy > 0 && accuracy <= 1)) {
      throw new InputException(
          "min-accuracy: expected a share in (0, 1] such as 0.975, got " + text);
    }
    return accuracy;
  }
}
