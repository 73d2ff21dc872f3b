package tombola.lab.transfer;

import java.util.List;
import tombola.lab.verdict.Plan;
import tombola.verify.Head;

/**
 * What is fixed before a transfer trains: everything that can change its result, and nothing else.
 *
 * @param schema version of this record's meaning
 * @param arithmetic version of the arithmetic
 * @param source hash of the source's configuration, its data included
 * @param target hash of the target's
 * @param head what becomes of the last layer
 * @param level the ticket's, in source and target
 * @param seeds under which every arm is trained
 * @param statistics margins, levels and power
 */
public record TransferPlan(
    int schema,
    int arithmetic,
    String source,
    String target,
    Head head,
    int level,
    List<Long> seeds,
    Plan statistics) {
  /** The version of this record's meaning. */
  public static final int SCHEMA = 1;

  /** Copies the list. */
  public TransferPlan {
    seeds = List.copyOf(seeds);
    if (seeds.size() != statistics.seeds()) {
      throw new IllegalArgumentException(
          "seeds: expected %d, got %s".formatted(statistics.seeds(), seeds));
    }
    if (source.equals(target)) {
      throw new IllegalArgumentException("target: expected another than the source, got " + target);
    }
  }
}
