package tombola.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tombola.data.Examples;
import tombola.data.FloatFeatures;
import tombola.data.TrainingData;
import tombola.kernel.Kernels;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.prune.Masks;

class PanelTrainerTest {
  private static final NetworkSpec NETWORK = Networks.perceptron("p", List.of(11, 13, 7, 3));
  private static final TrainingData DATA = Blobs.data(11, 3, 90, 50, new Seed(2));
  private static final Kernels SCALAR = Kernels.scalar();
  private static final Seed ORDER = new Seed(77);
  private static final Mask DENSE = Mask.dense(NETWORK);

  private static Start start(long seed) {
    return new Start(Weights.initialise(NETWORK, Initialisation.GLOROT_NORMAL, new Seed(seed)), 0);
  }

  private static TrainedRun train(
      Recipe recipe, int threads, long rewindStep, Start start, Mask mask, Seed order) {
    try (PanelTrainer trainer =
        new PanelTrainer(NETWORK, recipe, SCALAR, threads, rewindStep, (_, _) -> {})) {
      return trainer.train(start, mask, DATA, order);
    }
  }

  private static TrainedRun train(Recipe recipe, Start start, Mask mask, Seed order) {
    return train(recipe, 1, 0, start, mask, order);
  }

  private static Recipe constant(Optimizer optimizer, double rate, long steps) {
    return Recipes.of(optimizer, rate, 20, steps, 5);
  }

  /** A schedule that shows which step a training believes to be at. */
  private static Recipe warmedCosine(Optimizer optimizer, long steps) {
    return new Recipe(optimizer, 0.1, new Schedule.Cosine(), 10, 0.01, 21, steps, 7, 0.6);
  }

  @Test
  void theStartIsNeverWritten() {
    for (Mask mask : List.of(DENSE, Masks.random(NETWORK, 0.4, new Seed(1)))) {
      Start start = start(5);
      Weights before = start.weights().copy();

      TrainedRun run = train(constant(Recipes.adam(), 0.01, 40), start, mask, ORDER);

      assertThat(start.weights().sameBits(before)).isTrue();
      assertThat(run.end().sameBits(before)).isFalse();
      assertThat(run.atRewind().sameBits(before)).isTrue(); // whole: controls need all of θ₀
    }
  }

  @Test
  void oneThreadTwoAndThreeGiveTheSameBits() {
    Mask mask = Masks.random(NETWORK, 0.5, new Seed(1));
    for (Recipe recipe : Recipes.withDecay(37, 60)) {
      TrainedRun one = train(recipe, 1, 30, start(5), mask, ORDER);
      for (int threads = 2; threads <= 3; threads++) {
        TrainedRun more = train(recipe, threads, 30, start(5), mask, ORDER);
        assertThat(more.end().sameBits(one.end())).isTrue();
        assertThat(more.best().sameBits(one.best())).isTrue();
        assertThat(more.atRewind().sameBits(one.atRewind())).isTrue();
        assertThat(more.curve()).isEqualTo(one.curve());
      }
    }
  }

  @Test
  void aTrainerCarriesNothingFromOneTrainingToTheNext() {
    Recipe recipe = constant(Recipes.adam(), 0.01, 30);
    try (PanelTrainer trainer = new PanelTrainer(NETWORK, recipe, SCALAR, 1, 0, (_, _) -> {})) {
      TrainedRun first = trainer.train(start(5), DENSE, DATA, ORDER);
      trainer.train(start(6), Masks.random(NETWORK, 0.4, new Seed(1)), DATA, new Seed(3));
      TrainedRun again = trainer.train(start(5), DENSE, DATA, ORDER);

      assertThat(again.end().sameBits(first.end())).isTrue();
      assertThat(again.curve()).isEqualTo(first.curve());
    }
  }

  @Test
  void aRewoundTrainingGoesOnFromItsStepInScheduleAndDataOrder() {
    Recipe recipe = warmedCosine(Recipes.plain(), 60);
    for (long k : new long[] {1, 4, 10, 23, 59}) { // within the warm-up and after it
      TrainedRun whole = train(recipe, 1, k, start(5), DENSE, ORDER);

      TrainedRun rest = train(recipe, 1, k, new Start(whole.atRewind(), k), DENSE, ORDER);

      assertThat(rest.end().sameBits(whole.end())).isTrue();
      assertThat(rest.atRewind().sameBits(whole.atRewind())).isTrue();
      List<Curve.Point> later = whole.curve().points().stream().filter(p -> p.step() > k).toList();
      List<Curve.Point> found = rest.curve().points();
      assertThat(found.getFirst().step()).isEqualTo(k);
      assertThat(found.stream().skip(1).map(PanelTrainerTest::withoutTrainLoss).toList())
          .isEqualTo(later.stream().map(PanelTrainerTest::withoutTrainLoss).toList());
    }
  }

