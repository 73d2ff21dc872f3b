package tombola.ticket;

import tombola.prune.Mask;
import tombola.train.Start;

/**
 * A sub-network and the values from which it trains.
 *
 * @param mask which weights live
 * @param start θ₀ at step 0 or θ_k at step k, whole: controls need the pruned values too
 */
public record Ticket(Mask mask, Start start) {}
