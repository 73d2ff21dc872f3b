package tombola.lab.verdict;

import java.util.List;

/**
 * What a verdict rests on.
 *
 * @param reset the start of the ticket's training
 * @param accuracy against the dense network
 * @param earlyStop against the dense network
 * @param reinitialised against the same mask with other initial weights
 * @param randomMask against a random mask of the same counts in each layer
 */
public record Reasons(
    Criterion.Reset reset,
    Criterion.Accuracy accuracy,
    Criterion.EarlyStop earlyStop,
    Criterion.Superiority reinitialised,
    Criterion.Superiority randomMask) {

  /** Returns all in the order above. */
  public List<Criterion> all() {
    return List.of(reset, accuracy, earlyStop, reinitialised, randomMask);
  }

  /** Returns those with this outcome. */
  public List<Criterion> with(Outcome outcome) {
    return all().stream().filter(criterion -> criterion.outcome() == outcome).toList();
  }
}