  /** The first look after a rewind averages fewer batches. */
  private static Curve.Point withoutTrainLoss(Curve.Point p) {
    return new Curve.Point(p.step(), 0, p.validationLoss(), p.validationAccuracy());
  }

  @Test
  void theWeightsAtTheRewindStepAreThoseOfATrainingThatEndsThere() {
    for (long k : new long[] {1, 13, 29}) {
      TrainedRun whole = train(constant(Recipes.adam(), 0.01, 30), 1, k, start(5), DENSE, ORDER);
      TrainedRun shorter = train(constant(Recipes.adam(), 0.01, k), start(5), DENSE, ORDER);

      assertThat(whole.atRewind().sameBits(shorter.end())).isTrue();
    }
  }

  @Test
  void momentsAndBiasCorrectionsAreFreshAfterARewind() {
    Recipe recipe = warmedCosine(Recipes.adam(), 40);
    long k = 15;
    Weights middle = train(recipe, 1, k, start(5), DENSE, ORDER).atRewind();
    Mask mask = Masks.random(NETWORK, 0.5, new Seed(1));
    Weights expected = Weights.zeros(NETWORK);
    BatchOrder order = new BatchOrder(DATA.train().size(), ORDER);
    int[] batch = new int[recipe.batch()];
    try (Workers workers = new Workers(1);
        Engine engine = new Engine(NETWORK, recipe, SCALAR, workers, DATA.train(), middle, mask)) {
      for (long step = k; step < recipe.steps(); step++) {
        order.fill(step, batch);
        engine.step(batch, recipe.rate() * recipe.schedule().factor(step, 40, 10));
      }
      engine.store(expected);
    }

    TrainedRun run = train(recipe, 1, k, new Start(middle, k), mask, ORDER);

    assertThat(run.end().sameBits(expected)).isTrue();
  }

  @Test
  void ticketAndControlSeeTheSameSamplesAtTheSameSteps() {
    // Every sample is a feature of its own: which weights of output 0 have moved tells who was
    // seen.
    int samples = 12;
    float[] identity = new float[samples * samples];
    for (int i = 0; i < samples; i++) {
      identity[i * samples + i] = 1;
    }
    var examples = new Examples(new FloatFeatures(samples, identity), new int[samples]);
    TrainingData data = new TrainingData(examples, examples);
    NetworkSpec network = Networks.perceptron("p", List.of(samples, 2));
    var firstRow = new BitSet();
    firstRow.set(0, samples);
    Mask half = Mask.of(network, Map.of("fc1.weight", firstRow));

    List<List<Integer>> ticket = seen(network, data, half, 1, ORDER);
    List<List<Integer>> control = seen(network, data, Mask.dense(network), 2, ORDER);
    List<List<Integer>> other = seen(network, data, half, 1, new Seed(78));

    assertThat(ticket).hasSize(samples).isEqualTo(control).isNotEqualTo(other);
    assertThat(ticket.getLast()).hasSize(samples); // an epoch is everyone once
    assertThat(ticket.get(4)).hasSize(5);
  }

  /** The samples seen after 1, 2, … steps of one sample each. */
  private static List<List<Integer>> seen(
      NetworkSpec network, TrainingData data, Mask mask, long init, Seed order) {
    List<List<Integer>> seen = new ArrayList<>();
    Weights start = Weights.initialise(network, Initialisation.HE_NORMAL, new Seed(init));
    for (int steps = 1; steps <= data.train().size(); steps++) {
      Recipe recipe = Recipes.of(Recipes.plain(), 0.1, 1, steps, steps);
      try (PanelTrainer trainer = new PanelTrainer(network, recipe, SCALAR, 1, 0, (_, _) -> {})) {
        Weights end = trainer.train(new Start(start, 0), mask, data, order).end();
        List<Integer> moved = new ArrayList<>();
        for (int i = 0; i < network.inputs(); i++) {
          if (end.get("fc1.weight")[i] != start.get("fc1.weight")[i]) {
            moved.add(i);
          }
        }
        seen.add(moved);
      }
    }
    return seen;
  }

