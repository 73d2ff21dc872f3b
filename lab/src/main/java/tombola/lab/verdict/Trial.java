package tombola.lab.verdict;

import java.util.List;

/**
 * The arms that a verdict looks at, all measured under the same seeds.
 *
 * @param start the step that the ticket's training starts from: 0 for its initial weights
 * @param ticket the ticket
 * @param dense the dense network
 * @param reinitialised the ticket's mask with other initial weights
 * @param randomMask a random mask of the ticket's counts in each layer, with its initial weights
 */
public record Trial(long start, Arm ticket, Arm dense, Arm reinitialised, Arm randomMask) {

  /** Checks that the seeds are the same. */
  public Trial {
    if (start < 0) {
      throw new IllegalArgumentException("start: expected a step of at least 0, got " + start);
    }
    for (Arm other : List.of(dense, reinitialised, randomMask)) {
      ticket.requireSameSeeds(other);
    }
  }
}
