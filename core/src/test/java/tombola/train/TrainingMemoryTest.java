package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.data.ByteFeatures;
import tombola.data.Examples;
import tombola.kernel.Kernels;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.prune.Masks;

/** The memory of a training before it begins is that of its engine. */
class TrainingMemoryTest {
  private static long engine(NetworkSpec network, Mask mask, int batch, int threads) {
    Recipe recipe =
        new Recipe(Recipes.adam(), 0.1, new Schedule.Constant(), 0, 0, batch, 10, 10, 0.7);
    int inputs = network.inputs();
    Examples one = new Examples(new ByteFeatures(inputs, new byte[inputs]), new int[] {1});
    Weights start = Weights.initialise(network, Initialisation.HE_NORMAL, new Seed(1));
    try (Workers workers = new Workers(threads);
        Engine engine = new Engine(network, recipe, Kernels.scalar(), workers, one, start, mask)) {
      return engine.bytes();
    }
  }

  /** A batch of one panel; an evaluation takes four. Counted in floats, but for bytes and bits. */
  @Test
  void aSmallNetworkByHand() {
    NetworkSpec network = Networks.perceptron("p", List.of(64, 16, 16));
    long weights = 16 * 64 + 16 * 16 + 2 * 16; // each with a gradient and two moments
    long values = 4 * 16 * (64 + 16 + 16);
    long gradients = 16 * (16 + 16);
    long samples = 4 * 16 * 64; // as floats; as bytes a quarter
    long rows = 3 * 16 * 16; // what the second layer takes, and both gradients
    long padding = 16 * 64;

    assertThat(TrainingMemory.of(network).bytes(16, 1))
        .isEqualTo(
            4 * (4 * weights + values + gradients + samples + samples / 4 + rows + padding)
                + weights / 8);
  }

  @Test
  void anyBatchOnAnyThreads() {
    for (String name : List.of("lenet-300-100", "lenet-5", "conv-2", "resnet-20-4")) {
      NetworkSpec network = Networks.named(name, 784, 10);
      TrainingMemory memory = TrainingMemory.of(network);
      for (int batch : new int[] {2, 60, 128, 200}) {
        int threads = 1 + batch % 3;
        assertThat(memory.bytes(batch, threads))
            .as("%s, batch %d, %d threads", name, batch, threads)
            .isEqualTo(engine(network, Mask.dense(network), batch, threads));
      }
    }
  }

  @Test
  void aTicketTakesHardlyMore() {
    NetworkSpec network = Networks.named("resnet-20-4", 784, 10);
    long dense = TrainingMemory.of(network).bytes(128, 2);
    for (double density : new double[] {0.69, 0.3, 0.05}) {
      Mask mask = Masks.random(network, density, new Seed(1));
      assertThat(engine(network, mask, 128, 2)).isLessThan(dense + dense / 100);
    }
  }

  @Test
  void aBatchIsAtLeastOneSample() {
    TrainingMemory memory = new TrainingMemory(100, 10, 1, 7);
    assertThat(memory.bytes(17, 1)).isEqualTo(100 + 20 + 4 + 7);
    assertThat(memory.bytes(80, 1)).isEqualTo(100 + 50 + 5 + 7);
    assertThat(memory.bytes(80, 2)).isEqualTo(100 + 50 + 8 + 14);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory.bytes(0, 1))
        .withMessage("batch: expected at least 1 sample, got 0");
  }
}
