package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import tombola.data.ByteFeatures;
import tombola.data.Examples;
import tombola.kernel.KernelChoice;
import tombola.kernels.OwnJvm;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Weights;
import tombola.prune.Mask;

/**
 * Once the compiler has come to rest, a step allocates nothing. Each case has a machine of its own:
 * what other tests let the compiler see is not what a training lets it see.
 */
class AllocationTest {
  private static final List<String> FLAGS =
      List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED");

  private static void assertNothing(String network, String optimizer, int batch) throws Exception {
    List<String> rounds =
        OwnJvm.lines(FLAGS, Main.class, network, optimizer, String.valueOf(batch));

    assertThat(rounds.getLast()).as("bytes in each round of 200 steps: %s", rounds).isEqualTo("0");
  }

  @Test
  void adamOnABatchWithPadding() throws Exception {
    assertNothing("mlp:100-64-32-10", "adam", 60);
  }

  @Test
  void descentOnABatchWithout() throws Exception {
    assertNothing("mlp:30-40-10", "sgd", 32);
  }

  @Test
  void descentWithFewerOutputsThanAStripHasRows() throws Exception {
    assertNothing("mlp:30-40-3", "sgd", 32);
  }

  /** Trains, and prints the bytes allocated in each round until a round allocates none. */
  static final class Main {
    private static final int STEPS = 200;
    private static final int MOST_ROUNDS = 300;

    private Main() {}

    public static void main(String[] args) {
      List<Integer> widths =
          List.of(args[0].substring("mlp:".length()).split("-", -1)).stream()
              .map(Integer::valueOf)
              .toList();
      Optimizer optimizer =
          args[1].equals("adam")
              ? new Optimizer.Adam(0.9, 0.999, 1e-8)
              : new Optimizer.Sgd(0.9, true);
      run(Networks.perceptron("p", widths), optimizer, Integer.parseInt(args[2]));
    }

    private static void run(NetworkSpec network, Optimizer optimizer, int batch) {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      Recipe recipe =
          new Recipe(optimizer, 1e-3, new Schedule.Constant(), 0, 1e-4, batch, 1_000_000, 100);
      Examples examples = examples(network);
      Weights start = Weights.initialise(network, Initialisation.GLOROT_NORMAL, new Seed(1));
      BatchOrder order = new BatchOrder(examples.size(), new Seed(2));
      int[] chosen = new int[batch];
      try (Workers workers = new Workers(1);
          Engine engine =
              new Engine(
                  network,
                  recipe,
                  KernelChoice.find().named("portable"),
                  workers,
                  examples,
                  start,
                  Mask.dense(network))) {
        long bytes = 1;
        for (int round = 0; bytes > 0 && round < MOST_ROUNDS; round++) {
          long before = threads.getCurrentThreadAllocatedBytes();
          for (int step = round * STEPS; step < (round + 1) * STEPS; step++) {
            order.fill(step, chosen);
            engine.step(chosen, recipe.rate());
          }
          bytes = threads.getCurrentThreadAllocatedBytes() - before;
          System.out.println(bytes);
        }
      }
    }

    private static Examples examples(NetworkSpec network) {
      RandomStream stream = new Seed(1).generator();
      byte[] pixels = new byte[100 * network.inputs()];
      int[] labels = new int[100];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) stream.nextInt(256);
      }
      for (int i = 0; i < labels.length; i++) {
        labels[i] = stream.nextInt(network.classes());
      }
      return new Examples(new ByteFeatures(network.inputs(), pixels), labels);
    }
  }
}
