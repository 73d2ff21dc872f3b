package tombola.lab.certificate;

import java.util.List;
import java.util.stream.Stream;

/**
 * What came of making trainings again.
 *
 * @param what was replayed: a certificate's hash or a run's name
 * @param checks made before anything was trained; if one fails, nothing was
 * @param trainings how many there are
 * @param retrained how many of them were made again
 * @param left what was not made again, in words; empty if all was
 * @param differences what came out otherwise, in the order of the trainings
 * @param kernels the kernels that made them again, by name
 * @param threads threads in all
 */
public record Replay(
    String what,
    List<Check> checks,
    int trainings,
    int retrained,
    String left,
    List<TrainingDifference> differences,
    String kernels,
    int threads) {

  /** Copies the lists. */
  public Replay {
    checks = List.copyOf(checks);
    differences = List.copyOf(differences);
  }

  /** Returns whether nothing differs. */
  public boolean equal() {
    return differences.isEmpty() && checks.stream().allMatch(Check::holds);
  }

  /** Returns what differs, a line each. */
  public List<String> lines() {
    return Stream.concat(
            checks.stream().filter(check -> !check.holds()).map(Check::line),
            differences.stream().map(TrainingDifference::line))
        .toList();
  }
}
