package tombola.lab.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.math.RandomStream;
import tombola.math.Seed;

final class SlopeTest {
  private static final List<Double> DOSES = List.of(0.0, 0.25, 0.5, 0.75, 1.0);

  private static Steps at(long step) {
    return new Steps.At(step);
  }

  private static Steps atLeast(long step) {
    return new Steps.AtLeast(step);
  }

  /** Around 0.5 the doses are apart by -0.5, -0.25, 0, 0.25, 0.5, whose squares sum to 0.625. */
  @Test
  void aSlopeIsThatOfTheLineOfLeastSquares() {
    assertThat(Slope.leastSquares(DOSES, List.of(0.98, 0.97, 0.96, 0.95, 0.94)))
        .isCloseTo(-0.04, within(1e-15));
    assertThat(Slope.leastSquares(DOSES, List.of(1.0, 0.0, 0.0, 0.0, 0.0))).isEqualTo(-0.8);
    assertThat(Slope.leastSquares(DOSES, List.of(0.0, 0.0, 5.0, 0.0, 0.0))).isZero();
    assertThat(Slope.leastSquares(List.of(1.0, 3.0), List.of(5.0, 11.0))).isEqualTo(3);
  }

  /** Slopes -0.8, -0.4, -0.6: mean -0.6, deviation 0.2; 4.302653 · 0.2 / √3 = 0.496827. */
  @Test
  void theIntervalIsThatOfTheSlopesOverTheSeeds() {
    Slope slope =
        Slope.of(
            DOSES,
            List.of(
                List.of(1.0, 0.0, 0.0, 0.0, 0.0),
                List.of(0.5, 0.0, 0.0, 0.0, 0.0),
                List.of(0.0, 0.0, 0.0, 0.0, -0.75)));

    assertThat(slope).isInstanceOf(Slope.Measured.class);
    Differences bySeed = ((Slope.Measured) slope).bySeed();
    assertThat(bySeed.values().get(0)).isEqualTo(-0.8);
    assertThat(bySeed.values().get(1)).isEqualTo(-0.4);
    assertThat(bySeed.values().get(2)).isCloseTo(-0.6, within(1e-15));
    assertThat(bySeed.variation()).isInstanceOf(Variation.Varying.class);
    Interval interval = ((Variation.Varying) bySeed.variation()).interval();
    assertThat(interval.low()).isCloseTo(-0.6 - 0.496827, within(1e-6));
    assertThat(interval.high()).isCloseTo(-0.6 + 0.496827, within(1e-6));
  }

  @Test
  void aSlopeIsFreeOfTheLevelAndLinearInTheFigures() {
    RandomStream random = new Seed(1).child("slopes").generator();
    for (int round = 0; round < 200; round++) {
      List<Double> y = new ArrayList<>();
      for (int i = 0; i < DOSES.size(); i++) {
        y.add(random.nextGaussian());
      }
      double slope = Slope.leastSquares(DOSES, y);
      assertThat(Slope.leastSquares(DOSES, y.stream().map(v -> v + 7).toList()))
          .isCloseTo(slope, within(1e-12));
      assertThat(Slope.leastSquares(DOSES, y.stream().map(v -> -3 * v).toList()))
          .isCloseTo(-3 * slope, within(1e-12));
      assertThat(Slope.leastSquares(DOSES, y.reversed())).isCloseTo(-slope, within(1e-12));
    }
  }

  /** A longer training would have moved the step that is a bound up, and the slope with it. */
  @Test
  void stepsThatAreLowerBoundsMakeTheSlopeABoundOnTheirSide() {
    List<Steps> known = List.of(at(1000), at(2000), at(3000), at(4000), at(5000));
    List<Steps> high = List.of(at(1000), at(2000), at(3000), at(4000), atLeast(9500));
    List<Steps> low = List.of(atLeast(9500), at(2000), at(3000), at(4000), at(5000));
    List<Steps> middle = List.of(at(1000), at(2000), atLeast(9500), at(4000), at(5000));

    assertThat(Slope.ofSteps(DOSES, List.of(known, known)))
        .isEqualTo(new Slope.Measured(new Differences(List.of(4000.0, 4000.0))));
    assertThat(Slope.ofSteps(DOSES, List.of(known, high)))
        .isEqualTo(new Slope.AtLeast(4000 + 0.8 * 4500 / 2, 1));
    assertThat(Slope.ofSteps(DOSES, List.of(low, low)))
        .isEqualTo(new Slope.AtMost(4000 - 0.8 * 8500, 2));
    assertThat(Slope.ofSteps(DOSES, List.of(known, middle)))
        .isEqualTo(new Slope.Measured(new Differences(List.of(4000.0, 4000.0))));
    assertThat(Slope.ofSteps(DOSES, List.of(low, high))).isInstanceOf(Slope.Unknown.class);
  }

  @Test
  void aDifferenceOfBoundsIsABoundWhereItIsOne() {
    Slope two = new Slope.Measured(new Differences(List.of(1.0, 3.0)));
    Slope one = new Slope.Measured(new Differences(List.of(0.5, 1.5)));
    Slope least = new Slope.AtLeast(5, 1);
    Slope most = new Slope.AtMost(5, 2);
    Slope none = new Slope.Unknown("as it is");

    assertThat(two.less(one)).isEqualTo(new Slope.Measured(new Differences(List.of(0.5, 1.5))));
    assertThat(two.less(least)).isEqualTo(new Slope.AtMost(-3, 1));
    assertThat(two.less(most)).isEqualTo(new Slope.AtLeast(-3, 2));
    assertThat(least.less(two)).isEqualTo(new Slope.AtLeast(3, 1));
    assertThat(most.less(two)).isEqualTo(new Slope.AtMost(3, 2));
    assertThat(least.less(most)).isEqualTo(new Slope.AtLeast(0, 2));
    assertThat(least.less(least)).isInstanceOf(Slope.Unknown.class);
    assertThat(two.less(none)).isEqualTo(none);
    assertThat(none.less(two)).isEqualTo(none);
  }

  @Test
  void whatHasNoSlopeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Slope.leastSquares(List.of(0.5, 0.5), List.of(1.0, 2.0)))
        .withMessage("x: expected two different numbers at least, got [0.5, 0.5]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Slope.leastSquares(DOSES, List.of(1.0)))
        .withMessage("y: expected 5, got 1");
    Slope two = new Slope.Measured(new Differences(List.of(1.0, 3.0)));
    Slope three = new Slope.Measured(new Differences(List.of(1.0, 3.0, 2.0)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> two.less(three))
        .withMessage("seeds: expected the same for both slopes, got 2 and 3");
  }
}
