package tombola.lab.result;

import java.util.List;
import java.util.Locale;

/**
 * The level that a replicate names as its ticket.
 *
 * @param level prunings so far
 * @param density live / total
 * @param rule the rule by which it was chosen, in words
 */
public record TicketChoice(int level, double density, String rule) {

  /**
   * Returns the sparsest level whose validation accuracy is at least the dense network's less
   * {@code margin}; the test part has no say.
   *
   * @param levels from level 0, the dense network
   */
  public static TicketChoice among(List<LevelResult> levels, double margin) {
    double bar = levels.getFirst().validationAccuracy() - margin;
    LevelResult chosen = levels.getFirst();
    for (LevelResult level : levels) {
      if (level.validationAccuracy() >= bar && level.density() <= chosen.density()) {
        chosen = level;
      }
    }
    String rule =
        String.format(
            Locale.ROOT,
            "sparsest level with validation accuracy >= %.4f (dense %.4f - margin %s)",
            bar,
            levels.getFirst().validationAccuracy(),
            margin);
    return new TicketChoice(chosen.level(), chosen.density(), rule);
  }
}
