package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tombola.data.Examples;
import tombola.data.FloatFeatures;
import tombola.data.TrainingData;
import tombola.kernel.Kernels;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Stack;
import tombola.nn.Volume;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.prune.Pruner;
import tombola.prune.Scope;
import tombola.prune.Score;
import tombola.ticket.Level;
import tombola.ticket.Rewind;
import tombola.ticket.Search;

/** The running statistics of batch normalisations are a part of the weights. */
class NormalisedTrainingTest {
  private static final NetworkSpec NETWORK =
      new Stack(Volume.flat(6)).unit(7).norm().relu().unit(5).norm().relu().classes("p", 3);
  private static final TrainingData DATA = Blobs.data(6, 3, 80, 40, new Seed(4));
  private static final Recipe RECIPE = Recipes.of(Recipes.adam(), 0.05, 20, 30, 10);
  private static final Mask DENSE = Mask.dense(NETWORK);
  private static final List<String> RUNNING =
      List.of("bn1.running_mean", "bn1.running_var", "bn2.running_mean", "bn2.running_var");

  private static Weights initial() {
    return Weights.initialise(NETWORK, Initialisation.HE_NORMAL, new Seed(1).child("init"));
  }

  private static TrainedRun train(Start start, Mask mask) {
    try (PanelTrainer trainer =
        new PanelTrainer(NETWORK, RECIPE, Kernels.scalar(), 1, 11, (_, _) -> {})) {
      return trainer.train(start, mask, DATA, new Seed(3));
    }
  }

  @Test
  void theyBeginAtTheStandardDistribution() {
    assertThat(initial().get("bn1.weight")).containsOnly(1);
    assertThat(initial().get("bn1.bias")).containsOnly(0);
    assertThat(initial().get("bn1.running_mean")).containsOnly(0);
    assertThat(initial().get("bn1.running_var")).containsOnly(1);
    assertThat(NETWORK.prunable()).extracting(p -> p.layer()).containsExactly("fc1", "fc2", "fc3");
  }

  /** One unit of weight 2 sees 1 and 4: 2 and 8, mean 5, variance 9, unbiased 18. */
  @Test
  void aTenthIsRenewedByTheBatchAndNothingByTheOptimizer() {
    NetworkSpec network = new Stack(Volume.flat(1)).unit(1).norm().relu().classes("p", 2);
    Weights start = Weights.initialise(network, Initialisation.HE_NORMAL, new Seed(1));
    start.get("fc1.weight")[0] = 2;
    start.get("bn1.running_mean")[0] = 3;
    start.get("bn1.running_var")[0] = 4;
    Examples examples =
        new Examples(new FloatFeatures(1, new float[] {1, 4, 50}), new int[] {0, 1, 1});
    Weights end = Weights.zeros(network);
    Recipe recipe = Recipes.of(new Optimizer.Sgd(0.9, true), 0.5, 2, 10, 1);
    try (Workers workers = new Workers(1);
        Engine engine =
            new Engine(
                network, recipe, Kernels.scalar(), workers, examples, start, Mask.dense(network))) {
      engine.step(new int[] {0, 1}, 0.5);
      engine.store(end);
    }

    assertThat(end.get("bn1.running_mean")[0]).isCloseTo(0.9f * 3 + 0.1f * 5, within(1e-6f));
    assertThat(end.get("bn1.running_var")[0]).isCloseTo(0.9f * 4 + 0.1f * 18, within(1e-5f));
    assertThat(end.get("bn1.weight")[0]).isNotEqualTo(1);
    assertThat(end.get("bn1.bias")[0]).isNotEqualTo(0);
  }