  @Test
  void theOrderSeedAloneChangesTheBatches() {
    Recipe recipe = constant(Recipes.plain(), 0.1, 30);
    Weights first = train(recipe, start(5), DENSE, ORDER).end();

    assertThat(train(recipe, start(5), DENSE, ORDER).end().sameBits(first)).isTrue();
    assertThat(train(recipe, start(5), DENSE, new Seed(78)).end().sameBits(first)).isFalse();
  }

  @Test
  void theBestWeightsAreThoseOfLeastValidationLoss() {
    Recipe recipe = constant(Recipes.adam(), 0.05, 120); // learns its 90 samples by heart
    TrainedRun run = train(recipe, start(5), DENSE, ORDER);
    Curve.Point best = run.curve().best();
    assertThat(best.step()).isBetween(5L, 100L);

    TrainedRun shorter = train(constant(Recipes.adam(), 0.05, best.step()), start(5), DENSE, ORDER);

    assertThat(run.best().sameBits(shorter.end())).isTrue();
    assertThat(run.best().sameBits(run.end())).isFalse();
    try (Evaluator evaluator = new Evaluator(NETWORK, SCALAR, 1)) {
      assertThat(evaluator.evaluate(run.best(), DATA.validation()).loss())
          .isEqualTo(best.validationLoss());
      assertThat(evaluator.evaluate(run.end(), DATA.validation()).loss())
          .isEqualTo(run.curve().last().validationLoss())
          .isGreaterThan(best.validationLoss());
    }
  }

  @Test
  void atEqualLossesTheEarliestWeightsAreTheBest() {
    // A rate too small to move any weight: every look sees the same loss.
    Recipe recipe = constant(Recipes.plain(), 1e-30, 20);
    Start start = start(5);

    TrainedRun run = train(recipe, start, DENSE, ORDER);

    assertThat(run.curve().best().step()).isZero();
    assertThat(run.best().sameBits(start.weights())).isTrue();
  }

  @Test
  void aTrainingCannotReachTheTestPart() {
    assertThat(Arrays.stream(TrainingData.class.getRecordComponents()).map(c -> c.getName()))
        .containsExactly("train", "validation");
    assertThat(Arrays.stream(Trainer.class.getMethods()[0].getParameterTypes()))
        .containsExactly(Start.class, Mask.class, TrainingData.class, Seed.class);
  }

  @Test
  void theCurveLooksFirstAtTheStartThenEveryFewStepsThenAtTheEnd() {
    List<Long> heard = new ArrayList<>();
    Recipe recipe = constant(Recipes.plain(), 0.1, 13);
    try (PanelTrainer trainer =
        new PanelTrainer(
            NETWORK,
            recipe,
            SCALAR,
            1,
            0,
            (point, steps) -> heard.add(point.step() * 100 + steps))) {
      TrainedRun run = trainer.train(start(5), DENSE, DATA, ORDER);

      assertThat(run.curve().points())
          .extracting(Curve.Point::step)
          .containsExactly(0L, 5L, 10L, 13L);
      assertThat(run.curve().points().getFirst().trainLoss()).isNaN();
      assertThat(run.curve().points()).extracting(Curve.Point::validationLoss).allMatch(l -> l > 0);
      assertThat(heard).containsExactly(13L, 513L, 1013L, 1313L);
    }
  }

  @Test
  void theTrainLossIsTheMeanOfTheBatchesSinceTheLastLook() {
    Recipe recipe = constant(Recipes.plain(), 0.1, 13);
    double[] losses = new double[13];
    BatchOrder order = new BatchOrder(DATA.train().size(), ORDER);
    int[] batch = new int[20];
    try (Workers workers = new Workers(1);
        Engine engine =
            new Engine(NETWORK, recipe, SCALAR, workers, DATA.train(), start(5).weights(), DENSE)) {
      for (int step = 0; step < 13; step++) {
        order.fill(step, batch);
        losses[step] = engine.step(batch, 0.1) / 20;
      }
    }

    List<Curve.Point> points = train(recipe, start(5), DENSE, ORDER).curve().points();

    assertThat(points.get(1).trainLoss()).isEqualTo(Arrays.stream(losses, 0, 5).sum() / 5, near());
    assertThat(points.get(3).trainLoss())
        .isEqualTo(Arrays.stream(losses, 10, 13).sum() / 3, near());
  }

