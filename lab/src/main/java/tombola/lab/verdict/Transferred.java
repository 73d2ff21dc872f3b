package tombola.lab.verdict;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What is tested of one arm that was carried to another task.
 *
 * <p>There are two families, and Holm corrects each: that the carried arms are not inferior to the
 * dense network, and that they are superior to a random ticket. Each claim is made of each arm by
 * itself, so neither family is spared. That a claim does not hold is tested arm by arm.
 *
 * @param arm the arm's name
 * @param accuracy against the dense network trained from scratch
 * @param superiority against a random ticket
 */
public record Transferred(
    String arm, Criterion.Accuracy accuracy, Criterion.Superiority superiority) {

  /**
   * Tests the carried arms.
   *
   * @param family how many there are by the plan; those that are missing count as not passed
   * @param carried those that there are
   * @throws IllegalArgumentException if arms have different seeds or not as many as the plan
   */
  public static List<Transferred> of(
      Plan plan, int family, List<Arm> carried, Arm dense, Arm random) {
    if (dense.bySeed().size() != plan.seeds() || family < carried.size()) {
      throw new IllegalArgumentException(
          "seeds: expected the %d of the plan and at most %d arms, got %d and %d"
              .formatted(plan.seeds(), family, dense.bySeed().size(), carried.size()));
    }
    double margin = plan.accuracy().of(dense.meanTestAccuracy());
    List<Comparison> toDense = carried.stream().map(c -> Comparison.accuracy(c, dense)).toList();
    List<Comparison> toRandom = carried.stream().map(c -> Comparison.accuracy(c, random)).toList();
    List<Double> noWorse = adjusted(toDense, family, found -> found.pGreater(-margin));
    List<Double> better = adjusted(toRandom, family, found -> found.pGreater(0));
    List<Transferred> all = new ArrayList<>();
    for (int i = 0; i < carried.size(); i++) {
      Decision accuracy =
          decision(plan, family, toDense.get(i).differences(), -margin, noWorse.get(i), -margin);
      Decision superiority =
          decision(plan, family, toRandom.get(i).differences(), 0, better.get(i), margin);
      all.add(
          new Transferred(
              carried.get(i).name(),
              new Criterion.Accuracy(toDense.get(i), margin, accuracy),
              new Criterion.Superiority(toRandom.get(i), margin, superiority)));
    }
    return List.copyOf(all);
  }

  private static List<Double> adjusted(
      List<Comparison> comparisons, int family, ToDoubleFunction<Differences> p) {
    List<Double> raw = new ArrayList<>();
    comparisons.forEach(comparison -> raw.add(p.applyAsDouble(comparison.differences())));
    raw.addAll(Collections.nCopies(family - comparisons.size(), 1.0));
    return Holm.adjust(raw);
  }

  private static Decision decision(
      Plan plan, int family, Differences found, double pass, double adjusted, double fail) {
    return new Decision.Tested(
        found.pGreater(pass),
        adjusted,
        found.pLess(fail),
        plan.alpha(),
        SeedsNeeded.of(found, pass, plan.alpha() / family, fail, plan));
  }
}