  /** Units that are one input: of 40 samples in three panels, far from zero beside their spread. */
  @Test
  void theMomentsOfABatchAreThoseOfAllItsPanels() {
    NetworkSpec network = new Stack(Volume.flat(1)).unit(1).norm().relu().classes("p", 2);
    Weights start = Weights.initialise(network, Initialisation.HE_NORMAL, new Seed(1));
    start.get("fc1.weight")[0] = 1;
    float[] x = new float[40];
    double mean = 0;
    for (int i = 0; i < 40; i++) {
      x[i] = 100 + i * i % 17 + i / 16 * 30;
      mean += x[i] / 40.0;
    }
    double squares = 0;
    for (float value : x) {
      squares += (value - mean) * (value - mean);
    }
    Weights end = Weights.zeros(network);
    Recipe recipe = Recipes.of(new Optimizer.Sgd(0.9, true), 0.5, 40, 10, 1);
    int[] all = IntStream.range(0, 40).toArray();
    Examples examples = new Examples(new FloatFeatures(1, x), new int[40]);
    try (Workers workers = new Workers(2);
        Engine engine =
            new Engine(
                network, recipe, Kernels.scalar(), workers, examples, start, Mask.dense(network))) {
      engine.step(all, 0.5);
      engine.store(end);
    }

    assertThat(end.get("bn1.running_mean")[0]).isCloseTo((float) (0.1 * mean), within(1e-5f));
    assertThat(end.get("bn1.running_var")[0])
        .isCloseTo((float) (0.9 + 0.1 * squares / 39), within(1e-3f));
  }

  @Test
  void evaluationGoesByThem() {
    Weights moved = initial();
    moved.get("bn1.running_mean")[2] = 1.5f;
    moved.get("bn2.running_var")[1] = 3;
    DoubleNetwork exact = new DoubleNetwork(NETWORK, moved);
    double loss = 0;
    for (int s = 0; s < 40; s++) {
      loss += exact.loss(DATA.validation(), s) / 40;
    }
    try (Evaluator evaluator = new Evaluator(NETWORK, Kernels.scalar(), 2)) {
      assertThat(evaluator.evaluate(moved, DATA.validation()).loss()).isCloseTo(loss, within(1e-6));
      assertThat(evaluator.evaluate(initial(), DATA.validation()).loss())
          .isNotCloseTo(loss, within(1e-3));
    }
  }

  @Test
  void aTrainingBeginsWithThoseOfItsStart() {
    Weights moved = initial();
    moved.get("bn1.running_mean")[2] = 1.5f;
    TrainedRun one = train(new Start(initial(), 0), DENSE);
    TrainedRun other = train(new Start(moved, 0), DENSE);

    assertThat(other.curve().points().getFirst().validationLoss())
        .isNotEqualTo(one.curve().points().getFirst().validationLoss());
    // batches are normalised by themselves: only what is evaluated differs
    assertThat(other.end().get("fc1.weight")).isEqualTo(one.end().get("fc1.weight"));
    assertThat(other.end().get("bn1.running_mean")).isNotEqualTo(one.end().get("bn1.running_mean"));
  }

  @Test
  void theyAreRewoundWithTheWeights() {
    Weights thetaK = train(new Start(initial(), 0), DENSE).atRewind();
    for (Rewind rewind : List.of(new Rewind.ToInit(), new Rewind.ToStep(11))) {
      List<Level> found = new ArrayList<>();
      Pruner pruner = new Pruner(Score.MAGNITUDE, Scope.LAYERWISE, 0.3, 0.15, 1, 1);
      try (PanelTrainer trainer =
          new PanelTrainer(NETWORK, RECIPE, Kernels.scalar(), 1, rewind.step(), (_, _) -> {})) {
        new Search(NETWORK, Initialisation.HE_NORMAL, pruner, rewind, 2)
            .run(trainer, DATA, new Seed(1), found::add);
      }
      Weights dense = found.getFirst().run().atRewind();
      for (Level level : found.subList(1, 3)) {
        Weights start = level.ticket().start().weights();
        for (String name : RUNNING) {
          assertThat(start.get(name)).isEqualTo((rewind.step() == 0 ? initial() : dense).get(name));
          assertThat(level.run().end().get(name)).isNotEqualTo(start.get(name));
        }
      }
    }
    for (String name : RUNNING) {
      assertThat(thetaK.get(name)).isNotEqualTo(initial().get(name));
    }
  }

  @Test
  void oneValueAloneCannotBeNormalised() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new PanelTrainer(
                NETWORK,
                Recipes.of(Recipes.adam(), 0.05, 1, 30, 10),
                Kernels.scalar(),
                1,
                0,
                (_, _) -> {}))
        .withMessage(
            "batch: expected at least 2 samples for bn1, which normalises over them, got 1");
  }
}
