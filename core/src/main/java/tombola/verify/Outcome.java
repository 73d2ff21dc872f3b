package tombola.verify;

import java.util.List;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.train.Curve;

/**
 * What a method comes to.
 *
 * @param network the network that it gives, which may be smaller than the ticket's
 * @param mask what is live in it
 * @param best the weights to evaluate: those of least validation loss in the last training, pruned
 *     if the method prunes them; pruned ones are +0.0
 * @param end the weights after the last step, for a method that prunes after it the same as {@code
 *     best}; pruned ones are +0.0
 * @param curves of every training, in order; the last is that of {@code best} and {@code end},
 *     before a pruning that follows it
 */
public record Outcome(
    NetworkSpec network, Mask mask, Weights best, Weights end, List<Curve> curves) {

  /** Copies the list. */
  public Outcome {
    curves = List.copyOf(curves);
    if (curves.isEmpty()) {
      throw new IllegalArgumentException("outcome: expected at least one training, got none");
    }
  }

  /** Returns the steps spent, as the curves tell them. */
  public long steps() {
    return curves.stream()
        .mapToLong(curve -> curve.last().step() - curve.points().getFirst().step())
        .sum();
  }
}
