package tombola.lab.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tombola.math.RandomStream;
import tombola.math.Seed;

class SpeedRatioTest {
  private static final Arm DENSE = Trials.steps("the dense network", 4000, 8000, 2000);
  private static final Arm TICKET = Trials.steps("the ticket", 2000, 2000, 2000);

  /**
   * The ratios are 2, 4 and 1; their logarithms 1, 2 and 0 times log 2: mean log 2, deviation log
   * 2, so the interval is 2 to the power of 1 ± 4.303 / √3.
   */
  @Test
  void theRatioIsTheGeometricMeanWithItsInterval() {
    SpeedRatio.Measured ratio = (SpeedRatio.Measured) SpeedRatio.earlyStop(DENSE, TICKET);

    assertThat(ratio.ratio()).isCloseTo(2, within(1e-12));
    Interval interval = ratio.interval().orElseThrow();
    assertThat(interval.low()).isCloseTo(0.357, within(0.001));
    assertThat(interval.high()).isCloseTo(11.19, within(0.01));
    assertThat(ratio.words()).isEqualTo("ratio 2.00 over 3 seeds, 95% interval 0.36 to 11.19");
  }

  @Test
  void exchangingTheArmsInvertsRatioAndInterval() {
    RandomStream random = new Seed(5).child("ratio").generator();
    for (int round = 0; round < 100; round++) {
      Arm one = Trials.steps("one", draw(random), draw(random), draw(random), draw(random));
      Arm other = Trials.steps("other", draw(random), draw(random), draw(random), draw(random));
      SpeedRatio.Measured there = (SpeedRatio.Measured) SpeedRatio.earlyStop(one, other);
      SpeedRatio.Measured back = (SpeedRatio.Measured) SpeedRatio.earlyStop(other, one);
      assertThat(there.ratio() * back.ratio()).isCloseTo(1, within(1e-12));
      assertThat(there.interval().orElseThrow().low() * back.interval().orElseThrow().high())
          .isCloseTo(1, within(1e-9));
    }
  }

  private static long draw(RandomStream random) {
    return 100L * (1 + random.nextInt(100));
  }

  @Test
  void censoredStepsOfTheOtherArmBoundTheRatioFromBelow() {
    assertThat(SpeedRatio.earlyStop(Trials.censored(DENSE, 2), TICKET))
        .isInstanceOfSatisfying(
            SpeedRatio.AtLeast.class,
            bound -> {
              assertThat(bound.ratio()).isCloseTo(2, within(1e-12));
              assertThat(bound.censored()).isEqualTo(1);
              assertThat(bound.words())
                  .isEqualTo(
                      "ratio at least 2.00, as the other arm's steps are lower bounds for 1 seed");
            });
  }

  @Test
  void censoredStepsOfTheTicketBoundTheRatioFromAbove() {
    Arm ticket = Trials.censored(Trials.censored(TICKET, 1), 3);

    assertThat(SpeedRatio.earlyStop(DENSE, ticket).words())
        .isEqualTo("ratio at most 2.00, as the ticket's steps are lower bounds for 2 seeds");
  }

  @Test
  void censoredStepsOfBothAllowNoBound() {
    assertThat(SpeedRatio.earlyStop(Trials.censored(DENSE, 1), Trials.censored(TICKET, 2)).words())
        .isEqualTo("no ratio, as steps of both arms are lower bounds");
  }

  @Test
  void aTrainingThatNeverGotBetterHasNoRatio() {
    assertThat(SpeedRatio.earlyStop(DENSE, Trials.steps("the ticket", 2000, 0, 2000)))
        .isEqualTo(
            new SpeedRatio.Unknown("a training was never better than before its first step"));
  }

  /** The ratios are 2 and 8, their root is 4; a bar that one arm never met bounds it. */
  @Test
  void stepsToAnyBarHaveARatioOrABound() {
    List<Steps> dense = List.of(new Steps.At(200), new Steps.At(800));

    assertThat(SpeedRatio.reached(dense, List.of(new Steps.At(100), new Steps.At(100))))
        .isInstanceOfSatisfying(
            SpeedRatio.Measured.class,
            ratio -> assertThat(ratio.ratio()).isCloseTo(4, within(1e-12)));
    assertThat(SpeedRatio.reached(dense, List.of(new Steps.At(100), new Steps.AtLeast(100))))
        .isInstanceOf(SpeedRatio.AtMost.class);
    assertThat(SpeedRatio.reached(dense, List.of(new Steps.At(100), new Steps.At(0))))
        .isEqualTo(new SpeedRatio.Unknown("a training was there before its first step"));
    assertThatThrownBy(() -> SpeedRatio.reached(dense, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("seeds: expected as many of both arms, got 2 and 0");
  }

  @Test
  void stepsToTheDenseLossHaveTheirOwnRatio() {
    SortedMap<Long, Measurement> bySeed = new TreeMap<>();
    bySeed.put(1L, denseLoss(new Steps.At(1000)));
    bySeed.put(2L, denseLoss(new Steps.AtLeast(10_000)));
    bySeed.put(3L, denseLoss(new Steps.At(500)));
    Arm ticket = new Arm("the ticket", bySeed);

    // The ratios are 4, at most 0.8, and 4: their product 12.8 has the cube root 2.339.
    assertThat(SpeedRatio.denseLoss(DENSE, ticket))
        .isInstanceOfSatisfying(
            SpeedRatio.AtMost.class,
            bound -> assertThat(bound.ratio()).isCloseTo(2.339, within(0.001)));
  }

  private static Measurement denseLoss(Steps steps) {
    return new Measurement(0.98, 0.98, new Steps.At(1), steps);
  }

  @Test
  void oneSeedAndEqualRatiosHaveNoInterval() {
    assertThat(SpeedRatio.earlyStop(Trials.steps("a", 300), Trials.steps("b", 200)).words())
        .isEqualTo("ratio 1.50 over 1 seed, which gives no interval");
    assertThat(
            SpeedRatio.earlyStop(Trials.steps("a", 300, 600), Trials.steps("b", 200, 400)).words())
        .isEqualTo("ratio 1.50 over 2 seeds, all equal, which gives no interval");
  }

  @Test
  void otherSeedsAndNegativeStepsAreRefused() {
    assertThatThrownBy(() -> SpeedRatio.earlyStop(DENSE, Trials.steps("the ticket", 1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "seeds: expected the same for the dense network and the ticket, got [1, 2, 3] and"
                + " [1, 2]");
    assertThatThrownBy(() -> new Steps.At(-1))
        .hasMessage("step: expected a number of at least 0, got -1");
    assertThatThrownBy(() -> new Steps.AtLeast(-5)).isInstanceOf(IllegalArgumentException.class);
  }
}
