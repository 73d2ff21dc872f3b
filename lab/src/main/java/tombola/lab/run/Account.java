package tombola.lab.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tombola.lab.store.ReplicateStore;

/** How much of the work of a call is done, in the units of {@link Work}. */
final class Account {
  private final Map<String, Double> running = new HashMap<>(); // units done of each
  private final double all;
  private double done;

  /** Begins an account of {@code all} units. */
  Account(double all) {
    this.all = all;
  }

  /** Returns the units of the levels below {@code levels} that {@code searches} do not have. */
  static double searches(Work work, List<ReplicateStore> searches, int levels) {
    double units = 0;
    for (ReplicateStore search : searches) {
      for (int level = search.finished(); level < levels; level++) {
        units += work.level(level);
      }
    }
    return units;
  }

  /** Takes account of {@code units} done so far of the training called {@code words}. */
  double moved(String words, double units) {
    running.put(words, units);
    return done + running.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Takes account of the end of a training that had {@code units}. */
  void finished(String words, double units) {
    running.remove(words);
    done += units;
  }

  /** Returns all units. */
  double all() {
    return all;
  }
}
