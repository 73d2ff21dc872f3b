package tombola.lab.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.math.RandomStream;
import tombola.math.Seed;

class TransferredTest {
  private static final Plan PLAN = Plan.standard(5);
  private static final Arm DENSE =
      Trials.accuracies("the dense network", Trials.around(0.9, 0, 0, 0, 0, 0));
  private static final Arm RANDOM =
      Trials.accuracies("a random ticket", Trials.around(0.8, 0, 0, 0, 0, 0));
  private static final Arm CARRIED = shifted(10, "carried");

  /** Returns an arm that is better than dense by about {@code tenThousandths}. */
  private static Arm shifted(double tenThousandths, String name) {
    double t = tenThousandths;
    return Trials.accuracies(name, Trials.around(0.9, t - 20, t - 10, t, t + 10, t + 20));
  }

  /** The margin is a tenth of 0.1; mean 0.001, sd 0.00158, t = 0.011 / 0.000707 = 15.56. */
  @Test
  void oneArmAloneIsTestedWithoutCorrection() {
    Transferred tested = Transferred.of(PLAN, 1, List.of(CARRIED), DENSE, RANDOM).getFirst();

    assertThat(tested.accuracy().margin()).isCloseTo(0.01, within(1e-12));
    Decision.Tested accuracy = (Decision.Tested) tested.accuracy().decision();
    assertThat(accuracy.pass()).isCloseTo(4.98e-5, within(1e-6));
    assertThat(accuracy.passAdjusted()).isEqualTo(accuracy.pass());
    assertThat(tested.superiority().outcome()).isEqualTo(Outcome.PASSED);
    assertThat(tested.accuracy().sentence()).doesNotContain("Holm");
  }

  @Test
  void theLeastOfFourIsMultipliedByFourAndTheSentenceSaysSo() {
    Arm low = shifted(-95, "low");
    List<Arm> arms = List.of(CARRIED, low, low, low);

    List<Transferred> tested = Transferred.of(PLAN, 4, arms, DENSE, RANDOM);

    Decision.Tested first = (Decision.Tested) tested.getFirst().accuracy().decision();
    assertThat(first.passAdjusted()).isCloseTo(4 * first.pass(), within(1e-15));
    assertThat(tested.get(1).accuracy().outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(tested.getFirst().accuracy().sentence()).contains("by Holm p = 0.0002");
  }

  @Test
  void anArmThatIsMissingCountsAsNotPassed() {
    Decision.Tested of4 = decision(4);
    Decision.Tested of1 = decision(1);

    assertThat(of4.passAdjusted()).isCloseTo(4 * of1.pass(), within(1e-15));
  }

  private static Decision.Tested decision(int family) {
    return (Decision.Tested)
        Transferred.of(PLAN, family, List.of(CARRIED), DENSE, RANDOM)
            .getFirst()
            .accuracy()
            .decision();
  }

  @Test
  void aLossBeyondTheMarginIsShown() {
    Transferred tested =
        Transferred.of(PLAN, 4, List.of(shifted(-300, "worse")), DENSE, RANDOM).getFirst();

    assertThat(tested.accuracy().outcome()).isEqualTo(Outcome.FAILED);
  }

  /** Four true nulls: the family errs in at most alpha of the trials. */
  @Test
  void fourRandomTicketsAreSeldomCalledBetterThanAFifth() {
    RandomStream random = new Seed(11).child("transferred").generator();
    int errors = 0;
    for (int trial = 0; trial < 2000; trial++) {
      double[][] drawn = new double[6][5];
      for (double[] arm : drawn) {
        for (int i = 0; i < 5; i++) {
          arm[i] = 0.9 + 0.001 * random.nextGaussian();
        }
      }
      List<Arm> arms =
          List.of(
              Trials.accuracies("a", drawn[0]),
              Trials.accuracies("b", drawn[1]),
              Trials.accuracies("c", drawn[2]),
              Trials.accuracies("d", drawn[3]));
      Arm dense = Trials.accuracies("dense", drawn[4]);
      Arm ticket = Trials.accuracies("random", drawn[5]);
      boolean error =
          Transferred.of(PLAN, 4, arms, dense, ticket).stream()
              .anyMatch(t -> t.superiority().outcome() == Outcome.PASSED);
      errors += error ? 1 : 0;
    }
    assertThat(errors / 2000.0).isBetween(0.01, 0.065);
  }

  @Test
  void anotherNumberOfSeedsThanThePlansIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Transferred.of(Plan.standard(3), 4, List.of(CARRIED), DENSE, RANDOM))
        .withMessageContaining("expected the 3 of the plan");
  }
}
