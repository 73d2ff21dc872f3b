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
import tombola.lab.config.InputException;
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

  /** Which share of the live weights kept its sign in the training that ended with these. */
  private record SignsKept(String arm, String end, double share) {}

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
   * @throws InputException in one line if something is missing or damaged
   */
  public ArmOutcome.Trained read() {
    String remedy = Sums.remedy(folder);
    if (Files.exists(folder.resolve(DIVERGED))) {
      byte[] content = content(Sums.read(folder, List.of(DIVERGED)), DIVERGED);
      Path file = folder.resolve(DIVERGED);
      return new ArmOutcome.Diverged(Json.read(file, content, Divergence.class, remedy).message());
    }
    Map<String, byte[]> files = Sums.read(folder, List.of(METRICS, TIMING));
    ArmMetrics stored = metrics(files);
    return new ArmOutcome.Measured(
        LevelFiles.result(stored.metrics(), LevelFiles.timing(folder, files)), stored.stepsInAll());
  }

  /**
   * Returns what all its trainings cost; that is not kept of one that diverged.
   *
   * @throws InputException in one line if it is missing or damaged
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
   * @throws InputException in one line if something is missing or damaged
   */
  public Optional<TrainingSums> sums() {
    if (Files.exists(folder.resolve(DIVERGED))) {
      return Optional.empty();
    }
    Map<String, byte[]> files = Sums.read(folder, List.of(METRICS));
    ArmMetrics stored = metrics(files);
    return Optional.of(
        new TrainingSums(
            Optional.empty(), stored.best(), stored.end(), Checksum.of(content(files, METRICS))));
  }

  /**
   * Stores figures; when this returns they outlast a crash, and what a resume would have needed is
   * gone.
   *
   * @param best weights at the step of least validation loss, of which the checksum is kept
   * @param end weights after the last step, of which the checksum is kept
   */
  public ArmOutcome.Trained write(
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

  /**
   * Notes, before {@link #write}, which share of the live weights kept its sign. The note lies
   * beside the figures: those of an arm that has none are as good without.
   *
   * @param end weights after the last step
   */
  public void noteSigns(double share, Weights end) {
    DurableFiles.createFolders(parent());
    DurableFiles.write(
        signsFile(), Json.write(new SignsKept(arm, LevelFiles.checksum(end), share)));
  }

  /**
   * Returns the share of the live weights that kept its sign, if it was noted.
   *
   * @throws InputException in one line if the note is of another training
   */
  public Optional<Double> signs() {
    Path file = signsFile();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String remedy = Sums.remedy(folder);
    SignsKept kept = Json.read(file, DurableFiles.read(file, remedy), SignsKept.class, remedy);
    if (!metrics(Sums.read(folder, List.of(METRICS))).end().equals(kept.end())) {
      throw new InputException(
          "%s: expected a note about the weights of %s, found one about others; %s"
              .formatted(file, folder.getFileName(), remedy));
    }
    return Optional.of(kept.share());
  }

  private Path signsFile() {
    return folder.resolveSibling(folder.getFileName() + "-signs.json");
  }

  private ArmMetrics metrics(Map<String, byte[]> files) {
    return Json.read(
        folder.resolve(METRICS), content(files, METRICS), ArmMetrics.class, Sums.remedy(folder));
  }

  /** Stores that a training at {@code level} did not stay finite; as a result it is final too. */
  public ArmOutcome.Trained writeDiverged(int level, String message) {
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
