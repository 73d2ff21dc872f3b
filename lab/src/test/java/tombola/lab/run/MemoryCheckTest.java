package tombola.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tombola.lab.config.InputException;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.train.TrainingMemory;

class MemoryCheckTest {
  private static final NetworkSpec NETWORK = Networks.named("lenet-300-100", 784, 10);
  private static final long WEIGHTS = 266_610L * Float.BYTES;

  @Test
  void aTrainingTakesItsOwnMemoryAndSixTimesTheWeights() {
    long each = TrainingMemory.of(NETWORK).bytes(60, 2) + 6 * WEIGHTS;
    MemoryCheck one = new MemoryCheck(NETWORK, 1, 2);

    assertThat(one.bytes(60)).isEqualTo(each);
    assertThatCode(() -> one.check(60, each)).doesNotThrowAnyException();
    assertThatThrownBy(() -> one.check(60, each - 1))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "batch: expected trainings that fit this machine's memory of 0.0 GiB, got 60,")
        .hasMessageEndingWith("; try --batch 32 or a network of fewer filters or units");
    assertThat(new MemoryCheck(NETWORK, 3, 2).bytes(60)).isEqualTo(3 * each);
  }

  @Test
  void theBatchToTryFitsAndTwiceThatDoesNot() {
    MemoryCheck two = new MemoryCheck(NETWORK, 2, 1);
    for (long memory = two.bytes(1); memory < two.bytes(60_000); memory *= 2) {
      long limit = memory;
      assertThatThrownBy(() -> two.check(60_000, limit))
          .message()
          .contains("takes 1.6 GiB in 2 trainings side by side; try --batch ")
          .satisfies(said -> {
            int batch = Integer.parseInt(said.replaceAll(".*--batch ([0-9]+) .*", "$1"));
            assertThat(two.bytes(batch)).isLessThanOrEqualTo(limit);
            assertThat(batch == 32_768 ? Long.MAX_VALUE : two.bytes(2 * batch))
                .isGreaterThan(limit);
          });
    }
  }

  @Test
  void oneAtATimeIsTriedWhereOneFits() {
    MemoryCheck two = new MemoryCheck(NETWORK, 2, 1);

    assertThatThrownBy(() -> two.check(60, two.bytes(60) / 2))
        .hasMessageContaining("--threads 1, one training at a time, or a network of");
    assertThatThrownBy(() -> two.check(60, 1_000))
        .hasMessageEndingWith("; try a network of fewer filters or units");
  }

  @Test
  void thisMachineHasMemory() {
    assertThat(MemoryCheck.here()).isGreaterThan(1L << 28);
  }
}
