package tombola.lab.transfer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every source against every target.
 *
 * @param schema version of this record's meaning
 * @param planHash SHA-256 of the bytes of the plan's file
 * @param plan what was fixed before
 * @param tasks the names of the data, in the order of the plan's runs
 * @param results the transfers, in the order of the plan's
 */
public record MatrixResult(
    int schema,
    String planHash,
    MatrixPlan plan,
    List<String> tasks,
    List<TransferResult> results) {
  /** The version of this record's meaning. */
  public static final int SCHEMA = 1;

  /** Copies the lists. */
  public MatrixResult {
    tasks = List.copyOf(tasks);
    results = List.copyOf(results);
  }

  /** Returns the transfer from task {@code source} to task {@code target}. */
  public TransferResult between(int level, int source, int target) {
    String from = plan.runs().get(source);
    return all(level, target)
        .filter(result -> result.source().equals(from))
        .findFirst()
        .orElseThrow();
  }

  /** Returns a transfer to task {@code target}, which has what that does by itself. */
  public TransferResult onto(int level, int target) {
    return all(level, target).findFirst().orElseThrow();
  }

  /**
   * Returns what of task {@code source} does on task {@code target}: if they are two, {@code arm};
   * if they are one, its own ticket. Empty if that diverged.
   */
  public Optional<TransferFigures> cell(int level, int source, int target, TransferArm arm) {
    return source == target
        ? onto(level, target).arm(TransferArms.OWN)
        : between(level, source, target).arm(arm);
  }

  private Stream<TransferResult> all(int level, int target) {
    String to = plan.runs().get(target);
    return results.stream()
        .filter(result -> result.plan().level() == level && result.target().equals(to));
  }
}
