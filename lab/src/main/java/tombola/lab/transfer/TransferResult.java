package tombola.lab.transfer;

import java.util.List;
import java.util.Optional;

/**
 * What a transfer found: equal for equal plans, whatever machine made it; no time and no place is
 * in it.
 *
 * @param schema version of this record's meaning
 * @param source the name of the run that the ticket is of
 * @param target the name of the run on the other task
 * @param from the name of the source's data
 * @param to the name of the target's
 * @param network the network's name
 * @param planHash SHA-256 of the bytes of the plan's file
 * @param plan what was fixed before
 * @param sentence the conclusion in plain words
 * @param claims of each strength; none if the dense network or the random ticket diverged
 * @param arms all that did not diverge under any seed
 * @param diverged trainings that did not stay finite, a line each
 */
public record TransferResult(
    int schema,
    String source,
    String target,
    String from,
    String to,
    String network,
    String planHash,
    TransferPlan plan,
    String sentence,
    List<Claim> claims,
    List<TransferFigures> arms,
    List<String> diverged) {
  /** The version of this record's meaning. */
  public static final int SCHEMA = 1;

  /** Copies the lists. */
  public TransferResult {
    claims = List.copyOf(claims);
    arms = List.copyOf(arms);
    diverged = List.copyOf(diverged);
  }

  /** Returns the figures of {@code arm}, if it is in. */
  public Optional<TransferFigures> arm(TransferArm arm) {
    return arms.stream().filter(figures -> figures.arm().equals(arm.id())).findFirst();
  }

  /** Returns the claim about {@code arm}, if one was tested. */
  public Optional<Claim> claim(TransferArm arm) {
    return claims.stream().filter(claim -> claim.arm().equals(arm.id())).findFirst();
  }
}
