package tombola.train;

import tombola.nn.Weights;

/**
 * Where a training begins. The weights are whole, pruned ones included, and are never written;
 * schedule and data order go on from the step; optimizer moments are fresh.
 *
 * @param weights θ₀, or θ_k after a rewind to step k
 * @param step 0, or k
 */
public record Start(Weights weights, long step) {}
