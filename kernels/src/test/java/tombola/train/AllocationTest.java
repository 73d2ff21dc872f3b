package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tombola.data.ByteFeatures;
import tombola.data.Examples;
import tombola.kernel.KernelChoice;
import tombola.kernel.Kernels;
import tombola.kernels.OwnJvm;
import tombola.kernels.x86.InstructionSet;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;

/**
 * Once the compiler has come to rest, a step allocates nothing. Each case has a machine of its own:
 * what other tests let the compiler see is not what a training lets it see. Steps wait there for
 * the compiler, so that it sees as many of them before it compiles a method on a busy machine as on
 * an idle one.
 */
class AllocationTest {
  private static final List<String> FLAGS =
      List.of(
          "--add-modules",
          "jdk.incubator.vector",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:-BackgroundCompilation");

  /**
   * What allocates by design does so in each; whether the compiler removes an object that it could
   * do without is not quite the same in all.
   */
  private static final int MACHINES = 3;

  private static void assertNothing(
      String network, String optimizer, int batch, String kernels, double density)
      throws Exception {
    List<List<String>> rounds = new ArrayList<>();
    do {
      rounds.add(
          OwnJvm.lines(
              FLAGS,
              Main.class,
              network,
              optimizer,
              String.valueOf(batch),
              kernels,
              String.valueOf(density)));
    } while (!rounds.getLast().getLast().equals("0") && rounds.size() < MACHINES);

    assertThat(rounds.getLast().getLast())
        .as("bytes in each round of 200 steps, of each machine: %s", rounds)
        .isEqualTo("0");
  }

  @Test
  void adamOnABatchWithPadding() throws Exception {
    assertNothing("mlp:100-64-32-10", "adam", 60, "portable", 1);
  }

  @Test
  void descentOnABatchWithout() throws Exception {
    assertNothing("mlp:30-40-10", "sgd", 32, "portable", 1);
  }

  @Test
  void descentWithFewerOutputsThanAStripHasRows() throws Exception {
    assertNothing("mlp:30-40-3", "sgd", 32, "portable", 1);
  }

  /** The portable kernels and, where code runs, those that generate it. */
  static List<String> kernels() {
    boolean runs = InstructionSet.AVX2.obstacle().isEmpty();
    return runs ? List.of("portable", "generated") : List.of("portable");
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void sparseLayers(String kernels) throws Exception {
    assertNothing("mlp:100-64-32-10", "adam", 60, kernels, 0.1);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void sparseLayersOfALargeBatch(String kernels) throws Exception {
    assertNothing("mlp:40-30-10", "sgd", 300, kernels, 0.5);
  }

  @Test
  void convolutionsAndPools() throws Exception {
    assertNothing("lenet-5", "adam", 37, "portable", 1);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void prunedConvolutionsAndASparseLayer(String kernels) throws Exception {
    assertNothing("lenet-5", "sgd", 32, kernels, 0.3);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void normalisationsAndResidualBlocks(String kernels) throws Exception {
    assertNothing("blocks", "sgd", 20, kernels, 0.5);
  }

  @Test
  void smoothActivationsAndDropouts() throws Exception {
    assertNothing("smooth", "adam", 20, "portable", 1);
  }

  /**
   * Trains, and prints the bytes allocated in each round until a round allocates none, or until
   * many have allocated as much as the one before.
   */
  static final class Main {
    private static final int STEPS = 200;
    private static final int FEWEST_ROUNDS = 100;
    private static final int MOST_ROUNDS = 300;
    private static final int STEADY_ROUNDS = 60;

    private Main() {}

    public static void main(String[] args) {
      Optimizer optimizer =
          args[1].equals("adam")
              ? new Optimizer.Adam(0.9, 0.999, 1e-8)
              : new Optimizer.Sgd(0.9, true);
      run(
          network(args[0]),
          optimizer,
          Integer.parseInt(args[2]),
          KernelChoice.find().named(args[3]),
          Double.parseDouble(args[4]));
    }

    private static NetworkSpec network(String name) {
      if (name.equals("smooth")) {
        return new Stack(new Volume(6, 6, 1))
            .unbiased(4, 3, 1, 1)
            .gelu()
            .dropout(0.3)
            .flatten()
            .unit(9)
            .tanh()
            .classes(name, 3);
      }
      if (name.equals("blocks")) {
        return new Stack(new Volume(6, 6, 1))
            .unbiased(8, 3, 1, 1)
            .norm()
            .relu()
            .residual(
                "a",
                body -> body.unbiased(8, 3, 2, 1).norm().relu().unbiased(8, 3, 1, 1).norm(),
                shortcut -> shortcut.unbiased(8, 1, 2, 0).norm())
            .relu()
            .residual("b", body -> body.unbiased(8, 3, 1, 1).norm(), shortcut -> shortcut)
            .relu()
            .globalPool()
            .flatten()
            .classes(name, 3);
      }
      if (!name.startsWith("mlp:")) {
        return Networks.named(name, 14 * 14 * 3, 10);
      }
      List<String> widths = List.of(name.substring("mlp:".length()).split("-", -1));
      return Networks.perceptron("p", widths.stream().map(Integer::valueOf).toList());
    }

    private static void run(
        NetworkSpec network, Optimizer optimizer, int batch, Kernels kernels, double density) {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      Recipe recipe =
          new Recipe(optimizer, 1e-3, new Schedule.Constant(), 0, 1e-4, batch, 1_000_000, 100, 0.6);
      Examples examples = examples(network);
      Weights start = Weights.initialise(network, Initialisation.GLOROT_NORMAL, new Seed(1));
      BatchOrder order = new BatchOrder(examples.size(), new Seed(2));
      int[] chosen = new int[batch];
      try (Workers workers = new Workers(1);
          Engine engine =
              new Engine(
                  network, recipe, kernels, workers, examples, start, mask(network, density))) {
        long bytes = 1;
        int steady = 0;
        for (int round = 0;
            bytes > 0 && round < MOST_ROUNDS && (round < FEWEST_ROUNDS || steady < STEADY_ROUNDS);
            round++) {
          long last = bytes;
          bytes = 0;
          for (int step = round * STEPS; step < (round + 1) * STEPS; step++) {
            order.fill(step, chosen); // an epoch's stream is an object
            long before = threads.getCurrentThreadAllocatedBytes();
            engine.step(chosen, recipe.rate());
            bytes += threads.getCurrentThreadAllocatedBytes() - before;
          }
          steady = bytes == last ? steady + 1 : 0;
          System.out.println(bytes);
        }
      }
    }

    private static Mask mask(NetworkSpec network, double density) {
      RandomStream stream = new Seed(5).generator();
      Map<String, BitSet> live = new LinkedHashMap<>();
      for (Parameter p : network.prunable()) {
        BitSet bits = new BitSet();
        for (int i = 0; i < p.size(); i++) {
          bits.set(i, stream.nextDouble() < density);
        }
        live.put(p.name(), bits);
      }
      return Mask.of(network, live);
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
