package tombola.lab.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tombola.data.Checksum;
import tombola.lab.config.InputException;
import tombola.lab.verify.VerifyPlan;
import tombola.lab.verify.VerifyResult;

/**
 * The plans of a run's verifications and what they found, each in a folder named by the SHA-256 of
 * the plan's file.
 */
public final class PlanStore {
  private static final String PLAN = "plan.json";
  private static final String RESULT = "result.json";

  private final Path folder;

  /** Looks at the plans in {@code folder}, which need not be there. */
  PlanStore(Path folder) {
    this.folder = folder;
  }

  /** Returns the hash of {@code plan}: the SHA-256 of the bytes of its file. */
  public static String hash(VerifyPlan plan) {
    return Checksum.of(Json.write(plan));
  }

  /** Returns the folder of the plan with this hash. */
  public Path folder(String hash) {
    return folder.resolve(hash);
  }

  /**
   * Returns all plans by their hashes.
   *
   * @throws InputException in one line if one is damaged
   */
  public Map<String, VerifyPlan> plans() {
    Map<String, VerifyPlan> plans = new LinkedHashMap<>();
    for (Path place : DurableFiles.list(folder)) {
      Path file = place.resolve(PLAN);
      if (Files.exists(file)) {
        plans.put(place.getFileName().toString(), read(place, file));
      }
    }
    return plans;
  }

  private static VerifyPlan read(Path place, Path file) {
    String remedy = "remove " + place + ": what its plan trained is kept";
    byte[] content = DurableFiles.read(file, remedy);
    if (!place.getFileName().toString().equals(Checksum.of(content))) {
      throw new InputException(
          "%s: expected the plan whose SHA-256 names its folder, found another: it is damaged; %s"
              .formatted(file, remedy));
    }
    return Json.read(file, content, VerifyPlan.class, VerifyPlan.LEFT_OUT, remedy);
  }

  /** Stores {@code plan}, unless it is there; when this returns it outlasts a crash. */
  public void write(VerifyPlan plan) {
    update(folder(hash(plan)).resolve(PLAN), Json.write(plan));
  }

  /** Stores what its plan found. */
  public void write(VerifyResult result) {
    update(folder(result.planHash()).resolve(RESULT), Json.write(result));
  }

  private static void update(Path file, byte[] content) {
    DurableFiles.createFolders(file.toAbsolutePath().resolveSibling(""));
    if (!Files.exists(file)
        || !Arrays.equals(DurableFiles.read(file, "remove this file"), content)) {
      DurableFiles.write(file, content);
    }
  }
}
