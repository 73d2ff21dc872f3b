package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.math.Seed;

class BatchOrderTest {

  /** The samples of steps 0, 1, … one after the other. */
  private static int[] sequence(int samples, int batch, int steps, Seed seed) {
    BatchOrder order = new BatchOrder(samples, seed);
    int[] sequence = new int[batch * steps];
    int[] chosen = new int[batch];
    for (int step = 0; step < steps; step++) {
      order.fill(step, chosen);
      System.arraycopy(chosen, 0, sequence, step * batch, batch);
    }
    return sequence;
  }

  @Test
  void everyEpochIsAPermutationThoughBatchesSpanTwo() {
    for (int seed = 0; seed < 20; seed++) {
      int samples = 10 + seed;
      int[] sequence = sequence(samples, 7, 3 * samples, new Seed(seed)); // 21 epochs
      for (int epoch = 0; epoch < 21; epoch++) {
        int[] part = Arrays.copyOfRange(sequence, epoch * samples, (epoch + 1) * samples);
        Arrays.sort(part);
        assertThat(part).containsExactly(IntStream.range(0, samples).toArray());
      }
    }
  }

  @Test
  void epochsDiffer() {
    int[] sequence = sequence(40, 40, 5, new Seed(1));
    for (int a = 0; a < 5; a++) {
      for (int b = 0; b < a; b++) {
        assertThat(Arrays.copyOfRange(sequence, 40 * a, 40 * a + 40))
            .isNotEqualTo(Arrays.copyOfRange(sequence, 40 * b, 40 * b + 40));
      }
    }
  }

  @Test
  void theBatchOfAnyStepIsFoundWithoutThoseBefore() {
    int[] sequence = sequence(23, 7, 40, new Seed(9));
    for (int step : new int[] {39, 0, 17, 3, 3, 31}) {
      int[] chosen = new int[7];
      new BatchOrder(23, new Seed(9)).fill(step, chosen);
      assertThat(chosen).containsExactly(Arrays.copyOfRange(sequence, 7 * step, 7 * step + 7));
    }
    BatchOrder backwards = new BatchOrder(23, new Seed(9));
    for (int step = 39; step >= 0; step--) {
      int[] chosen = new int[7];
      backwards.fill(step, chosen);
      assertThat(chosen).containsExactly(Arrays.copyOfRange(sequence, 7 * step, 7 * step + 7));
    }
  }

  @Test
  void aBatchMayHoldSeveralEpochs() {
    int[] chosen = new int[25];
    new BatchOrder(10, new Seed(4)).fill(0, chosen);

    for (int epoch = 0; epoch < 2; epoch++) {
      int[] part = Arrays.copyOfRange(chosen, 10 * epoch, 10 * epoch + 10);
      Arrays.sort(part);
      assertThat(part).containsExactly(IntStream.range(0, 10).toArray());
    }
  }

  @Test
  void theSeedAloneDecides() {
    assertThat(sequence(50, 8, 30, new Seed(1))).isEqualTo(sequence(50, 8, 30, new Seed(1)));
    assertThat(sequence(50, 8, 30, new Seed(1))).isNotEqualTo(sequence(50, 8, 30, new Seed(2)));
  }

  @Test
  void stepsBeyondAnIntAreFine() {
    int[] chosen = new int[60];
    new BatchOrder(100, new Seed(1)).fill(10_000_000_000L, chosen);
    assertThat(chosen).doesNotHaveDuplicates();
  }
}
