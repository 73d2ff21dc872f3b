package tombola.lab.verify;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import tombola.lab.verdict.Plan;

/**
 * What is fixed before a verification trains: everything that can change its result, and nothing
 * else.
 *
 * @param schema version of this record's meaning
 * @param arithmetic version of the arithmetic
 * @param configuration hash of the run's configuration, its data included
 * @param level the level that is judged
 * @param chosenBy seeds of the replicates that chose it by their validation accuracy; none if it
 *     was named
 * @param seeds those under which every arm is trained; none of them chose the level
 * @param scope what varies from seed to seed
 * @param ticketSeed the replicate whose ticket is judged in the scope of a ticket; else the first
 *     of the seeds
 * @param levels at which the ticket meets its two controls, ascending
 * @param arms ids of the optional arms, trained at the level alone
 * @param statistics margins, levels and power
 * @param sensitivity doses of noise, if they are asked for; else its file does not name them
 * @param widths starting widths, likewise
 */
public record VerifyPlan(
    int schema,
    int arithmetic,
    String configuration,
    int level,
    List<Long> chosenBy,
    List<Long> seeds,
    VerifyScope scope,
    long ticketSeed,
    List<Integer> levels,
    List<String> arms,
    Plan statistics,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Sensitivity> sensitivity,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Widths> widths) {
  /** The version of this record's meaning. */
  public static final int SCHEMA = 1;

  /** Copies the lists. */
  public VerifyPlan {
    chosenBy = List.copyOf(chosenBy);
    seeds = List.copyOf(seeds);
    levels = List.copyOf(levels);
    arms = List.copyOf(arms);
    if (seeds.size() != statistics.seeds()) {
      throw new IllegalArgumentException(
          "seeds: expected %d, got %s".formatted(statistics.seeds(), seeds));
    }
    if (!levels.contains(level)) {
      throw new IllegalArgumentException(
          "levels: expected level %d among them, got %s".formatted(level, levels));
    }
  }

  /** Creates a plan that asks for neither doses nor widths. */
  public VerifyPlan(
      int schema,
      int arithmetic,
      String configuration,
      int level,
      List<Long> chosenBy,
      List<Long> seeds,
      VerifyScope scope,
      long ticketSeed,
      List<Integer> levels,
      List<String> arms,
      Plan statistics) {
    this(
        schema,
        arithmetic,
        configuration,
        level,
        chosenBy,
        seeds,
        scope,
        ticketSeed,
        levels,
        arms,
        statistics,
        Optional.empty(),
        Optional.empty());
  }

  /** Returns all arms at the judged level, those of the verdict first. */
  public List<ArmKind> armKinds() {
    List<ArmKind> all = new ArrayList<>(Arms.REQUIRED);
    arms.forEach(id -> all.add(Arms.of(id)));
    return all;
  }

  /** Returns the levels at which {@code arm} is trained. */
  public List<Integer> levelsOf(ArmKind arm) {
    return switch (arm) {
      case ArmKind.TheDense _ -> List.of(0);
      case ArmKind.TheTicket _ -> levels;
      case ArmKind.OfControl _ when Arms.REQUIRED.contains(arm) -> levels;
      case ArmKind.OfControl _, ArmKind.OfMethod _ -> List.of(level);
    };
  }

  /**
   * Returns what is trained under every seed, each once: the arms at their levels, then the doses.
   */
  public SequencedSet<Evidence.Place> places() {
    SequencedSet<Evidence.Place> places = new LinkedHashSet<>();
    for (ArmKind arm : armKinds()) {
      levelsOf(arm).forEach(at -> places.add(new Evidence.Place(arm, at)));
    }
    sensitivity.ifPresent(asked -> places.addAll(asked.places(level)));
    return places;
  }

  /** Returns the replicate whose search the trainings under {@code seed} begin with. */
  public long searchSeed(long seed) {
    return switch (scope) {
      case REPLICATES -> seed;
      case TICKET -> ticketSeed;
    };
  }
}
