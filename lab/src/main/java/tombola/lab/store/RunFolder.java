package tombola.lab.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.config.Settings;

/**
 * A run on disk, to look at: nothing here writes, and another process may be at work on it.
 *
 * @param folder its folder
 */
public record RunFolder(Path folder) {
  static final String FACTS = "run.json";
  static final String CONFIG = "config.yaml";
  static final String ARMS = "arms-provenance.json";
  static final String BESIDE = "beside";
  private static final Pattern REPLICATE = Pattern.compile("replicate-(0|[1-9][0-9]{0,18})");

  /** Returns whether {@code folder} is a run of ours. */
  public static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve(FACTS));
  }

  /**
   * Returns whether the run was begun for the sake of another: a part of a name that fits both
   * means the other.
   */
  public boolean isBeside() {
    return Files.isRegularFile(folder.resolve(BESIDE));
  }

  /** Returns the run's name. */
  public String name() {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  /**
   * Returns what the run is.
   *
   * @throws InputException in one line if that is damaged
   */
  public RunFacts facts() {
    Path file = folder.resolve(FACTS);
    String remedy = "remove this file and repeat the run's find command, which writes it anew";
    return Json.read(file, DurableFiles.read(file, remedy), RunFacts.class, remedy);
  }

  /**
   * Returns the run's configuration, as of the last {@code find}.
   *
   * @throws InputException in one line if that is damaged
   */
  public FindConfig config() {
    return FindConfig.of(Settings.read(folder.resolve(CONFIG)));
  }

  /** Returns the seeds of the replicates, ascending. */
  public List<Long> seeds() {
    return DurableFiles.list(folder).stream()
        .map(path -> REPLICATE.matcher(path.getFileName().toString()))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .filter(seed -> seed.length() < 19 || seed.compareTo(Long.toString(Long.MAX_VALUE)) <= 0)
        .map(Long::valueOf)
        .sorted()
        .toList();
  }

  /** Returns the replicate with {@code seed}, which need not be there. */
  public ReplicateStore replicate(long seed) {
    return replicate(seed, facts(), config().rewind().step());
  }

  ReplicateStore replicate(long seed, RunFacts facts, long rewindStep) {
    return new ReplicateStore(folder.resolve("replicate-" + seed), facts, seed, rewindStep);
  }

  /** Returns who trained the arms of verifications, if that was noted. */
  public Optional<ArmsProvenance> armsProvenance() {
    Path file = folder.resolve(ARMS);
    String remedy = "remove this file: no figure depends on it";
    return Files.exists(file)
        ? Optional.of(
            Json.read(file, DurableFiles.read(file, remedy), ArmsProvenance.class, remedy))
        : Optional.empty();
  }

  /** Returns whether a process is at work on the run. */
  public boolean isLocked() {
    return RunLock.isHeld(folder);
  }

  /** Returns the text of the configuration file, as it lies there. */
  public String configText() {
    String remedy = "repeat the run's find command, which writes it anew";
    return new String(DurableFiles.read(folder.resolve(CONFIG), remedy), StandardCharsets.UTF_8);
  }
}
