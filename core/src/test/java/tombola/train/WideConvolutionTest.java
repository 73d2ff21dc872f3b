package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tombola.data.TrainingData;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;
import tombola.math.RandomStream;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Parameter;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;

/** Convolutions whose weights outweigh a panel: workers share their filters. */
class WideConvolutionTest {
  private static final NetworkSpec NETWORK =
      new Stack(new Volume(2, 2, 16))
          .convolution(16, 3, 1, 1)
          .convolution(16, 3, 1, 1)
          .flatten()
          .classes("wide", 3);
  private static final TrainingData DATA = Blobs.data(64, 3, 60, 30, new Seed(2));

  private static TrainedRun train(double sparseBelow, int threads) {
    Recipe recipe =
        new Recipe(Recipes.adam(), 0.01, new Schedule.Constant(), 0, 0.01, 37, 12, 6, sparseBelow);
    Start start =
        new Start(Weights.initialise(NETWORK, Initialisation.GLOROT_NORMAL, new Seed(5)), 0);
    try (PanelTrainer trainer =
        new PanelTrainer(NETWORK, recipe, Kernels.scalar(), threads, 0, (_, _) -> {})) {
      return trainer.train(start, mask(), DATA, new Seed(3));
    }
  }

  /** Nearly all of the convolutions' weights, so that a sparse one outweighs a panel too. */
  private static Mask mask() {
    RandomStream random = new Seed(7).generator();
    Mask mask = Mask.dense(NETWORK);
    for (Parameter p : NETWORK.prunable()) {
      if (p.name().startsWith("conv")) {
        BitSet live = new BitSet();
        for (int i = 0; i < p.size(); i++) {
          live.set(i, random.nextDouble() < 0.96);
        }
        mask = mask.with(Map.of(p.name(), live));
      }
    }
    return mask;
  }

  @Test
  void theirGradientsHaveOneOrderOnAnyNumberOfWorkersDenseOrSparse() {
    for (String name : new String[] {"conv1.weight", "conv2.weight"}) {
      assertThat(mask().liveCount(name)).isGreaterThan(Panels.LANES * (64 + 64));
    }
    TrainedRun one = train(0, 1);

    assertThat(one.end().sameBits(one.atRewind())).isFalse();
    for (int threads = 2; threads <= 3; threads++) {
      assertThat(train(0, threads).end().sameBits(one.end())).as("dense, " + threads).isTrue();
      assertThat(train(0.97, threads).end().sameBits(one.end())).as("sparse, " + threads).isTrue();
    }
  }
}
