package tombola.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Weights;

class PrunedCountsTest {
  private static final NetworkSpec LENET = Networks.named("lenet-300-100", 784, 10);
  private static final List<String> LAYERS = List.of("fc1.weight", "fc2.weight", "fc3.weight");

  private static Pruner paper(Scope scope, int rounds) {
    return new Pruner(Score.MAGNITUDE, scope, 0.2, 0.1, 1, rounds);
  }

  /** Live weights after a round that takes {@code tenths} tenths, halves rounded up. */
  private static long left(long live, int tenths) {
    return live - (tenths * live + 5) / 10;
  }

  @Test
  void lenetKeepsFourFifthsOfEachHiddenLayerAndNineTenthsOfTheOutputAtEachLevel() {
    Weights trained = Weights.initialise(LENET, Initialisation.GLOROT_NORMAL, new Seed(1));
    // Counted apart from this test.
    Map<Integer, List<Long>> literals =
        Map.of(
            0, List.of(235_200L, 30_000L, 1_000L),
            1, List.of(188_160L, 24_000L, 900L),
            2, List.of(150_528L, 19_200L, 810L),
            3, List.of(120_422L, 15_360L, 729L),
            10, List.of(25_254L, 3_221L, 348L),
            20, List.of(2_712L, 346L, 121L));
    long[] expected = {235_200, 30_000, 1_000};
    Mask mask = Mask.dense(LENET);
    for (int level = 0; level <= 20; level++) {
      Mask now = mask;
      List<Long> counts = LAYERS.stream().map(name -> (long) now.liveCount(name)).toList();
      assertThat(counts).containsExactly(expected[0], expected[1], expected[2]);
      assertThat(counts).isEqualTo(literals.getOrDefault(level, counts));
      assertThat(mask.total()).isEqualTo(266_200);
      Mask next = paper(Scope.LAYERWISE, 1).prune(mask, trained, trained);
      assertThat(next.isSubsetOf(mask)).isTrue();
      mask = next;
      expected = new long[] {left(expected[0], 2), left(expected[1], 2), left(expected[2], 1)};
    }
  }

  @Test
  void globallyTheHiddenLayersShareTheCount() {
    Weights trained = Weights.initialise(LENET, Initialisation.GLOROT_NORMAL, new Seed(1));
    long hidden = 265_200;
    long output = 1_000;
    Mask mask = Mask.dense(LENET);
    for (int level = 0; level <= 20; level++) {
      assertThat(mask.liveCount("fc1.weight") + mask.liveCount("fc2.weight"))
          .isEqualTo((int) hidden);
      assertThat(mask.liveCount("fc3.weight")).isEqualTo((int) output);
      mask = paper(Scope.GLOBAL, 1).prune(mask, trained, trained);
      hidden = left(hidden, 2);
      output = left(output, 1);
    }
    // The second layer's weights begin larger, so it gives less than its share.
    assertThat(mask.liveCount("fc2.weight") / 30_000.0)
        .isGreaterThan(mask.liveCount("fc1.weight") / 235_200.0);
  }

  @Test
  void oneShotReachesTheCountOfAsManyRounds() {
    for (int seed = 0; seed < 30; seed++) {
      NetworkSpec network =
          Networks.perceptron("p", List.of(5 + seed, 11 + seed % 7, 6, 3 + seed % 4));
      Weights trained = Weights.initialise(network, Initialisation.HE_NORMAL, new Seed(seed));
      for (Scope scope : Scope.values()) {
        Mask iterative = Mask.dense(network);
        for (int rounds = 1; rounds <= 12; rounds++) {
          iterative = paper(scope, 1).prune(iterative, trained, trained);
          Mask oneShot = paper(scope, rounds).prune(Mask.dense(network), trained, trained);
          assertThat(oneShot).isEqualTo(iterative); // the same weights rank the same
        }
      }
    }
  }

