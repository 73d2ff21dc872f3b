package tombola.lab.run;

import tombola.lab.transfer.TransferArm;
import tombola.verify.Head;

/**
 * One outcome to make on a target; it depends on the two runs' configurations and on this alone.
 *
 * @param source the name of the run that is carried from
 * @param target the name of the run that is carried to
 * @param head what becomes of the last layer
 * @param arm what is trained
 * @param level of the source
 * @param seed of both searches and of what is drawn
 */
record TransferJob(String source, String target, Head head, TransferArm arm, int level, long seed) {

  /** Returns what a person calls this. */
  String words() {
    return "%s, seed %d, %s, level %d".formatted(target, seed, arm.id(), level);
  }
}
