package tombola.lab.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.config.SettingsFile;

/**
 * A run on disk, to work on: one process at a time.
 *
 * <pre>
 * OUT/DATA-NETWORK-HASH/
 *   run.json             what the run is
 *   config.yaml          the whole configuration
 *   arms-provenance.json who trained the arms of verifications
 *   given.safetensors    the weights that every search begins with, if they are given
 *   lock                 held while a process is at work
 *   beside               the run for whose sake this one was begun, if any
 *   replicate-SEED/
 *     provenance.json    who made it
 *     level-K/           ticket, best, trained (and rewind) .safetensors, metrics.json, timing.json, SHA256SUMS
 *     arms/ARM/level-K/  metrics.json, timing.json, SHA256SUMS of a control or method
 *     order-SEED/arms/   the same with this replicate's ticket and another data order
 *     transfer/RUN/HEAD/ARM/level-K/  the same of a ticket carried here from another run
 *   verify/HASH/         plan.json, result.json, certificate.json, ticket.safetensors
 *   transfer/HASH/       the same of a transfer to this run's task
 * </pre>
 */
public final class RunStore implements AutoCloseable {
  private static final String REMOVED = ".removed";

  private final RunFolder run;
  private final RunFacts facts;
  private final long rewindStep;
  private final RunLock lock;

  private RunStore(RunFolder run, RunFacts facts, long rewindStep, RunLock lock) {
    this.run = run;
    this.facts = facts;
    this.rewindStep = rewindStep;
    this.lock = lock;
  }

  /**
   * Opens the run of {@code config} below the configuration's folder of runs, or begins it, and
   * cleans up after killed processes.
   *
   * @throws InputException in one line if another process is at work on it, it cannot be written,
   *     or what lies there is not this run
   */
  public static RunStore open(FindConfig config, RunFacts facts) {
    return open(config, facts, Optional.empty());
  }

  /**
   * Opens a run as {@link #open(FindConfig, RunFacts)} does.
   *
   * @param given the file of the weights that the configuration names, as {@link
   *     GivenWeights#bytes} makes it
   * @throws InputException in one line likewise, or if the run needs those weights and has none
   */
  public static RunStore open(FindConfig config, RunFacts facts, Optional<byte[]> given) {
    Path folder = config.machine().out().resolve(facts.runName());
    DurableFiles.createFolders(folder);
    return locked(
        new RunFolder(folder),
        config,
        facts,
        run -> {
          GivenWeights.keep(config, folder, given);
          begin(run, facts);
          update(
              folder.resolve(RunFolder.CONFIG),
              SettingsFile.write(config).getBytes(StandardCharsets.UTF_8));
        });
  }

  /**
   * Opens a run that is there, to add to it, and cleans up after killed processes. Its
   * configuration file stays as it is.
   *
   * @throws InputException in one line if another process is at work on it, or what lies there was
   *     made by other code or data
   */
  public static RunStore extend(RunFolder run, FindConfig config, RunFacts facts) {
    return locked(run, config, facts, there -> begin(there, facts));
  }

  /**
   * Opens the run of {@code config} as {@link #open} does; if it is not there it is begun as one
   * for the sake of {@code other}.
   */
  public static RunStore openBeside(RunFolder other, FindConfig config, RunFacts facts) {
    Path folder = config.machine().out().resolve(facts.runName());
    if (!RunFolder.isRun(folder)) {
      DurableFiles.createFolders(folder);
      update(
          folder.resolve(RunFolder.BESIDE), (other.name() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return open(config, facts);
  }

  private static RunStore locked(
      RunFolder run, FindConfig config, RunFacts facts, Consumer<RunFolder> prepare) {
    RunLock lock = RunLock.acquire(run.folder());
    try {
      DurableFiles.removeUnfinished(run.folder());
      prepare.accept(run);
      return new RunStore(run, facts, config.rewind().step(), lock);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static void begin(RunFolder run, RunFacts facts) {
    Path file = run.folder().resolve(RunFolder.FACTS);
    if (!RunFolder.isRun(run.folder())) {
      DurableFiles.write(file, Json.write(facts));
    } else if (!run.facts().equals(facts)) {
      throw new InputException(
          file
              + ": expected the facts about this run, found others: other code or data made it; name another folder"
              + " with --out, or remove the run");
    }
  }

  private static void update(Path file, byte[] content) {
    if (!Files.exists(file)
        || !Arrays.equals(DurableFiles.read(file, "remove this file"), content)) {
      DurableFiles.write(file, content);
    }
  }

  /**
   * Removes the run in {@code folder} with all that is in it.
   *
   * @throws InputException in one line if it is no run of ours or a process is at work on it
   */
  public static void remove(Path folder) {
    if (!RunFolder.isRun(folder)) {
      throw new InputException(
          folder + ": expected the folder of a run, found no " + RunFolder.FACTS + " in it");
    }
    Path real = folder.toAbsolutePath().normalize();
    Path removed = real.resolveSibling(real.getFileName() + REMOVED);
    try (RunLock _ = RunLock.acquire(real)) {
      DurableFiles.deleteTree(removed); // of an earlier removal that was killed
      Files.move(real, removed);
      DurableFiles.deleteTree(removed);
    } catch (IOException e) {
      throw new InputException(folder + ": cannot be removed: " + e.getMessage(), e);
    }
  }

  /** Returns whether {@code folder} is what a killed removal left over. */
  public static boolean isRemoved(Path folder) {
    return folder.toString().endsWith(REMOVED);
  }

  /** Returns this run, to look at. */
  public RunFolder run() {
    return run;
  }

  /** Returns the replicate with {@code seed}, beginning it if it is not there. */
  public ReplicateStore replicate(long seed) {
    ReplicateStore replicate = run.replicate(seed, facts, rewindStep);
    replicate.prepare();
    return replicate;
  }

  /** Notes who trained the arms of verifications. */
  public void note(ArmsProvenance provenance) {
    DurableFiles.write(run.folder().resolve(RunFolder.ARMS), Json.write(provenance));
  }

  /** Returns the plans of this run's verifications. */
  public PlanStore plans() {
    return new PlanStore(run.folder().resolve("verify"));
  }

  /** Returns the plans of the transfers to this run's task. */
  public TransferStore transfers() {
    return new TransferStore(run.folder().resolve("transfer"));
  }

  @Override
  public void close() {
    lock.close();
  }
}
