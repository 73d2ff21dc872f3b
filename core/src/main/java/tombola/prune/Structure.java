package tombola.prune;

import tombola.nn.Filters;
import tombola.nn.NetworkSpec;

/** What leaves a mask at once. */
public sealed interface Structure {
  /** Each weight by itself. */
  Structure UNSTRUCTURED = new Unstructured();

  /** Each weight by itself: what is left are layers of the old shapes with few weights. */
  record Unstructured() implements Structure {}

  /**
   * A filter or hidden unit, with its weights and those that read its channel: what is left is a
   * dense network of fewer filters, and trains as one.
   *
   * @param filters those of the network
   * @see <a href="https://arxiv.org/abs/1608.08710">Li et al. 2017, section 3.1: filters of least
   *     magnitude</a>
   */
  record ByFilter(Filters filters) implements Structure {}

  /** Returns {@link ByFilter} if {@code mask} took whole filters out of {@code network} alone. */
  static Structure of(NetworkSpec network, Mask mask) {
    Filters filters = Filters.of(network);
    Mask whole = mask.whole();
    boolean made = !mask.equals(whole) && mask.equals(LiveFilters.of(filters, mask).without(whole));
    return made ? new ByFilter(filters) : UNSTRUCTURED;
  }
}
