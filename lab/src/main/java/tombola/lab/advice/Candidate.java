package tombola.lab.advice;

import java.util.OptionalDouble;

/**
 * A file that may be recommended.
 *
 * @param level prunings
 * @param format as {@code --format} has it
 * @param values as {@code --values} has them
 * @param bytes its size
 * @param micros microseconds of the median prediction of one sample by the runtime, the slower of
 *     two passes; empty if the runtime does not read it
 * @param accuracy on the validation part
 */
public record Candidate(
    int level, String format, String values, long bytes, OptionalDouble micros, double accuracy) {

  /** Returns which it is, in words. */
  public String words() {
    return "level %d as %s %s".formatted(level, format, values);
  }
}
