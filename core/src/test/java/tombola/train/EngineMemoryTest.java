package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongBiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.data.ByteFeatures;
import tombola.data.Examples;
import tombola.kernel.Kernels;
import tombola.kernel.Panels;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;

/** What an engine's arena gives, in bytes. */
class EngineMemoryTest {
  private static final int BATCH = 128;
  private static final int PANELS = BATCH / Panels.LANES;

  private static long of(NetworkSpec network, ToLongBiFunction<Engine, LayerGraph> count) {
    Recipe recipe =
        new Recipe(
            new Optimizer.Sgd(0.9, true), 0.1, new Schedule.Constant(), 0, 0, BATCH, 10, 10, 0);
    Examples one = new Examples(new ByteFeatures(784, new byte[784]), new int[] {1});
    Weights start = Weights.initialise(network, Initialisation.HE_NORMAL, new Seed(1));
    try (Workers workers = new Workers(2);
        Engine engine =
            new Engine(
                network, recipe, Kernels.scalar(), workers, one, start, Mask.dense(network))) {
      return count.applyAsLong(engine, engine.pass.graph);
    }
  }

  /**
   * Values of every layer but the sums and what a convolution alone takes of a normalisation, and
   * five times what the widest has; gradients by panel.
   */
  private static long bound(NetworkSpec network, LayerGraph graph) {
    long features = network.inputs();
    long most = 0;
    for (int i = 0; i < graph.layers.size(); i++) {
      PanelLayer layer = graph.layers.get(i);
      boolean passes =
          layer instanceof SumLayer
              || (layer instanceof NormLayer
                  && graph.readers(i + 1) == 1
                  && graph.input(i + 1) == i + 1
                  && graph.layers.get(i + 1) instanceof FilterLayer);
      features += passes ? 0 : layer.out;
      most = Math.max(most, layer.out);
    }
    long parameters = network.parameters().stream().mapToLong(Parameter::size).sum();
    long samples = 2L * BATCH * network.inputs() * Float.BYTES; // as they come, and as floats
    return PANELS * (features + 5 * most) * Panels.LINE
        + (8 + PANELS) * parameters * Float.BYTES
        + samples;
  }

  @Test
  void aResidualNetworkOfBatch128KeepsItsValuesAndRoomForFiveGradients() {
    for (String name : new String[] {"resnet-20-8", "resnet-20"}) {
      NetworkSpec network = Networks.named(name, 784, 10);

      assertThat(of(network, (engine, graph) -> bound(network, graph) - engine.bytes()))
          .as("bytes below the bound of %s", name)
          .isBetween(0L, of(network, (_, graph) -> bound(network, graph)) / 5);
    }
  }

  @Test
  void moreBlocksAskForNoMoreGradients() {
    NetworkSpec network = Networks.named("resnet-56-8", 784, 10);
    long places =
        of(
            network,
            (_, graph) -> {
              Gradients gradients = new Gradients(graph, PANELS, Arena.ofAuto());
              Set<Long> found = new HashSet<>();
              for (int i = 0; i < graph.layers.size(); i++) {
                found.add(gradients.of(i).address());
              }
              return found.size();
            });

    assertThat(places).isBetween(2L, 4L);
  }

  /** Nine of the 21 normalisations of a residual network of depth 20 stand within blocks. */
  @Test
  void whatANormalisationGivesToAConvolutionAloneIsNotKept() {
    NetworkSpec network = Networks.named("resnet-20-8", 784, 10);
    long passing =
        of(
            network,
            (_, graph) ->
                IntStream.rangeClosed(0, graph.layers.size())
                    .filter(value -> !graph.kept(value))
                    .count());

    assertThat(passing).isEqualTo(9);
  }

  /** Without a normalisation the way back is one phase, and its workers are at different panels. */
  @Test
  void gradientsThatAreWantedAtOnceStandApart() {
    NetworkSpec network = Networks.named("conv-4", 784, 10);
    long shared =
        of(
            network,
            (_, graph) -> {
              Gradients gradients = new Gradients(graph, PANELS, Arena.ofAuto());
              long pairs = 0;
              for (int i = 0; i < graph.layers.size(); i++) {
                for (int j = 0; j < i; j++) {
                  pairs += gradients.of(i).asOverlappingSlice(gradients.of(j)).isPresent() ? 1 : 0;
                }
              }
              return pairs;
            });

    assertThat(shared).isZero();
  }

  @Test
  void whatATrainingTookIsTold() {
    NetworkSpec network = Networks.perceptron("p", List.of(6, 5, 3));
    Recipe recipe = Recipes.of(Recipes.adam(), 0.05, 20, 4, 4);
    try (PanelTrainer trainer =
        new PanelTrainer(network, recipe, Kernels.scalar(), 1, 0, (_, _) -> {})) {
      Weights start = Weights.initialise(network, Initialisation.GLOROT_NORMAL, new Seed(1));
      assertThat(trainer.lastCost().bytes()).isZero();
      trainer.train(
          new Start(start, 0),
          Mask.dense(network),
          Blobs.data(6, 3, 80, 40, new Seed(4)),
          new Seed(3));

      int values = (6 + 5 + 3) * 4 * Panels.LANES; // an evaluation takes four panels
      assertThat(trainer.lastCost().bytes()).isGreaterThan(values * (long) Float.BYTES);
    }
  }
}
