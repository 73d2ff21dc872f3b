package tombola.lab.export;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.data.DataSources;
import tombola.lab.data.Prepared;
import tombola.lab.result.LevelResult;
import tombola.lab.result.TicketChoice;
import tombola.lab.run.Surroundings;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.RunFacts;
import tombola.lab.store.RunFolder;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.prune.Mask;
import tombola.sparse.Simplification;

/**
 * A replicate of a run with its data, to take tickets from.
 *
 * @param run the run
 * @param config its configuration
 * @param replicate the replicate, which has a level at least
 * @param prepared the data
 * @param network the dense network
 */
public record OpenedRun(
    RunFolder run,
    FindConfig config,
    ReplicateStore replicate,
    Prepared prepared,
    NetworkSpec network) {

  /**
   * Opens {@code run}.
   *
   * @param seed the replicate's; the first if empty
   * @throws InputException in one line if there is no such replicate, it has no level, the data
   *     changed, or the network cannot be compiled
   * @throws tombola.data.BadDataException in one line if the data cannot be used
   */
  public static OpenedRun of(RunFolder run, OptionalLong seed, DataSources sources) {
    FindConfig config = run.config();
    ReplicateStore replicate = replicate(run, seed);
    if (replicate.finished() == 0) {
      throw new InputException(run.folder() + ": expected a finished level, found none");
    }
    Prepared prepared = sources.prepare(config.data());
    if (!RunFacts.of(config, prepared.data()).equals(run.facts())) {
      throw new InputException(
          run.folder()
              + ": expected the data of the run, found other data at "
              + config.data().source());
    }
    NetworkSpec network =
        Networks.named(config.network(), prepared.data().width(), prepared.data().classes().size());
    Simplification.obstacle(network)
        .ifPresent(obstacle -> {
          throw new InputException("network: " + obstacle);
        });
    return new OpenedRun(run, config, replicate, prepared, network);
  }

  private static ReplicateStore replicate(RunFolder run, OptionalLong seed) {
    List<Long> seeds = run.seeds();
    if (seeds.isEmpty() || !seeds.contains(seed.orElse(seeds.getFirst()))) {
      throw new InputException(
          "seed: expected one of the run's, %s, got %s"
              .formatted(seeds, seed.isPresent() ? seed.getAsLong() : "none"));
    }
    return run.replicate(seed.orElse(seeds.getFirst()));
  }

  /** Returns the figures of the replicate's levels. */
  public List<LevelResult> levels() {
    int finished = replicate.finished();
    return Stream.iterate(0, k -> k < finished, k -> k + 1).map(replicate::result).toList();
  }

  /**
   * Returns {@code asked}, or the level that the replicate names.
   *
   * @throws InputException in one line if it is not there
   */
  public int level(OptionalInt asked) {
    int finished = replicate.finished();
    int level =
        asked.orElseGet(() -> TicketChoice.among(levels(), config.extent().margin()).level());
    if (level < 0 || level >= finished) {
      throw new InputException(
          "level: expected 0 to %d, the last that seed %d has, got %d"
              .formatted(finished - 1, replicate.seed(), level));
    }
    return level;
  }

  /** Returns the same by name as {@link #origin} says in words, and more. */
  Map<String, String> facts(int level, String weights, Mask mask) {
    return Map.of(
        "run", run.name(),
        "seed", Long.toString(replicate.seed()),
        "level", Integer.toString(level),
        "weights", weights,
        "density", Double.toString(mask.density()),
        "ticket", replicate.ticketChecksum(level),
        "version", Surroundings.look().version());
  }

  /** Returns in words where a ticket of this replicate comes from. */
  String origin(int level, String weights) {
    return "%s, seed %d, level %d, %s weights"
        .formatted(run.name(), replicate.seed(), level, weights);
  }
}
