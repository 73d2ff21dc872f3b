package tombola.lab.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tombola.lab.store.ReplicateStore;
import tombola.lab.store.StoredLevel;
import tombola.lab.verify.Evidence;
import tombola.nn.NetworkSpec;
import tombola.verify.Signs;

/**
 * Which share of its live weights each training left with the sign that it began with: of a search
 * by its stored weights, of an arm as it noted itself, if it did.
 */
final class SignShares {
  private SignShares() {}

  /**
   * Returns the shares of {@code jobs}, all of which are done.
   *
   * @param searches the replicate that each job begins with
   */
  static Map<Evidence.Place, SortedMap<Long, Double>> of(
      List<ArmJob> jobs, Function<ArmJob, ReplicateStore> searches, NetworkSpec network) {
    Map<Evidence.Place, SortedMap<Long, Double>> shares = new HashMap<>();
    for (ArmJob job : jobs) {
      ReplicateStore search = searches.apply(job);
      Optional<Double> share =
          job.isOfSearch()
              ? Optional.of(share(search.read(job.level(), network)))
              : search.arm(job.arm(), job.level(), job.seed()).signs();
      share.ifPresent(found ->
          shares
              .computeIfAbsent(new Evidence.Place(job.arm(), job.level()), _ -> new TreeMap<>())
              .put(job.seed(), found));
    }
    return shares;
  }

  private static double share(StoredLevel level) {
    return Signs.agreement(
        level.ticket().mask(), level.ticket().start().weights(), level.run().end());
  }
}
