package tombola.lab.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Plan PLAN = Plan.standard(5);

  /** Mean 0.98, so the margin is 0.002. */
  private static final Arm DENSE =
      Trials.arm(
          "the dense network",
          Trials.around(0.98, 4, -3, 1, -4, 2),
          new long[] {4000, 5200, 4400, 4800, 4200});

  private static final Arm TICKET = ticket(2500, 5, 1, 0, -2, 6);
  private static final Arm WORSE =
      Trials.accuracies("random re-initialisation", Trials.around(0.975, 5, -5, 3, 0, -3));
  private static final Arm MASK =
      Trials.accuracies("the random mask", Trials.around(0.97, 15, -15, 9, 0, -9));

  private static Arm ticket(long step, double... tenThousandths) {
    return Trials.arm(
        "the ticket",
        Trials.around(0.98, tenThousandths),
        new long[] {step, step - 300, step + 200, step - 100, step + 300});
  }

  private static Verdict judge(Arm ticket, Arm dense, Arm reinitialised, Arm randomMask) {
    return Verdict.of(PLAN, new Trial(0, ticket, dense, reinitialised, randomMask));
  }

  private static Verdict judge(Arm ticket) {
    return judge(ticket, DENSE, WORSE, MASK);
  }

  @Test
  void aTicketThatMeetsEveryCriterionWins() {
    Verdict verdict = judge(TICKET);

    assertThat(verdict).isInstanceOf(Verdict.Winning.class);
    assertThat(verdict.reasons().with(Outcome.PASSED))
        .isEqualTo(verdict.reasons().all())
        .hasSize(5);
    assertThat(verdict.sentence()).startsWith("Winning: trained from its initial weights");
  }

  /**
   * The differences are 1, 4, -1, 2 and 4 times 0.0001: mean 2, variance (1 + 4 + 9 + 0 + 4) / 4 =
   * 4.5, sd 2.1213, standard error √0.9 = 0.94868. The interval is 2 ± 2.776 · 0.94868, the
   * one-sided bound 2 - 2.132 · 0.94868 = -0.02, and t against -20 is 22 / 0.94868 = 23.19.
   */
  @Test
  void everyNumberIsInTheReasons() {
    assertThat(judge(TICKET).reasons().all().stream().map(Criterion::sentence))
        .containsExactly(
            "Training starts from the initial weights: holds; it starts from those of step 0.",
            "Test accuracy is not lower than that of the dense network by the margin of 0.0020 or"
                + " more: holds; mean difference +0.0002 over 5 seeds, sd 0.0002, 95% interval"
                + " -0.0001 to +0.0005, above +0.0000 by the test at level 0.05, one-sided p <"
                + " 0.0001.",
            "The validation loss is least within 1.10 times the steps of the dense network: holds;"
                + " ratio 1.79 over 5 seeds, 95% interval 1.42 to 2.26, one-sided p = 0.0006.",
            "Test accuracy is higher than that of random re-initialisation: holds; mean difference"
                + " +0.0052 over 5 seeds, sd 0.0005, 95% interval +0.0045 to +0.0059, by Holm p <"
                + " 0.0001, one-sided p < 0.0001.",
            "Test accuracy is higher than that of the random mask: holds; mean difference +0.0102"
                + " over 5 seeds, sd 0.0013, 95% interval +0.0086 to +0.0118, by Holm p < 0.0001,"
                + " one-sided p < 0.0001.");
  }

  /**
   * As measured: LeNet-300-100 on MNIST, 10,000 steps, seeds 1 to 5, a random mask judged as if it
   * were the ticket. Its dense network's margin is 0.00205.
   */
  @Test
  void realRandomMasksOfLessThanFivePercentDoNotWin() {
    Arm dense = Trials.accuracies("the dense network", 0.9763, 0.9799, 0.9802, 0.9799, 0.981);
    Arm reinitialised =
        Trials.accuracies("random re-initialisation", 0.9702, 0.9692, 0.9681, 0.9715, 0.9705);
    Arm ticket = Trials.accuracies("the ticket", 0.9817, 0.9824, 0.9821, 0.9798, 0.9812);
    List<Arm> masks =
        List.of(
            Trials.accuracies("a mask of 4.5%", 0.9586, 0.9612, 0.9605, 0.9633, 0.9602),
            Trials.accuracies("a mask of 3.6%", 0.9561, 0.9511, 0.9548, 0.9535, 0.9528));

    assertThat(masks)
        .allSatisfy(mask ->
            assertThat(judge(mask, dense, reinitialised, ticket))
                .isInstanceOf(Verdict.NotWinning.class));
    assertThat(judge(ticket, dense, reinitialised, masks.getFirst()))
        .isNotInstanceOf(Verdict.NotWinning.class);
  }

  @Test
  void aRewoundTicketMatchesHoweverGoodItIs() {
    Verdict verdict = Verdict.of(PLAN, new Trial(500, TICKET, DENSE, WORSE, MASK));

    assertThat(verdict).isInstanceOf(Verdict.Matching.class);
    assertThat(verdict.sentence())
        .isEqualTo(
            "Matching: the ticket is as accurate as the dense network within the margin. It is"
                + " not shown to win: training starts from the initial weights (does not hold).");
    assertThat(verdict.reasons().reset().sentence())
        .isEqualTo(
            "Training starts from the initial weights: does not hold; it starts from those of step"
                + " 500.");
  }

  @Test
  void aRewoundTicketThatIsWorseDoesNotMatch() {
    Arm bad = ticket(2500, -60, -70, -65, -62, -71);

    assertThat(Verdict.of(PLAN, new Trial(500, bad, DENSE, WORSE, MASK)))
        .isInstanceOf(Verdict.NotWinning.class);
  }

  @Test
  void aLaterTicketMatches() {
    Verdict verdict = judge(ticket(9000, 5, 1, 0, -2, 6));

    assertThat(verdict).isInstanceOf(Verdict.Matching.class);
    assertThat(verdict.reasons().with(Outcome.FAILED))
        .containsExactly(verdict.reasons().earlyStop());
  }

  @Test
  void aTicketNoBetterThanItsMaskWithOtherWeightsMatches() {
    Arm same = Trials.accuracies("random re-initialisation", Trials.around(0.98, 2, 3, 2, -5, 7));
    Verdict verdict = judge(TICKET, DENSE, same, MASK);

    assertThat(verdict).isInstanceOf(Verdict.Matching.class);
    assertThat(verdict.reasons().with(Outcome.FAILED))
        .containsExactly(verdict.reasons().reinitialised());
    assertThat(verdict.reasons().reinitialised().sentence())
        .startsWith(
            "Test accuracy is higher than that of random re-initialisation: not by an amount")
        .endsWith("that it is higher by less than 0.0020.");
  }

  @Test
  void anOpenSuperiorityLeavesTheTicketMatchingAndTellsTheSeedsNeeded() {
    Arm close =
        Trials.accuracies("random re-initialisation", Trials.around(0.98, -30, 10, -40, 12, -20));
    Verdict verdict = judge(TICKET, DENSE, close, MASK);

    assertThat(verdict).isInstanceOf(Verdict.Matching.class);
    assertThat(verdict.reasons().with(Outcome.UNDECIDED))
        .containsExactly(verdict.reasons().reinitialised());
    assertThat(verdict.sentence())
        .endsWith(
            "It is not shown to win: test accuracy is higher than that of random re-initialisation"
                + " (undecided).");
    // The mean is 15.6 and the deviation 25.3 times 0.0001: an effect of 0.616 at the level 0.025.
    assertThat(verdict.reasons().reinitialised().sentence())
        .endsWith("; about 23 seeds would decide.");
  }

  @Test
  void aCensoredMinimumLeavesTheStepsOpen() {
    Verdict dense = judge(TICKET, Trials.censored(DENSE, 2), WORSE, MASK);
    Verdict ticket = judge(Trials.censored(TICKET, 4));

    assertThat(List.of(dense, ticket))
        .allSatisfy(verdict -> {
          assertThat(verdict).isInstanceOf(Verdict.Matching.class);
          assertThat(verdict.reasons().with(Outcome.UNDECIDED))
              .containsExactly(verdict.reasons().earlyStop());
        });
    assertThat(dense.reasons().earlyStop().sentence())
        .isEqualTo(
            "The validation loss is least within 1.10 times the steps of the dense network:"
                + " undecided; ratio at least 1.79, as the other arm's steps are lower bounds for 1"
                + " seed.");
    assertThat(ticket.reasons().earlyStop().ratio()).isInstanceOf(SpeedRatio.AtMost.class);
  }

  /** A random mask at a density of 0.035 loses a point or more on MNIST. */
  @Test
  void aRandomMaskJudgedAsATicketDoesNotWin() {
    Verdict verdict = judge(MASK, DENSE, WORSE, MASK);

    assertThat(verdict).isInstanceOf(Verdict.NotWinning.class);
    assertThat(verdict.reasons().accuracy().sentence())
        .contains("does not hold", "mean difference -0.0100", "that it is lower by more.");
    assertThat(verdict.sentence()).contains("less accurate than the dense network by more");
  }

  @Test
  void theDenseNetworkItselfIsNonInferiorAndNoBetter() {
    Verdict verdict = judge(DENSE, DENSE, DENSE, DENSE);

    assertThat(verdict).isInstanceOf(Verdict.Matching.class);
    assertThat(verdict.reasons().earlyStop().outcome()).isEqualTo(Outcome.PASSED);
    assertThat(verdict.reasons().with(Outcome.FAILED))
        .containsExactly(verdict.reasons().reinitialised(), verdict.reasons().randomMask());
  }

  @Test
  void aWideSpreadAroundTheMarginIsUndecided() {
    Verdict verdict = judge(ticket(2500, -60, 20, -10, 15, -45));

    assertThat(verdict).isInstanceOf(Verdict.Undecided.class);
    // The mean is -16 and the deviation 38.8 times 0.0001: 4 / 38.8 = 0.103 above the margin.
    assertThat(verdict.sentence())
        .isEqualTo(
            "Undecided: the ticket is shown neither to be as accurate as the dense network within"
                + " the margin nor to be less accurate by more; about 585 seeds would decide.");
  }

  @Test
  void oneSeedIsUndecided() {
    Arm one = Trials.accuracies("one", 0.98);
    Verdict verdict = Verdict.of(Plan.standard(1), new Trial(0, one, one, one, one));

    assertThat(verdict).isInstanceOf(Verdict.Undecided.class);
    assertThat(verdict.sentence()).endsWith("how many seeds would decide is not known.");
    assertThat(verdict.reasons().accuracy().found())
        .startsWith(
            "mean difference +0.0000 over 1 seed, which gives no interval, one-sided p = 0.5");
  }

  @Test
  void theMarginIsThePlansAndDecides() {
    Arm lower = ticket(2500, -11, -17, -14, -20, -9);
    Trial trial = new Trial(0, lower, DENSE, WORSE, MASK);

    assertThat(judge(lower)).isInstanceOf(Verdict.Winning.class);
    assertThat(Verdict.of(new Plan(5, 0.05, Margin.fixed(0.001), 0.1, 0.8), trial))
        .isInstanceOf(Verdict.NotWinning.class);
    assertThat(judge(lower).reasons().accuracy().margin()).isCloseTo(0.002, within(1e-12));
  }

  @Test
  void theTwoSuperioritiesAreCorrectedTogether() {
    Reasons reasons =
        judge(
                TICKET,
                DENSE,
                Trials.accuracies(
                    "random re-initialisation", Trials.around(0.98, -15, -1, -24, -2, -8)),
                Trials.accuracies("the random mask", Trials.around(0.98, -17, 1, -24, 0, -10)))
            .reasons();
    Decision.Tested one = (Decision.Tested) reasons.reinitialised().decision();
    Decision.Tested other = (Decision.Tested) reasons.randomMask().decision();

    // Both means are 12 times 0.0001 with t = 2.51 and 2.19, between the quantiles 2.132 and 2.776.
    // Alone either would pass; the smaller is above half the level, so that neither does.
    assertThat(List.of(one.pass(), other.pass())).allMatch(p -> p > 0.025 && p < 0.05);
    assertThat(one.passAdjusted()).isEqualTo(2 * Math.min(one.pass(), other.pass()));
    assertThat(reasons.with(Outcome.UNDECIDED))
        .containsExactly(reasons.reinitialised(), reasons.randomMask());
  }

  @Test
  void moreOrFewerSeedsThanPlannedAreRefused() {
    Trial trial = new Trial(0, TICKET, DENSE, WORSE, MASK);

    assertThatThrownBy(() -> Verdict.of(Plan.standard(6), trial))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("seeds: expected the 6 of the plan, got 5");
    assertThatThrownBy(() -> new Trial(0, TICKET, DENSE, WORSE, Trials.accuracies("mask", 1, 1)))
        .hasMessageStartingWith("seeds: expected the same for the ticket and mask");
    assertThatThrownBy(() -> new Trial(-1, TICKET, DENSE, WORSE, MASK))
        .hasMessage("start: expected a step of at least 0, got -1");
  }
}
