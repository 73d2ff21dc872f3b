package tombola.lab.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import tombola.math.RandomStream;
import tombola.math.Seed;

/**
 * That the verdict can say yes and can say no, over families of trainings whose truth is known:
 * five seeds, a dense test accuracy of 0.98 (a margin of 0.002, taken from what was drawn as it
 * would be from what was measured), differences with a standard deviation of 0.0012, accuracies
 * counted on 10,000 images. The bounds are the levels plus two standard deviations of a share of
 * 1,000 families, 0.007 each.
 */
class VerdictSimulationTest {
  private static final int FAMILIES = 4000;
  private static final int SEEDS = 5;
  private static final double ACCURACY = 0.98;
  private static final double MARGIN = 0.002;
  private static final double DEVIATION = 0.0012;
  private static final Plan PLAN = Plan.standard(SEEDS);

  @Test
  void aTicketWorseByTheMarginIsRarelyDeclaredNonInferior() {
    double share = share("at-the-margin", -MARGIN, -MARGIN, r -> passed(r.accuracy()));

    assertThat(share).isBetween(0.035, 0.065);
  }

  @Test
  void aTicketWorseByTheMarginIsRarelyDeclaredInferior() {
    double share = share("inferior", -MARGIN, 0, r -> r.accuracy().outcome() == Outcome.FAILED);

    assertThat(share).isBetween(0.035, 0.065);
  }

  @Test
  void aTicketAsGoodAsTheDenseNetworkIsMostlyDeclaredNonInferior() {
    double share = share("no-difference", 0, 0, r -> passed(r.accuracy()));

    assertThat(share).isGreaterThan(0.8).isBetween(0.90, 0.93); // computed: 0.916
  }

  @Test
  void equalArmsAreRarelyDeclaredSuperiorToAnyControl() {
    double share = share("equal", 0, 0, r -> passed(r.reinitialised()) || passed(r.randomMask()));

    assertThat(share).isLessThan(0.065);
  }

  /** Where the random mask is bad, Holm leaves the other test the whole level. */
  @Test
  void aTicketEqualToOneControlIsRarelyDeclaredSuperiorToIt() {
    double share = share("one-equal", 0, -0.02, r -> passed(r.reinitialised()));

    assertThat(share).isBetween(0.035, 0.065);
  }

  private static boolean passed(Criterion criterion) {
    return criterion.outcome() == Outcome.PASSED;
  }

  /**
   * Returns the share of families whose reasons are as {@code claimed}.
   *
   * @param ticket true difference of the ticket, and of its re-initialisation, from the dense
   *     network
   * @param randomMask that of the random mask
   */
  private static double share(
      String name, double ticket, double randomMask, Predicate<Reasons> claimed) {
    Seed seed = new Seed(1).child("verdict").child(name);
    int count = 0;
    for (int family = 0; family < FAMILIES; family++) {
      RandomStream random = seed.child(family).generator();
      Trial trial =
          new Trial(
              0,
              draw(random, "the ticket", ACCURACY + ticket),
              draw(random, "the dense network", ACCURACY),
              draw(random, "random re-initialisation", ACCURACY + ticket),
              draw(random, "the random mask", ACCURACY + randomMask));
      count += claimed.test(Verdict.of(PLAN, trial).reasons()) ? 1 : 0;
    }
    return (double) count / FAMILIES;
  }

  private static Arm draw(RandomStream random, String name, double mean) {
    double[] accuracies = new double[SEEDS];
    for (int i = 0; i < SEEDS; i++) {
      double accuracy = mean + DEVIATION / Math.sqrt(2) * random.nextGaussian();
      accuracies[i] = Math.round(10_000 * accuracy) / 10_000.0;
    }
    return Trials.accuracies(name, accuracies);
  }
}
