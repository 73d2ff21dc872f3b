package tombola.lab.transfer;

import java.util.Arrays;
import java.util.Locale;
import tombola.lab.config.InputException;
import tombola.lab.verdict.Plan;
import tombola.verify.Head;

/**
 * How a user wants tickets carried.
 *
 * @param head what becomes of the last layer
 * @param statistics how many seeds, and how they are judged; the margin of steps has no use here
 */
public record TransferRequest(Head head, Plan statistics) {
  private static final int MOST_SEEDS = 1000;

  /** Checks what the parts do not. */
  public TransferRequest {
    if (statistics.seeds() < 2 || statistics.seeds() > MOST_SEEDS) {
      throw new InputException(
          "replicates: expected 2 to %d, got %d (5 is usual)"
              .formatted(MOST_SEEDS, statistics.seeds()));
    }
  }

  /**
   * Returns the head called {@code text}.
   *
   * @throws InputException in one line if there is none
   */
  public static Head head(String text) {
    return Arrays.stream(Head.values())
        .filter(head -> head.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() -> new InputException("head: expected new or keep, got " + text));
  }
}
