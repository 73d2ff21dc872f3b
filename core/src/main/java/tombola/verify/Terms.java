package tombola.verify;

import tombola.nn.NetworkSpec;
import tombola.prune.Mask;
import tombola.ticket.Search;
import tombola.train.Recipe;

/**
 * The terms on which a method meets a ticket: as many steps as the ticket cost, and as many live
 * weights as it has.
 *
 * @param search how the ticket was found
 * @param recipe by which each level was trained
 * @param level the ticket's, in [1, search.levels()]
 * @param ticket the ticket's mask
 */
public record Terms(Search search, Recipe recipe, int level, Mask ticket) {

  /** Checks that these belong together. */
  public Terms {
    if (level < 1 || level > search.levels()) {
      throw new IllegalArgumentException(
          "level: expected 1 to %d, got %d".formatted(search.levels(), level)
              + " (at level 0 nothing is pruned)");
    }
    if (search.rewind().step() >= recipe.steps()) {
      throw new IllegalArgumentException(
          "rewind: expected a step below the %d steps of a level, got %d"
              .formatted(recipe.steps(), search.rewind().step()));
    }
    NetworkSpec network = search.network();
    if (!ticket.parameters().equals(network.prunable())) {
      throw new IllegalArgumentException(
          "ticket: expected the mask of %s (%s), got that of another network"
              .formatted(network.name(), network.widths()));
    }
  }

  /**
   * Returns the steps that the ticket cost, its own training included: {@code steps} for the dense
   * network and {@code steps - k} for each level, k being the step of the rewinding, 0 for a reset
   * to θ₀.
   */
  public long steps() {
    return Math.addExact(
        recipe.steps(), Math.multiplyExact(level, recipe.steps() - search.rewind().step()));
  }
}
