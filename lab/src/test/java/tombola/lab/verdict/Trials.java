package tombola.lab.verdict;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** Arms and trials with figures given by hand. */
final class Trials {
  private Trials() {}

  /** Returns an arm with these accuracies under the seeds 1, 2, …; its steps are all 1,000. */
  static Arm accuracies(String name, double... accuracies) {
    long[] steps = new long[accuracies.length];
    Arrays.fill(steps, 1000);
    return arm(name, accuracies, steps);
  }

  /** Returns an arm with these early-stopping steps, all known, and accuracies of 0.98. */
  static Arm steps(String name, long... steps) {
    double[] accuracies = new double[steps.length];
    Arrays.fill(accuracies, 0.98);
    return arm(name, accuracies, steps);
  }

  static Arm arm(String name, double[] accuracies, long[] steps) {
    SortedMap<Long, Measurement> bySeed = new TreeMap<>();
    for (int i = 0; i < accuracies.length; i++) {
      Steps at = new Steps.At(steps[i]);
      bySeed.put(i + 1L, new Measurement(accuracies[i], accuracies[i], at, at));
    }
    return new Arm(name, bySeed);
  }

  /** Returns {@code arm} with the early stop under {@code seed} a lower bound. */
  static Arm censored(Arm arm, long seed) {
    SortedMap<Long, Measurement> bySeed = new TreeMap<>(arm.bySeed());
    bySeed.computeIfPresent(
        seed,
        (_, m) ->
            new Measurement(
                m.testAccuracy(),
                m.finalAccuracy(),
                new Steps.AtLeast(m.earlyStop().step()),
                m.denseLoss()));
    return new Arm(arm.name(), bySeed);
  }

  /** Returns {@code base} plus each of {@code tenThousandths} of 0.0001. */
  static double[] around(double base, double... tenThousandths) {
    return Arrays.stream(tenThousandths).map(d -> base + d / 10_000).toArray();
  }
}