  private static Offset<Double> near() {
    return within(1e-12);
  }

  @Test
  void theCostCountsTheStepsDoneAndTheOperationsAsExecuted() {
    Recipe recipe = constant(Recipes.plain(), 0.1, 13);
    long perSample = 2 * (2 * 11 * 13 + 3 * (13 * 7 + 7 * 3)); // the data need no gradient
    try (PanelTrainer trainer = new PanelTrainer(NETWORK, recipe, SCALAR, 1, 4, (_, _) -> {})) {
      TrainedRun run = trainer.train(start(5), DENSE, DATA, ORDER);
      assertThat(trainer.lastCost().steps()).isEqualTo(13);
      assertThat(trainer.lastCost().flops()).isEqualTo(13 * 20 * perSample);
      assertThat(trainer.lastCost().seconds()).isPositive();

      trainer.train(new Start(run.atRewind(), 4), DENSE, DATA, ORDER);
      assertThat(trainer.lastCost().steps()).isEqualTo(9);
      assertThat(trainer.lastCost().flops()).isEqualTo(9 * 20 * perSample);
    }
  }

  @Test
  void aTrainingThatDivergesSaysSoInOneLine() {
    for (Optimizer optimizer : List.of(Recipes.plain(), new Optimizer.Sgd(0.9, true))) {
      // At this decay every step makes a weight some hundred times larger, dead units or not.
      Recipe huge = new Recipe(optimizer, 1000, new Schedule.Constant(), 0, 0.9, 20, 200, 50, 0);
      assertThatExceptionOfType(DivergedException.class)
          .isThrownBy(() -> train(huge, start(5), DENSE, ORDER))
          .satisfies(e ->
              assertThat(e.getMessage())
                  .matches(
                      "training diverged: the (validation )?loss is (NaN|Infinity) at step "
                          + "[1-9][0-9]*; try a rate below 1000\\.0"));
    }
  }

  @Test
  void aStartThatIsNotFiniteIsSeenBeforeTheFirstStep() {
    Start start = start(5);
    start.weights().get("fc2.weight")[3] = Float.NaN;

    assertThatExceptionOfType(DivergedException.class)
        .isThrownBy(() -> train(constant(Recipes.adam(), 0.01, 10), start, DENSE, ORDER))
        .withMessage(
            "training diverged: the validation loss is NaN at step 0; try a rate below 0.01");
  }

  @Test
  void aPrunedValueThatIsNotFiniteDoesNoHarm() {
    Start start = start(5);
    Mask mask = Masks.random(NETWORK, 0.5, new Seed(1));
    Weights clean = train(constant(Recipes.adam(), 0.01, 10), start, mask, ORDER).end();
    for (int i = 0; i < 11 * 13; i++) {
      if (!mask.isLive("fc1.weight", i)) {
        start.weights().get("fc1.weight")[i] = i % 2 == 0 ? Float.NaN : -Float.MAX_VALUE;
      }
    }

    Weights end = train(constant(Recipes.adam(), 0.01, 10), start, mask, ORDER).end();

    assertThat(end.sameBits(clean)).isTrue();
  }

  @Test
  void theFirstValueThatIsNotFiniteIsNamed() {
    Weights weights = start(5).weights();
    assertThat(ForwardPass.notFinite(weights)).isEmpty();

    weights.get("fc2.bias")[4] = Float.NEGATIVE_INFINITY;
    weights.get("fc3.weight")[0] = Float.NaN;

    assertThat(ForwardPass.notFinite(weights)).isEqualTo("fc2.bias[4] is -Infinity");
  }

  @Test
  void aRewindStepAtOrAfterTheEndIsRefused() {
    Recipe recipe = constant(Recipes.plain(), 0.1, 13);
    for (long step : new long[] {-1, 13}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> new PanelTrainer(NETWORK, recipe, SCALAR, 1, step, (_, _) -> {}).close())
          .withMessage("rewind: expected a step below the 13 steps of a level, got " + step);
    }
  }
}