  @Test
  void whatGoesRanksBelowWhatStaysAndTheCountIsExact() {
    for (int seed = 0; seed < 50; seed++) {
      NetworkSpec network = Networks.perceptron("p", List.of(7, 5 + seed % 6, 4));
      Mask current = Masks.random(network, 0.7, new Seed(seed));
      Weights trained = Weights.initialise(network, Initialisation.HE_UNIFORM, new Seed(seed));
      for (Parameter p : network.prunable()) {
        float[] values = trained.get(p.name());
        for (int i = 0; i < values.length; i++) {
          values[i] = Math.round(values[i] * 4) / 4f; // many ties
        }
      }
      Mask pruned = paper(Scope.LAYERWISE, 1).prune(current, trained, trained);
      assertThat(pruned.isSubsetOf(current)).isTrue();
      for (Parameter p : network.prunable()) {
        int live = current.liveCount(p.name());
        assertThat(pruned.liveCount(p.name())).isEqualTo((int) left(live, p.output() ? 1 : 2));
        checkRanking(p, current, pruned, trained.get(p.name()));
      }
    }
  }

  private static void checkRanking(Parameter p, Mask current, Mask pruned, float[] values) {
    for (int gone = 0; gone < p.size(); gone++) {
      if (!current.isLive(p.name(), gone) || pruned.isLive(p.name(), gone)) {
        continue;
      }
      for (int kept = 0; kept < p.size(); kept++) {
        if (pruned.isLive(p.name(), kept)) {
          float a = Math.abs(values[gone]);
          float b = Math.abs(values[kept]);
          assertThat(a < b || (a == b && gone < kept)).isTrue();
        }
      }
    }
  }

  @Test
  void convolutionsGiveTheirOwnShareUnderEitherScope() {
    NetworkSpec network = Networks.named("lenet-5", 144, 10); // 12x12
    Weights weights = Weights.initialise(network, Initialisation.GLOROT_NORMAL, new Seed(3));
    Mask dense = Mask.dense(network);
    Pruner apart = new Pruner(Score.MAGNITUDE, Scope.LAYERWISE, 0.2, 0.1, 0.05, 1, 1);

    Mask pruned = apart.prune(dense, weights, weights);

    assertThat(pruned.liveCount("conv1.weight")).isEqualTo(135); // 150 less 10%
    assertThat(pruned.liveCount("conv2.weight")).isEqualTo(2160); // 2400 less 10%
    assertThat(pruned.liveCount("fc2.weight")).isEqualTo(8064); // 10080 less 20%
    assertThat(pruned.liveCount("fc3.weight")).isEqualTo(798); // 840 less 5%

    Pruner together = new Pruner(Score.MAGNITUDE, Scope.GLOBAL, 0.2, 0.1, 0.05, 1, 1);
    assertThat(together.prune(dense, weights, weights).liveCount()).isEqualTo(pruned.liveCount());
    Pruner whole = new Pruner(Score.MAGNITUDE, Scope.LAYERWISE, 0.2, 0, 0.05, 1, 1);
    assertThat(whole.prune(dense, weights, weights).liveCount("conv2.weight")).isEqualTo(2400);
  }

  @Test
  void aShareOfConvolutionsIsANumberBelowOne() {
    for (double share : new double[] {-0.1, 1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Pruner(Score.MAGNITUDE, Scope.GLOBAL, 0.2, share, 0.1, 1, 1))
          .withMessageStartingWith("prune-conv: expected a number in [0, 1), got " + share);
    }
  }

  /** As Frankle &amp; Carbin 2019, section 4, leave the 2560 weights of ResNet-18's shortcuts. */
  @Test
  void theShortcutsOfResidualBlocksStayWhole() {
    NetworkSpec network = Networks.named("resnet-20-4", 784, 10);
    Weights trained = Weights.initialise(network, Initialisation.GLOROT_NORMAL, new Seed(1));
    for (Scope scope : Scope.values()) {
      Mask mask =
          new Pruner(Score.MAGNITUDE, scope, 0.5, 0, 1, 3)
              .prune(Mask.dense(network), trained, trained);
      long taken = 0;
      for (Parameter p : network.prunable()) {
        int live = mask.liveCount(p.name());
        switch (p.role()) {
          case PROJECTION -> assertThat(live).isEqualTo(p.size());
          case WEIGHT -> {
            assertThat(live).isLessThanOrEqualTo(p.size());
            taken += p.output() ? 0 : p.size() - live;
            assertThat(p.output()).isEqualTo(live == p.size());
          }
          case BIAS, SCALE, SHIFT, MEAN, VARIANCE -> throw new AssertionError(p);
        }
      }
      long hidden = mask.total() - 160 - 160; // 4 x 8 and 8 x 16 in shortcuts, 16 x 10 at the end
      assertThat(taken).isBetween(hidden * 7 / 8 - 20, hidden * 7 / 8 + 20);
    }
  }
}
