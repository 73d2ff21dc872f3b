package tombola.lab.verify;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import tombola.lab.config.FindConfig;
import tombola.lab.config.InputException;
import tombola.lab.verdict.Margin;
import tombola.lab.verdict.Plan;

/**
 * What a user asks of a verification.
 *
 * @param level the level to judge, or empty for the one that validation chooses
 * @param everyLevel whether the ticket meets its two controls at all levels up to that one
 * @param scope what varies from seed to seed
 * @param arms the optional ones
 * @param statistics how many seeds, and how they are judged
 * @param sensitivity doses of noise on the initial weights, if any
 * @param widths other starting widths, if any
 */
public record VerifyRequest(
    OptionalInt level,
    boolean everyLevel,
    VerifyScope scope,
    List<ArmKind> arms,
    Plan statistics,
    Optional<Sensitivity> sensitivity,
    Optional<Widths> widths) {
  private static final int MOST_SEEDS = 1000;

  /** The usual number of replicates. */
  public static final int REPLICATES = 5;

  /** Checks what the parts do not. */
  public VerifyRequest {
    arms = List.copyOf(arms);
    if (statistics.seeds() < 2 || statistics.seeds() > MOST_SEEDS) {
      throw replicates(statistics.seeds());
    }
    if (!Arms.OPTIONAL.containsAll(arms)) {
      throw new IllegalArgumentException("arms: expected optional ones, got " + arms);
    }
    if (widths.isPresent() && scope == VerifyScope.TICKET) {
      throw new InputException(
          "widths: expected --scope replicates, got ticket: another width has another ticket");
    }
  }

  /** Creates a request for neither doses nor widths. */
  public VerifyRequest(
      OptionalInt level,
      boolean everyLevel,
      VerifyScope scope,
      List<ArmKind> arms,
      Plan statistics) {
    this(level, everyLevel, scope, arms, statistics, Optional.empty(), Optional.empty());
  }

  /** Returns the request in which nothing was given. */
  public static VerifyRequest defaults() {
    return new VerifyRequest(
        OptionalInt.empty(),
        true,
        VerifyScope.REPLICATES,
        Arms.OPTIONAL,
        Plan.standard(REPLICATES));
  }

  /**
   * Returns the statistics that are asked for.
   *
   * @throws InputException in one line, with the option's name, if a value is out of range
   */
  public static Plan statistics(
      int replicates, double alpha, Margin margin, double stepMargin, double power) {
    if (replicates < 1) {
      throw replicates(replicates);
    }
    try {
      return new Plan(replicates, alpha, margin, stepMargin, power);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new InputException(message.replaceFirst("^stepMargin:", "step-margin:"), e);
    }
  }

  private static InputException replicates(int count) {
    return new InputException(
        "replicates: expected 2 to %d, got %d (%s5 is usual)"
            .formatted(
                MOST_SEEDS,
                count,
                count == 1 ? "one shows nothing of the spread and decides nothing; " : ""));
  }

  /**
   * Returns the plan of this request.
   *
   * @param configuration hash of the run's configuration
   * @param level to judge
   * @param chosenBy seeds of the replicates that chose it; none if it was named
   * @param seeds those that judge it
   * @param ticketSeed the first replicate's
   */
  public VerifyPlan plan(
      String configuration, int level, List<Long> chosenBy, List<Long> seeds, long ticketSeed) {
    return new VerifyPlan(
        VerifyPlan.SCHEMA,
        FindConfig.ARITHMETIC,
        configuration,
        level,
        chosenBy,
        seeds,
        scope,
        scope == VerifyScope.TICKET ? ticketSeed : seeds.getFirst(),
        everyLevel ? IntStream.rangeClosed(1, level).boxed().toList() : List.of(level),
        arms.stream().map(ArmKind::id).toList(),
        statistics,
        sensitivity,
        widths);
  }
}
