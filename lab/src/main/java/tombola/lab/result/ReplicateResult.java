package tombola.lab.result;

import java.util.List;

/**
 * One whole search with its own initialisation and data order.
 *
 * @param seed the replicate's seed
 * @param levels from level 0, the dense network
 * @param ticket the level named
 */
public record ReplicateResult(long seed, List<LevelResult> levels, TicketChoice ticket) {}
