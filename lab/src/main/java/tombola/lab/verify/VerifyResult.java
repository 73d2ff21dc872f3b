package tombola.lab.verify;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What a verification found: equal for equal plans, whatever machine made it; no time and no place
 * is in it.
 *
 * @param schema version of this record's meaning
 * @param run the run's name
 * @param dataset the data's name
 * @param network the network's name
 * @param planHash SHA-256 of the bytes of the plan's file
 * @param plan what was fixed before
 * @param answer the verdict in a word
 * @param sentence the verdict in plain words
 * @param criteria what it rests on; none if an arm of the verdict is missing
 * @param arms at the judged level: the ticket, the dense network, controls and methods; one that
 *     diverged under a seed is left out
 * @param levels the ticket and its two controls at each level of the plan, descriptive
 * @param better ids of the arms, the dense network aside, that the one-sided paired test at the
 *     plan's level shows to be more accurate than the ticket, each tested alone
 * @param diverged trainings that did not stay finite
 * @param sensitivity to the initial weights, if the plan asks for it; else its file does not name
 *     it
 * @param widths the same ticket's count from other starting widths, likewise
 */
public record VerifyResult(
    int schema,
    String run,
    String dataset,
    String network,
    String planHash,
    VerifyPlan plan,
    Answer answer,
    String sentence,
    List<CriterionFigures> criteria,
    List<ArmFigures> arms,
    List<LevelFigures> levels,
    List<String> better,
    List<Divergence> diverged,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<SensitivityFigures> sensitivity,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<WidthFigures> widths) {
  /** The version of this record's meaning. */
  public static final int SCHEMA = 1;

  /**
   * One level.
   *
   * @param level prunings so far
   * @param density live / total of the ticket, the mean
   * @param arms the ticket and its two controls, as far as they did not diverge
   */
  public record LevelFigures(int level, double density, List<ArmFigures> arms) {
    /** Copies the list. */
    public LevelFigures {
      arms = List.copyOf(arms);
    }

    /** Returns the arm with {@code id}, if it is in. */
    public Optional<ArmFigures> arm(String id) {
      return arms.stream().filter(arm -> arm.arm().equals(id)).findFirst();
    }
  }

  /**
   * A training that did not stay finite: its arm is not in.
   *
   * @param arm its id
   * @param title what tables call it
   * @param level its level
   * @param seed its seed
   * @param message why
   */
  public record Divergence(String arm, String title, int level, long seed, String message) {
    /** Returns this as a line. */
    public String line() {
      return "seed %d, %s, level %d: %s".formatted(seed, arm, level, message);
    }
  }

  /** Copies the lists. */
  public VerifyResult {
    criteria = List.copyOf(criteria);
    arms = List.copyOf(arms);
    levels = List.copyOf(levels);
    better = List.copyOf(better);
    diverged = List.copyOf(diverged);
  }

  /** Returns this with what the plan asks for beyond the verdict. */
  public VerifyResult with(Optional<SensitivityFigures> doses, Optional<WidthFigures> scaled) {
    return new VerifyResult(
        schema, run, dataset, network, planHash, plan, answer, sentence, criteria, arms, levels,
        better, diverged, doses, scaled);
  }

  /** Returns the arm with {@code id} at the judged level, if it is in. */
  public Optional<ArmFigures> arm(String id) {
    return arms.stream().filter(arm -> arm.arm().equals(id)).findFirst();
  }
}
