package tombola.lab.run;

import java.util.ArrayList;
import java.util.List;
import tombola.lab.verify.ArmKind;
import tombola.lab.verify.Evidence;
import tombola.lab.verify.VerifyPlan;

/**
 * One outcome to make; it depends on the run's configuration and on this alone.
 *
 * @param arm what is trained
 * @param level of the ticket that it stands beside; 0 for the dense network
 * @param seed of the data order and of what is drawn
 * @param searchSeed of the replicate whose ticket or initial weights it takes
 */
record ArmJob(ArmKind arm, int level, long seed, long searchSeed) {

  /** Returns every outcome that {@code plan} needs. */
  static List<ArmJob> all(VerifyPlan plan) {
    List<ArmJob> jobs = new ArrayList<>();
    for (Evidence.Place place : plan.places()) {
      for (long seed : plan.seeds()) {
        jobs.add(new ArmJob(place.arm(), place.level(), seed, plan.searchSeed(seed)));
      }
    }
    return jobs;
  }

  /** Returns whether the search itself trains this. */
  boolean isOfSearch() {
    return switch (arm) {
      case ArmKind.TheTicket _, ArmKind.TheDense _ -> seed == searchSeed;
      case ArmKind.OfControl _, ArmKind.OfMethod _ -> false;
    };
  }

  /** Returns what a person calls this. */
  String words() {
    return "seed %d, %s, level %d".formatted(seed, arm.id(), level);
  }
}
