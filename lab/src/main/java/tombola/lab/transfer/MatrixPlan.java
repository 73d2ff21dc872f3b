package tombola.lab.transfer;

import java.util.List;

/**
 * What is fixed before a matrix of transfers trains.
 *
 * @param schema version of this record's meaning
 * @param runs the names of the tasks' runs, in the order of rows and columns
 * @param levels the levels of the tickets, ascending
 * @param plans hashes of the transfers' plans: by level, then source, then target
 */
public record MatrixPlan(int schema, List<String> runs, List<Integer> levels, List<String> plans) {
  /** The version of this record's meaning. */
  public static final int SCHEMA = 1;

  /** Copies the lists. */
  public MatrixPlan {
    runs = List.copyOf(runs);
    levels = List.copyOf(levels);
    plans = List.copyOf(plans);
    int expected = levels.size() * runs.size() * (runs.size() - 1);
    if (plans.size() != expected) {
      throw new IllegalArgumentException(
          "plans: expected %d, got %d".formatted(expected, plans.size()));
    }
  }
}
