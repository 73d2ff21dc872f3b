package tombola.lab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.config.Settings;
import tombola.lab.config.Spelling;
import tombola.lab.result.ReplicateResult;
import tombola.lab.result.RunResult;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.RunFolder;
import tombola.lab.store.RunStore;

/**
 * The runs there are. A run is named by its folder's name, by any part of that which no other run's
 * has, or by a path.
 *
 * @param out the folder of the runs
 */
public record RunCatalog(Path out) {

  /**
   * Two runs side by side.
   *
   * @param first the one
   * @param second the other
   * @param differences the settings in which they differ, name to both texts ({@code -} where one
   *     does not apply)
   */
  public record Pair(RunResult first, RunResult second, Map<String, List<String>> differences) {}

  /** Returns all runs, by name; one that is damaged says so and does not hide the others. */
  public List<RunSummary> list() {
    return folders().stream().map(RunCatalog::summary).toList();
  }

  /**
   * Returns everything that a run has, from disk alone.
   *
   * @throws InputException in one line if there is no such run, it is damaged or has no level yet
   */
  public RunResult load(String run) {
    return load(find(run));
  }

  /**
   * Returns a run's configuration.
   *
   * @throws InputException in one line if there is no such run or it is damaged
   */
  public FindConfig config(String run) {
    return find(run).config();
  }

  /**
   * Returns two runs and what tells their settings apart.
   *
   * @throws InputException in one line if one is not there, is damaged or has no level yet
   */
  public Pair compare(String first, String second) {
    RunFolder one = find(first);
    RunFolder two = find(second);
    Map<String, String> left = Settings.of(one.config()).texts();
    Map<String, String> right = Settings.of(two.config()).texts();
    Set<String> names = new LinkedHashSet<>(left.keySet());
    names.addAll(right.keySet());
    Map<String, List<String>> differences = new LinkedHashMap<>();
    for (String name : names) {
      List<String> texts = List.of(left.getOrDefault(name, "-"), right.getOrDefault(name, "-"));
      if (!texts.getFirst().equals(texts.getLast())) {
        differences.put(name, texts);
      }
    }
    return new Pair(load(one), load(two), differences);
  }

  /**
   * Removes a run with all that is in it.
   *
   * @throws InputException in one line if there is no such run or a process is at work on it
   */
  public void remove(String run) {
    RunStore.remove(find(run).folder());
  }

  /**
   * Returns the run called {@code run}; one that was begun for the sake of another only where no
   * other fits.
   *
   * @throws InputException naming those that fit, or the nearest, unless exactly one fits
   */
  public RunFolder find(String run) {
    try {
      Path path = Path.of(run);
      if (RunFolder.isRun(out.resolve(path))) {
        return new RunFolder(out.resolve(path));
      }
      if (RunFolder.isRun(path)) {
        return new RunFolder(path);
      }
    } catch (InvalidPathException e) {
      throw new InputException(
          "run: expected a run's name, got " + run + " (" + e.getReason() + ")", e);
    }
    List<String> all = folders().stream().map(RunFolder::name).toList();
    List<String> fitting =
        all.stream().filter(name -> !run.isEmpty() && name.contains(run)).toList();
    if (fitting.size() == 1) {
      return new RunFolder(out.resolve(fitting.getFirst()));
    }
    List<RunFolder> own =
        fitting.stream().map(out::resolve).map(RunFolder::new).filter(r -> !r.isBeside()).toList();
    if (own.size() == 1) {
      return own.getFirst();
    }
    String hint =
        all.isEmpty()
            ? "there is none in " + out
            : fitting.isEmpty()
                ? "nearest: " + Spelling.nearest(run, all)
                : "several fit: " + String.join(", ", fitting);
    throw new InputException(
        "run: expected the name of a run in " + out + ", got " + run + " (" + hint + ")");
  }

  private static RunResult load(RunFolder run) {
    FindConfig config = run.config();
    List<ReplicateStore> replicates = run.seeds().stream().map(run::replicate).toList();
    return RunReader.read(run, run.facts(), config, replicates, Integer.MAX_VALUE);
  }

  private static RunSummary summary(RunFolder run) {
    try {
      boolean active = run.isLocked();
      List<ReplicateStore> begun =
          run.seeds().stream().map(run::replicate).filter(r -> r.has(0)).toList();
      int levels = begun.stream().mapToInt(ReplicateStore::finished).min().orElse(0);
      double margin = run.config().extent().margin();
      Optional<ReplicateResult> first =
          begun.stream().findFirst().map(r -> RunReader.replicate(r, Integer.MAX_VALUE, margin));
      return new RunSummary(
          run.name(),
          run.folder(),
          run.facts().dataset(),
          run.facts().network(),
          begun.size(),
          levels,
          active,
          first.map(ReplicateResult::ticket),
          Optional.empty());
    } catch (InputException e) {
      return new RunSummary(
          run.name(),
          run.folder(),
          "",
          "",
          0,
          0,
          false,
          Optional.empty(),
          Optional.of(String.valueOf(e.getMessage())));
    }
  }

  /** Returns the folders of all runs, by name. */
  List<RunFolder> folders() {
    List<RunFolder> runs = new ArrayList<>();
    if (Files.isDirectory(out)) {
      try (Stream<Path> paths = Files.list(out)) {
        paths
            .filter(RunFolder::isRun)
            .filter(path -> !RunStore.isRemoved(path))
            .sorted()
            .map(RunFolder::new)
            .forEach(runs::add);
      } catch (IOException e) {
        throw new InputException(out + ": cannot be read: " + e.getMessage(), e);
      }
    }
    return runs;
  }
}
