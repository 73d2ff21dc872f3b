package tombola.lab.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void trainingsArePairedBySeedWhateverTheirOrder() {
    SortedMap<Long, Measurement> bySeed = new TreeMap<>();
    for (long seed : new long[] {3, 1, 2}) {
      Steps step = new Steps.At(100);
      bySeed.put(seed, new Measurement(seed / 4.0, seed / 8.0, step, step));
    }
    Arm ticket = new Arm("the ticket", bySeed);
    Arm other = Trials.accuracies("the random mask", 0.5, 0.25, 0.125);

    Comparison accuracy = Comparison.accuracy(ticket, other);
    assertThat(accuracy.seeds()).containsExactly(1L, 2L, 3L);
    assertThat(accuracy.differences().values()).containsExactly(-0.25, 0.25, 0.625);
    assertThat(Comparison.finalAccuracy(ticket, other).differences().values())
        .containsExactly(-0.375, 0.0, 0.25);
  }

  @Test
  void itsSentenceHasEveryNumber() {
    Arm ticket = Trials.accuracies("the ticket", 0.983, 0.981, 0.982, 0.984, 0.980);
    Arm other = Trials.accuracies("the random mask", 0.98, 0.98, 0.98, 0.98, 0.98);

    assertThat(Comparison.accuracy(ticket, other).sentence())
        .isEqualTo(
            "The ticket against the random mask: mean difference +0.0020 over 5 seeds, sd 0.0016,"
                + " 95% interval +0.0000 to +0.0040, two-sided p = 0.0474.");
  }

  @Test
  void armsOfOtherSeedsAreNotCompared() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Comparison.accuracy(Trials.accuracies("a", 1), Trials.accuracies("b", 1, 1)))
        .withMessage("seeds: expected the same for a and b, got [1] and [1, 2]");
  }
}
