package tombola.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import tombola.lab.result.LevelResult;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.RunResult;

/**
 * A run over its replicates.
 *
 * @param levels from level 0, the dense network
 * @param replicates the number of replicates
 * @param ticket the level that the first replicate names
 * @param tickets how many replicates name each level that any names
 * @param seconds training time, all levels and replicates
 * @param operations operations of the training, all levels and replicates
 * @param denseSeconds training time of a dense network, the mean
 * @param denseOperations operations of a dense training, the mean
 * @param allDense whether every layer of every level was trained by dense products
 */
record Summary(
    List<LevelSummary> levels,
    int replicates,
    int ticket,
    Map<Integer, Integer> tickets,
    double seconds,
    double operations,
    double denseSeconds,
    double denseOperations,
    boolean allDense) {

  static Summary of(RunResult run) {
    Map<Integer, List<LevelResult>> byLevel = new TreeMap<>();
    Map<Integer, Integer> tickets = new TreeMap<>();
    for (ReplicateResult replicate : run.replicates()) {
      tickets.merge(replicate.ticket().level(), 1, Integer::sum);
      for (LevelResult level : replicate.levels()) {
        byLevel.computeIfAbsent(level.level(), _ -> new ArrayList<>()).add(level);
      }
    }
    int replicates = run.replicates().size();
    List<LevelResult> dense = byLevel.getOrDefault(0, List.of());
    return new Summary(
        byLevel.values().stream().map(LevelSummary::of).toList(),
        replicates,
        run.replicates().getFirst().ticket().level(),
        tickets,
        total(run, LevelResult::trainSeconds),
        total(run, LevelResult::trainFlops),
        dense.stream().mapToDouble(LevelResult::trainSeconds).average().orElse(0),
        dense.stream().mapToDouble(LevelResult::trainFlops).average().orElse(0),
        byLevel.values().stream()
            .flatMap(List::stream)
            .flatMap(level -> level.layers().stream())
            .allMatch(layer -> layer.kernel().equals("dense")));
  }

  LevelSummary dense() {
    return levels.getFirst();
  }

  /** Returns the level that the first replicate names. */
  LevelSummary ticketLevel() {
    return levels.stream().filter(l -> l.level() == ticket).findFirst().orElseThrow();
  }

  boolean several() {
    return replicates > 1;
  }

  private static double total(RunResult run, ToDoubleFunction<LevelResult> figure) {
    return run.replicates().stream().flatMap(r -> r.levels().stream()).mapToDouble(figure).sum();
  }
}
