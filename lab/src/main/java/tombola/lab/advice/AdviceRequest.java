package tombola.lab.advice;

import java.util.OptionalInt;
import java.util.OptionalLong;
import tombola.lab.config.InputException;

/**
 * What to measure.
 *
 * @param level the one level to measure beside level 0; all if empty
 * @param seed the replicate's; the first if empty
 * @param seconds for each thing that is timed, in each pass
 * @param constraints what a recommended file must keep to
 */
public record AdviceRequest(
    OptionalInt level, OptionalLong seed, double seconds, Constraints constraints) {
  /** The usual seconds. */
  public static final double SECONDS = 0.1;

  /**
   * Checks the seconds.
   *
   * @throws InputException in one line if they are none
   */
  public AdviceRequest {
    if (!(seconds >= 1e-6 && seconds <= 60)) {
      throw new InputException(
          "seconds: expected a number from 0.000001 to 60 such as 0.1, got " + seconds);
    }
  }
}
