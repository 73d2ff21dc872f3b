package tombola.lab.result;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The level that a replicate names as its ticket.
 *
 * @param level prunings so far
 * @param density live / total
 * @param rule the rule by which it was chosen, in words
 */
public record TicketChoice(int level, double density, String rule) {

  /**
   * What the rule looks at of a level.
   *
   * @param accuracy validation accuracy
   */
  private record Candidate(int level, double density, double accuracy) {
    static Candidate mean(List<LevelResult> same) {
      return new Candidate(
          same.getFirst().level(),
          same.stream().mapToDouble(LevelResult::density).sum() / same.size(),
          same.stream().mapToDouble(LevelResult::validationAccuracy).sum() / same.size());
    }
  }

  /**
   * Returns the sparsest level whose validation accuracy is at least the dense network's less
   * {@code margin}; the test part has no say.
   *
   * @param levels from level 0, the dense network
   */
  public static TicketChoice among(List<LevelResult> levels, double margin) {
    return amongMeans(List.of(levels), margin);
  }

  /**
   * Returns the same of the means over several replicates; the levels that all of them have take
   * part.
   *
   * @param replicates the levels of each from level 0, the dense network
   */
  public static TicketChoice amongMeans(List<List<LevelResult>> replicates, double margin) {
    int common = replicates.stream().mapToInt(List::size).min().orElseThrow();
    List<Candidate> levels =
        IntStream.range(0, common)
            .mapToObj(level -> Candidate.mean(replicates.stream().map(r -> r.get(level)).toList()))
            .toList();
    Candidate dense = levels.getFirst();
    double bar = dense.accuracy() - margin;
    Candidate chosen = dense;
    for (Candidate level : levels) {
      if (level.accuracy() >= bar && level.density() <= chosen.density()) {
        chosen = level;
      }
    }
    String rule =
        String.format(
            Locale.ROOT,
            "sparsest level with validation accuracy >= %.4f (dense %.4f - margin %s)",
            bar,
            dense.accuracy(),
            margin);
    return new TicketChoice(chosen.level(), chosen.density(), rule);
  }
}
