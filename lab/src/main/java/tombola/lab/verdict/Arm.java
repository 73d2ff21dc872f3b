package tombola.lab.verdict;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One arm of the experiment: the same kind of training under several seeds.
 *
 * @param name as sentences have it, such as {@code the dense network}
 * @param bySeed what each replicate measured, at least one
 */
public record Arm(String name, SortedMap<Long, Measurement> bySeed) {

  /** Copies the map. */
  public Arm {
    bySeed = Collections.unmodifiableSortedMap(new TreeMap<>(bySeed));
    if (bySeed.isEmpty()) {
      throw new IllegalArgumentException("seeds: expected at least one for " + name + ", got none");
    }
  }

  /** Returns the mean test accuracy at the step of least validation loss. */
  public double meanTestAccuracy() {
    return bySeed.values().stream().mapToDouble(Measurement::testAccuracy).sum() / bySeed.size();
  }

  /** Returns a figure of each training, in the order of the seeds. */
  <T> List<T> values(Function<Measurement, T> figure) {
    return bySeed.values().stream().map(figure).toList();
  }

  /**
   * Checks that {@code other} was measured under the same seeds, as pairing needs.
   *
   * @throws IllegalArgumentException if it was not
   */
  void requireSameSeeds(Arm other) {
    if (!bySeed.keySet().equals(other.bySeed.keySet())) {
      throw new IllegalArgumentException(
          "seeds: expected the same for %s and %s, got %s and %s"
              .formatted(name, other.name, bySeed.keySet(), other.bySeed.keySet()));
    }
  }
}
