package tombola.lab.verify;

import java.util.SortedMap;

/**
 * What was trained at one starting width, under every seed of the plan.
 *
 * @param factor of the hidden widths
 * @param network the scaled network's name
 * @param run the name of its run
 * @param level of the ticket whose live count is nearest to the judged one's
 * @param ticket its outcomes by seed
 * @param dense those of the scaled network itself
 * @param reinitialised those of the ticket's mask with other initial weights
 */
public record WidthEvidence(
    double factor,
    String network,
    String run,
    int level,
    SortedMap<Long, ArmOutcome.Measured> ticket,
    SortedMap<Long, ArmOutcome.Measured> dense,
    SortedMap<Long, ArmOutcome.Trained> reinitialised) {}
