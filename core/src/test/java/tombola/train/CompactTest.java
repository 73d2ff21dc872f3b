package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tombola.data.TrainingData;
import tombola.kernel.Kernels;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.Filters;
import tombola.nn.Initialisation;
import tombola.nn.Layer;
import tombola.nn.NetworkSpec;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.LiveFilters;
import tombola.prune.Mask;
import tombola.prune.Masks;

class CompactTest {
  private static final NetworkSpec NETWORK =
      new Stack(new Volume(5, 5, 1))
          .convolution(6, 3, 1, 1)
          .pool(Layer.Pool.Kind.MAX, 2, 2)
          .convolution(5, 2, 1, 0)
          .flatten()
          .hidden(9)
          .classes("small", 3);
  private static final NetworkSpec BLOCKS =
      new Stack(new Volume(5, 5, 1))
          .unbiased(6, 3, 1, 1)
          .norm()
          .relu()
          .residual(
              "block",
              body -> body.unbiased(7, 3, 2, 1).norm().relu().unbiased(5, 3, 1, 1).norm(),
              shortcut -> shortcut.unbiased(5, 1, 2, 0).norm())
          .relu()
          .residual(
              "same",
              body -> body.unbiased(4, 3, 1, 1).norm().relu().unbiased(5, 3, 1, 1).norm(),
              shortcut -> shortcut)
          .relu()
          .globalPool()
          .flatten()
          .classes("blocks", 3);
  private static final TrainingData DATA = Blobs.data(25, 3, 60, 30, new Seed(2));

  private static Mask mask(NetworkSpec network, long seed, double share) {
    Filters filters = Filters.of(network);
    RandomStream random = new Seed(seed).generator();
    List<BitSet> live = new ArrayList<>();
    for (Filters.Group group : filters.groups()) {
      BitSet kept = new BitSet();
      for (int filter = 0; filter < group.layer().out(); filter++) {
        kept.set(filter, random.nextDouble() < share);
      }
      kept.set(random.nextInt(group.layer().out()));
      live.add(kept);
    }
    return new LiveFilters(filters, live).without(Mask.dense(network));
  }

  private static Start start(NetworkSpec network) {
    return new Start(Weights.initialise(network, Initialisation.GLOROT_NORMAL, new Seed(5)), 0);
  }

  private static Recipe recipe() {
    return new Recipe(Recipes.adam(), 0.01, new Schedule.Constant(), 0, 0.01, 21, 30, 5, 0);
  }

  /** Trains with the mask, all filters in their places. */
  private static Weights masked(NetworkSpec network, Mask mask) {
    Weights masked = Weights.zeros(network);
    try (Workers workers = new Workers(1);
        Engine engine =
            new Engine(
                network,
                recipe(),
                Kernels.scalar(),
                workers,
                DATA.train(),
                start(network).weights(),
                mask)) {
      BatchOrder order = new BatchOrder(60, new Seed(7));
      int[] batch = new int[21];
      for (long step = 0; step < 30; step++) {
        order.fill(step, batch);
        engine.step(batch, 0.01);
      }
      engine.store(masked);
    }
    return masked;
  }

  @Test
  void theNarrowNetworkTrainsToTheBitsOfTheMaskedOne() {
    for (long seed = 1; seed <= 4; seed++) {
      Mask mask = mask(NETWORK, seed, 0.6);
      try (PanelTrainer trainer =
          new PanelTrainer(NETWORK, recipe(), Kernels.scalar(), 1, 3, (_, _) -> {})) {
        TrainedRun run = trainer.train(start(NETWORK), mask, DATA, new Seed(7));

        assertThat(run.end().sameBits(masked(NETWORK, mask))).isTrue();
        assertThat(run.best().parameters()).isEqualTo(NETWORK.parameters());
        assertThat(trainer.lastCost().flops()).isLessThan(denseFlops());
      }
    }
  }

  /** The statistics of a filter that is gone stay as they were; in the masked network they fade. */
  @Test
  void soItDoesWithNormalisationsAndResidualBlocks() {
    assertThat(Filters.of(BLOCKS).groups())
        .extracting(group -> group.layer().name())
        .containsExactly("conv1", "block.conv1", "same.conv1");
    for (long seed = 1; seed <= 4; seed++) {
      Mask mask = mask(BLOCKS, seed, 0.6);
      Compact compact = Compact.of(BLOCKS, mask).orElseThrow();
      try (PanelTrainer trainer =
          new PanelTrainer(BLOCKS, recipe(), Kernels.scalar(), 1, 3, (_, _) -> {})) {
        TrainedRun run = trainer.train(start(BLOCKS), mask, DATA, new Seed(7));

        assertThat(compact.narrow(run.end()).sameBits(compact.narrow(masked(BLOCKS, mask))))
            .isTrue();
      }
    }
  }

  private static long denseFlops() {
    try (PanelTrainer trainer =
        new PanelTrainer(NETWORK, recipe(), Kernels.scalar(), 1, 3, (_, _) -> {})) {
      trainer.train(start(NETWORK), Masks.random(NETWORK, 0.9, new Seed(1)), DATA, new Seed(7));
      return trainer.lastCost().flops();
    }
  }

  @Test
  void masksThatAreNotMadeOfFiltersAreLeftToTheWholeNetwork() {
    Mask mask = mask(NETWORK, 3, 0.5);
    BitSet one = mask.live("conv1.weight");
    one.clear(one.nextSetBit(0));

    assertThat(Compact.of(NETWORK, mask)).isPresent();
    assertThat(Compact.of(NETWORK, Mask.dense(NETWORK))).isEmpty();
    assertThat(Compact.of(NETWORK, mask.with(Map.of("conv1.weight", one)))).isEmpty();
  }

  @Test
  void whatGoesInComesOutAndNothingElseMoves() {
    Mask mask = mask(NETWORK, 2, 0.5);
    Compact compact = Compact.of(NETWORK, mask).orElseThrow();
    Weights whole = start(NETWORK).weights();
    Weights other = Weights.initialise(NETWORK, Initialisation.HE_NORMAL, new Seed(8));

    assertThat(compact.widen(compact.narrow(whole), mask.apply(whole)).sameBits(mask.apply(whole)))
        .isTrue();
    assertThat(compact.widen(compact.narrow(other), whole).sameBits(whole)).isFalse();
    assertThat(compact.network().parameters().size()).isEqualTo(NETWORK.parameters().size());
    assertThat(Mask.dense(compact.network()).total()).isEqualTo(mask.liveCount());
    assertThat(compact.network().classes()).isEqualTo(3);
  }
}
