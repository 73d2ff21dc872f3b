package tombola.lab.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tombola.data.Checksum;
import tombola.lab.verify.ArmOutcome;
import tombola.nn.Weights;

/**
 * What came of one arm under one seed at one level, on disk: figures and the checksums of its
 * weights, or why it diverged. It is there whole or not at all, and belongs to the run: every plan
 * finds it.
 */
public final class ArmStore {
  private static final String METRICS = LevelFiles.METRICS;
  private static final String TIMING = LevelFiles.TIMING;
  private static final String DIVERGED = "diverged.json";

  private final Path folder;
  private final RunFacts facts;
  private final long seed;
  private final long order;
  private final String arm;

  /** Why there are no figures. */
  private record Divergence(String arm, long seed, long order, int level, String message) {}

  /** Looks at what lies in {@code folder}, which need not be there; {@code arm} is its id. */
  ArmStore(Path folder, RunFacts facts, long seed, long order, String arm) {
    this.folder = folder;
    this.facts = facts;
    this.seed = seed;
    this.order = order;
    this.arm = arm;
  }

  /** Returns whether it is there. */
  public boolean has() {
    return Files.isDirectory(folder);
  }

  /**
   * Returns it, every file checked against its checksum.
   *
   * @throws tombola.lab.config.InputException in one line if something is missing or damaged
   */
  public ArmOutcome read() {
    String remedy = Sums.remedy(folder);
    if (Files.exists(folder.resolve(DIVERGED))) {
      byte[] content = content(Sums.read(folder, List.of(DIVERGED)), DIVERGED);
      Path file = folder.resolve(DIVERGED);
      return new ArmOutcome.Diverged(Json.read(file, content, Divergence.class, remedy).message());
    }
    Map<String, byte[]> files = Sums.read(folder, List.of(METRICS, TIMING));
    ArmMetrics stored =
        Json.read(folder.resolve(METRICS), content(files, METRICS), ArmMetrics.class, remedy);
    return new ArmOutcome.Measured(
        LevelFiles.result(stored.metrics(), LevelFiles.timing(folder, files)), stored.stepsInAll());
  }

  /**
   * Returns what all its trainings cost; that is not kept of one that diverged.
   *
   * @throws tombola.lab.config.InputException in one line if it is missing or damaged
   */
  public Optional<Timing> timing() {
    return Files.exists(folder.resolve(DIVERGED))
        ? Optional.empty()
        : Optional.of(LevelFiles.timing(folder));
  }

  /**
   * Returns the checksums of what its training left, the figures checked against theirs; none if it
   * diverged.
   *
   * @throws tombola.lab.config.InputException in one line if something is missing or damaged
   */
  public Optional<TrainingSums> sums() {
    if (Files.exists(folder.resolve(DIVERGED))) {
      return Optional.empty();
    }
    byte[] content = content(Sums.read(folder, List.of(METRICS)), METRICS);
    ArmMetrics stored =
        Json.read(folder.resolve(METRICS), content, ArmMetrics.class, Sums.remedy(folder));
    return Optional.of(
        new TrainingSums(Optional.empty(), stored.best(), stored.end(), Checksum.of(content)));
  }

  /**
   * Stores figures; when this returns they outlast a crash, and what a resume would have needed is
   * gone.
   *
   * @param best weights at the step of least validation loss, of which the checksum is kept
   * @param end weights after the last step, of which the checksum is kept
   */
  public ArmOutcome write(
      Metrics metrics, long stepsInAll, Weights best, Weights end, Timing timing) {
    ArmMetrics kept =
        new ArmMetrics(
            arm,
            seed,
            order,
            stepsInAll,
            LevelFiles.checksum(best),
            LevelFiles.checksum(end),
            metrics);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(METRICS, Json.write(kept));
    files.put(TIMING, Json.write(timing));
    write(files);
    return new ArmOutcome.Measured(LevelFiles.result(metrics, timing), stepsInAll);
  }

  /** Stores that a training at {@code level} did not stay finite; as a result it is final too. */
  public ArmOutcome writeDiverged(int level, String message) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(DIVERGED, Json.write(new Divergence(arm, seed, order, level, message)));
    write(files);
    return new ArmOutcome.Diverged(message);
  }

  private void write(Map<String, byte[]> files) {
    files.put(Sums.FILE, Sums.of(files));
    DurableFiles.createFolders(parent());
    DurableFiles.writeFolder(folder, files);
    removeWork();
  }

  /**
   * Returns the finished trainings of a method that is under way, which take the places of levels.
   */
  public ReplicateStore work() {
    ReplicateStore work = new ReplicateStore(workFolder(), facts, seed, 0);
    work.prepare();
    return work;
  }

  /** Removes what a killed process left when all was done. */
  public void tidy() {
    if (has()) {
      removeWork();
    }
  }

  private void removeWork() {
    try {
      DurableFiles.deleteTree(workFolder());
    } catch (IOException e) {
      throw DurableFiles.unwritable(workFolder(), e);
    }
  }

  private Path workFolder() {
    return folder.resolveSibling(folder.getFileName() + "-work");
  }

  private Path parent() {
    return Objects.requireNonNull(folder.getParent(), "a level lies in its arm's folder");
  }

  private static byte[] content(Map<String, byte[]> files, String name) {
    return Objects.requireNonNull(files.get(name), name);
  }
}
