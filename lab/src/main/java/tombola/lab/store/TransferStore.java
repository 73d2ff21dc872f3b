package tombola.lab.store;

import java.nio.file.Path;
import tombola.data.Checksum;

/**
 * The plans of transfers and what they found, each in a folder named by the SHA-256 of the plan's
 * file.
 */
public final class TransferStore {
  private final Path folder;

  /** Looks at the plans in {@code folder}, which need not be there. */
  public TransferStore(Path folder) {
    this.folder = folder;
  }

  /** Returns the hash of {@code plan}: the SHA-256 of the bytes of its file. */
  public static String hash(Record plan) {
    return Checksum.of(Json.write(plan));
  }

  /** Returns the folder of the plan with this hash. */
  public Path folder(String hash) {
    return folder.resolve(hash);
  }

  /** Stores {@code plan}, unless it is there; when this returns it outlasts a crash. */
  public void plan(Record plan) {
    PlanStore.update(folder(hash(plan)).resolve("plan.json"), Json.write(plan));
  }

  /** Stores what the plan with {@code hash} found. */
  public void result(String hash, Record result) {
    PlanStore.update(folder(hash).resolve("result.json"), Json.write(result));
  }
}
