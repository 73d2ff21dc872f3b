package tombola.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;

/** How long values live, and what places they share. */
class LifetimesTest {
  private static List<LiveStep> steps(NetworkSpec spec) {
    return Simplification.live(spec, Tickets.weights(spec, true, 1), Mask.dense(spec));
  }

  /** A sample of 4, a layer of 5, a block of 3 and 5 features, the sum of 5, 2 classes. */
  @Test
  void aBlockKeepsItsInputUntilTheSum() {
    NetworkSpec spec =
        new Stack(Volume.flat(4))
            .hidden(5)
            .residual("a", path -> path.hidden(3).unit(5), path -> path)
            .relu()
            .classes("byHand", 2);
    Lifetimes lives = Lifetimes.of(4, steps(spec));

    assertThat(IntStream.range(0, 6).map(lives::last)).containsExactly(1, 4, 3, 4, 5, 6);
    assertThat(lives.most()).isEqualTo(5 + 5 + 5); // the block's input and end, and the sum
  }

  @Test
  void placesAreThoseComputedByHand() {
    List<Integer> rooms = new ArrayList<>();
    int[] places =
        Lifetimes.share(
            new int[] {10, 4, 7, 0, 6},
            new int[] {0, 1, 2, 3, 4},
            new int[] {1, 2, 4, 9, 5},
            rooms);

    assertThat(places).containsExactly(0, 1, 0, -1, 1); // 7 in 10's, 6 in 4's, which grows
    assertThat(rooms).containsExactly(10, 6);
  }

  @Test
  void noTwoValuesShareAPlaceAtTheSameTime() {
    for (int seed = 0; seed < 200; seed++) {
      RandomStream stream = new Seed(seed).generator();
      int[] floats = IntStream.range(0, 30).map(_ -> stream.nextInt(5)).toArray();
      int[] from = IntStream.range(0, 30).map(v -> v / 2).toArray();
      int[] to = IntStream.range(0, 30).map(v -> v / 2 + stream.nextInt(6)).toArray();
      List<Integer> rooms = new ArrayList<>();
      int[] places = Lifetimes.share(floats, from, to, rooms);
      for (int v = 0; v < 30; v++) {
        assertThat(places[v] < 0).isEqualTo(floats[v] == 0);
        assertThat(places[v] < 0 || rooms.get(places[v]) >= floats[v]).isTrue();
        for (int u = 0; u < v; u++) {
          assertThat(places[u] >= 0 && places[u] == places[v] && to[u] >= from[v]).isFalse();
        }
      }
    }
  }

  /** Three values of a panel each in a block, whatever the depth, and the sample and their mean. */
  @Test
  void aDeeperResidualNetworkKeepsNoMoreForABatch() {
    long shallow = bytes("resnet-20-4");
    long deep = bytes("resnet-32-4");

    assertThat(deep).isEqualTo(shallow);
    long rows = 64 * 4L * Panels.stride(784);
    long sample = 4 * Panels.bytes(784);
    long mean = 4 * Panels.bytes(16); // logits lie where the sample did
    assertThat(shallow).isEqualTo(rows + sample + 3 * Panels.bytes(4 * 784) + mean);
  }

  private static long bytes(String name) {
    NetworkSpec spec = Networks.named(name, 784, 10);
    Weights weights = Tickets.weights(spec, true, 1);
    return SparseNetwork.compile(spec, weights, Mask.dense(spec), Kernels.scalar()).batchBytes();
  }
}
