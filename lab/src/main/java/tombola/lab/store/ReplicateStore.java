package tombola.lab.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tombola.lab.config.FindConfig;
import tombola.lab.result.LevelResult;
import tombola.lab.transfer.TransferArm;
import tombola.lab.verify.ArmKind;
import tombola.nn.NetworkSpec;
import tombola.prune.Mask;
import tombola.ticket.Search;
import tombola.verify.Head;

/** The levels of one replicate on disk. A level is there whole or not at all. */
public final class ReplicateStore {
  private static final String PROVENANCE = "provenance.json";

  private final Path folder;
  private final RunFacts facts;
  private final long seed;
  private final long rewindStep;

  /** Looks at the replicate in {@code folder}, which need not be there. */
  ReplicateStore(Path folder, RunFacts facts, long seed, long rewindStep) {
    this.folder = folder;
    this.facts = facts;
    this.seed = seed;
    this.rewindStep = rewindStep;
  }

  /** Returns the replicate's seed. */
  public long seed() {
    return seed;
  }

  /**
   * Returns the search of this replicate, with the weights that the run has for it.
   *
   * @throws tombola.lab.config.InputException in one line if it needs some and has none
   */
  public Search search(FindConfig config, NetworkSpec network) {
    return GivenWeights.search(config, network, folder.resolveSibling(""));
  }

  /** Returns the folder of level {@code level}. */
  public Path folder(int level) {
    return folder.resolve("level-" + level);
  }

  /** Returns whether level {@code level} is there. */
  public boolean has(int level) {
    return Files.isDirectory(folder(level));
  }

  /** Returns how many levels are there without a gap, from level 0. */
  public int finished() {
    int level = 0;
    while (has(level)) {
      level++;
    }
    return level;
  }

  /**
   * Returns a level, every file checked against its checksum.
   *
   * @throws tombola.lab.config.InputException in one line if something is missing or damaged
   */
  public StoredLevel read(int level, NetworkSpec network) {
    return LevelFiles.read(folder(level), network, isRewound(level));
  }

  /**
   * Returns the figures of a level, every file checked against its checksum.
   *
   * @throws tombola.lab.config.InputException in one line if something is missing or damaged
   */
  public LevelResult check(int level) {
    LevelFiles.check(folder(level), isRewound(level));
    return result(level);
  }

  /**
   * Returns the figures of a level; its weights are not looked at.
   *
   * @throws tombola.lab.config.InputException in one line if they are missing or damaged
   */
  public LevelResult result(int level) {
    return LevelFiles.result(folder(level));
  }

  /**
   * Returns the mask of a level; its other files are not looked at.
   *
   * @throws tombola.lab.config.InputException in one line if it is missing or damaged
   */
  public Mask mask(int level, NetworkSpec network) {
    return LevelFiles.mask(folder(level), network);
  }

  /**
   * Returns the SHA-256 of a level's ticket file, in hexadecimal, which tells tickets apart; its
   * other files are not looked at.
   *
   * @throws tombola.lab.config.InputException in one line if it is missing or damaged
   */
  public String ticketChecksum(int level) {
    return LevelFiles.ticketChecksum(folder(level));
  }

  /**
   * Returns what a level cost.
   *
   * @throws tombola.lab.config.InputException in one line if that is missing or damaged
   */
  public Timing timing(int level) {
    return LevelFiles.timing(folder(level));
  }

  /**
   * Returns the checksums of what a level's training left, every file checked against its own.
   *
   * @throws tombola.lab.config.InputException in one line if something is missing or damaged
   */
  public TrainingSums sums(int level, NetworkSpec network) {
    return TrainingSums.of(read(level, network));
  }

  /**
   * Returns the file of a level's ticket.
   *
   * @throws tombola.lab.config.InputException in one line if it is missing or damaged
   */
  public byte[] ticketFile(int level) {
    return LevelFiles.ticketFile(folder(level));
  }

  /**
   * Stores a level; when this returns it outlasts a crash.
   *
   * @throws tombola.lab.config.InputException in one line if it cannot be written; then nothing of
   *     it is there
   */
  public LevelResult write(StoredLevel level) {
    int index = level.metrics().level();
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("arithmetic", Integer.toString(facts.arithmetic()));
    origin.put("configuration", facts.identity());
    origin.put("data", facts.dataset());
    origin.put("data-checksum", facts.checksum());
    origin.put("level", Integer.toString(index));
    origin.put("network", facts.network());
    origin.put("seed", Long.toString(seed));
    long step = isRewound(index) ? rewindStep : 0;
    DurableFiles.writeFolder(folder(index), LevelFiles.write(level, origin, step));
    return LevelFiles.result(level.metrics(), level.timing());
  }

  /**
   * Returns the place of an arm that begins with this replicate's search.
   *
   * @param order the seed of its data order and of what it draws: this replicate's, or another if
   *     the ticket is kept
   */
  public ArmStore arm(ArmKind arm, int level, long order) {
    Path arms = order == seed ? folder : folder.resolve("order-" + order);
    Path place = arms.resolve("arms").resolve(arm.id()).resolve("level-" + level);
    return new ArmStore(place, facts, seed, order, arm.id());
  }

  /**
   * Returns the place of what is carried to this replicate's task and trained in its data order.
   *
   * @param source the name of the run that it is carried from
   * @param level of the source
   */
  public ArmStore carried(String source, Head head, TransferArm arm, int level) {
    String id = source + "/" + head.name().toLowerCase(Locale.ROOT) + "/" + arm.id();
    Path place = folder.resolve("transfer").resolve(id).resolve("level-" + level);
    return new ArmStore(place, facts, seed, seed, id);
  }

  /** Returns who made the replicate, if that was noted. */
  public Optional<Provenance> provenance() {
    Path file = folder.resolve(PROVENANCE);
    String remedy = "remove this file: the levels do not depend on it";
    return Files.exists(file)
        ? Optional.of(Json.read(file, DurableFiles.read(file, remedy), Provenance.class, remedy))
        : Optional.empty();
  }

  /** Notes who made the replicate. */
  public void note(Provenance provenance) {
    DurableFiles.write(folder.resolve(PROVENANCE), Json.write(provenance));
  }

  /** Returns how long predictions with the ticket of a level take, if that was measured. */
  public Optional<PredictionTimes> predictionTimes(int level) {
    Path file = predictions(level);
    String remedy = "remove this file, and it is measured anew";
    return Files.exists(file)
        ? Optional.of(
            Json.read(file, DurableFiles.read(file, remedy), PredictionTimes.class, remedy))
        : Optional.empty();
  }

  /** Notes how long predictions with the ticket of a level take. */
  public void note(int level, PredictionTimes times) {
    DurableFiles.write(predictions(level), Json.write(times));
  }

  private Path predictions(int level) {
    return folder.resolve("prediction-" + level + ".json");
  }

  /** Makes the folder and removes what a killed process left unfinished in it. */
  void prepare() {
    DurableFiles.createFolders(folder);
    DurableFiles.removeUnfinished(folder);
  }

  /** Only the dense level sees θ_k for the first time; later tickets start from it. */
  private boolean isRewound(int level) {
    return level == 0 && rewindStep > 0;
  }
}
