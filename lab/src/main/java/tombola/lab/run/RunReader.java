package tombola.lab.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.result.LevelResult;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.RunResult;
import tombola.lab.result.TicketChoice;
import tombola.lab.store.Provenance;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.RunFacts;
import tombola.lab.store.RunFolder;

/** Reads a run's figures from disk; data and weights are not looked at. */
final class RunReader {
  private RunReader() {}

  /** Returns what {@code replicates} have of their first {@code levels} levels. */
  static RunResult read(
      RunFolder run,
      RunFacts facts,
      FindConfig config,
      List<ReplicateStore> replicates,
      int levels) {
    List<ReplicateResult> results = new ArrayList<>();
    for (ReplicateStore replicate : replicates) {
      if (replicate.has(0)) {
        results.add(replicate(replicate, levels, config.extent().margin()));
      }
    }
    if (results.isEmpty()) {
      throw new InputException(
          run.folder()
              + ": expected a finished level, found none; tombola find --config "
              + run.folder().resolve("config.yaml")
              + " goes on");
    }
    List<Provenance.Session> sessions =
        replicates.stream()
            .map(ReplicateStore::provenance)
            .flatMap(Optional::stream)
            .flatMap(p -> p.sessions().stream())
            .filter(s -> !s.levels().isEmpty())
            .toList();
    String kernels =
        String.join(", ", sessions.stream().map(Provenance.Session::kernels).distinct().toList());
    int threads = sessions.stream().mapToInt(Provenance.Session::threads).max().orElse(1);
    return new RunResult(
        run.folder().toString(),
        run.name(),
        facts.dataset(),
        facts.network(),
        facts.classes(),
        threads,
        kernels,
        results);
  }

  /** Returns what {@code replicate} has of its first {@code levels} levels. */
  static ReplicateResult replicate(ReplicateStore replicate, int levels, double margin) {
    List<LevelResult> results = new ArrayList<>();
    for (int level = 0; level < levels && replicate.has(level); level++) {
      results.add(replicate.result(level));
    }
    return new ReplicateResult(replicate.seed(), results, TicketChoice.among(results, margin));
  }
}
