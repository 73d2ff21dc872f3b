package tombola.lab.config;

import tombola.nn.Filters;
import tombola.nn.NetworkSpec;
import tombola.prune.Structure;

/** What a pruning takes out at once. */
public enum Removal {
  /** Single weights. */
  UNSTRUCTURED,
  /** Whole filters and hidden units. */
  FILTER;

  /**
   * Returns the same in {@code network}.
   *
   * @throws IllegalArgumentException if it has nothing of that kind
   */
  Structure in(NetworkSpec network) {
    return switch (this) {
      case UNSTRUCTURED -> Structure.UNSTRUCTURED;
      case FILTER -> {
        Filters filters = Filters.of(network);
        if (filters.groups().isEmpty()) {
          throw new InputException(
              "structure: expected unstructured, for "
                  + network.name()
                  + " has no filters or hidden units that could be taken out, got filter");
        }
        yield new Structure.ByFilter(filters);
      }
    };
  }
}
