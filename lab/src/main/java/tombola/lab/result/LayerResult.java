package tombola.lab.result;

/**
 * One layer of a level.
 *
 * @param name such as {@code fc1}
 * @param live live weights
 * @param total weights, live and pruned
 * @param deadUnits outputs that no live weight reaches, or that (before the last layer) reach
 *     nothing
 * @param kernel the kind of product that trained it, such as {@code dense}
 */
public record LayerResult(String name, long live, long total, int deadUnits, String kernel) {}
