package tombola.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.math.Seed;
import tombola.nn.Filters;
import tombola.nn.Initialisation;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;

class FilterPruningTest {
  private static final NetworkSpec NETWORK =
      new Stack(new Volume(6, 6, 2))
          .convolution(10, 3, 1, 1)
          .pool(Layer.Pool.Kind.MAX, 2, 2)
          .convolution(8, 3, 1, 1)
          .flatten()
          .hidden(20)
          .classes("small", 3);
  private static final Filters FILTERS = Filters.of(NETWORK);
  private static final Mask DENSE = Mask.dense(NETWORK);

  private static Pruner pruner(Scope scope, double share, double convolutions, int rounds) {
    return new Pruner(
        Score.MAGNITUDE,
        scope,
        share,
        convolutions,
        0.1,
        1,
        rounds,
        new Structure.ByFilter(FILTERS));
  }

  private static Weights weights(long seed) {
    return Weights.initialise(NETWORK, Initialisation.GLOROT_NORMAL, new Seed(seed));
  }

  private static List<Integer> counts(Mask mask) {
    return LiveFilters.of(FILTERS, mask).live().stream().map(BitSet::cardinality).toList();
  }

  @Test
  void everyLayerButTheOutputGivesItsShareOfFilters() {
    Pruner pruner = pruner(Scope.LAYERWISE, 0.3, 0.2, 1);
    Mask once = pruner.prune(DENSE, weights(1), weights(2));
    Mask twice = pruner.prune(once, weights(1), once.apply(weights(3)));

    assertThat(counts(once)).containsExactly(8, 6, 14);
    assertThat(counts(twice)).containsExactly(6, 5, 10);
    assertThat(twice.isSubsetOf(once)).isTrue();
    assertThat(once.liveCount("fc2.weight")).isEqualTo(14 * 3);
    assertThat(once.liveCount("fc1.weight")).isEqualTo(14 * 9 * 6);
    assertThat(once.liveCount("conv2.weight")).isEqualTo(6 * 9 * 8);
    assertThat(once.liveCount("conv1.weight")).isEqualTo(8 * 9 * 2);
  }

  @Test
  void theFiltersOfLeastMeanMagnitudeGoWithWhatReadsTheirChannels() {
    Weights trained = weights(2);
    float[] first = trained.get("conv1.weight");
    int columns = 18;
    for (int filter : new int[] {3, 7}) {
      for (int i = 0; i < columns; i++) {
        first[filter * columns + i] = 1e-4f;
      }
    }
    Mask mask = pruner(Scope.LAYERWISE, 0.1, 0.2, 1).prune(DENSE, weights(1), trained);

    for (int filter = 0; filter < 10; filter++) {
      boolean gone = filter == 3 || filter == 7;
      int channel = filter;
      assertThat(
              IntStream.range(0, columns)
                  .filter(i -> mask.isLive("conv1.weight", channel * columns + i)))
          .hasSize(gone ? 0 : columns);
      int kept = LiveFilters.of(FILTERS, mask).live().get(1).nextSetBit(0);
      assertThat(
              IntStream.range(0, 90)
                  .filter(i -> i % 10 == channel)
                  .filter(i -> mask.isLive("conv2.weight", kept * 90 + i)))
          .hasSize(gone ? 0 : 9);
    }
  }

  @Test
  void aGlobalRankingTakesAsManyInAllWhereverTheyAre() {
    Weights trained = weights(2);
    float[] second = trained.get("conv2.weight");
    for (int i = 0; i < second.length; i++) {
      second[i] *= 1e-3f;
    }
    Mask mask = pruner(Scope.GLOBAL, 0.2, 0.2, 1).prune(DENSE, weights(1), trained);

    assertThat(counts(mask)).containsExactly(9, 1, 20); // the floor leaves one filter
    assertThat(counts(mask).stream().mapToInt(Integer::intValue).sum()).isEqualTo(38 - 2 - 2 - 4);
  }

  @Test
  void severalRoundsAtOnceReachTheCountsOfOneAfterTheOther() {
    Mask mask = DENSE;
    for (int round = 0; round < 4; round++) {
      mask = pruner(Scope.LAYERWISE, 0.3, 0.2, 1).prune(mask, weights(1), mask.apply(weights(2)));
    }
    Mask once = pruner(Scope.LAYERWISE, 0.3, 0.2, 4).prune(DENSE, weights(1), weights(2));

    assertThat(counts(once)).isEqualTo(counts(mask));
  }

  @Test
  void pruningToAMaskLeavesAsManyFiltersAsItHas() {
    Pruner pruner = pruner(Scope.LAYERWISE, 0.3, 0.2, 3);
    Mask target = pruner.prune(DENSE, weights(1), weights(2));
    Mask other = pruner.pruneTo(target, DENSE, weights(1), weights(9));

    assertThat(counts(other)).isEqualTo(counts(target));
    assertThat(other).isNotEqualTo(target);
    assertThat(other.liveCount()).isEqualTo(target.liveCount());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pruner.pruneTo(DENSE, target, weights(1), weights(9)))
        .withMessage("conv1: expected at least the target's 10 filters, got 5");
  }
}
