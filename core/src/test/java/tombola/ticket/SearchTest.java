package tombola.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tombola.data.TrainingData;
import tombola.kernel.Kernels;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Parameter;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.prune.Pruner;
import tombola.prune.Scope;
import tombola.prune.Score;
import tombola.train.Blobs;
import tombola.train.PanelTrainer;
import tombola.train.Recipe;
import tombola.train.Recipes;
import tombola.train.Start;
import tombola.train.TrainedRun;
import tombola.train.Trainer;

/** Whole searches on clouds of points: what the paper's loop promises of every level. */
class SearchTest {
  private static final NetworkSpec NETWORK = Networks.perceptron("p", List.of(6, 12, 9, 3));
  private static final TrainingData DATA = Blobs.data(6, 3, 80, 40, new Seed(4));
  private static final Recipe RECIPE = Recipes.of(Recipes.adam(), 0.05, 20, 60, 10);
  private static final Seed SEED = new Seed(21);
  private static final int LEVELS = 5;

  private static Search search(Scope scope, Rewind rewind, int levels) {
    Pruner pruner = new Pruner(Score.MAGNITUDE, scope, 0.3, 0.15, 1, 1);
    return new Search(NETWORK, Initialisation.GLOROT_NORMAL, pruner, rewind, levels);
  }

  private static PanelTrainer trainer(Recipe recipe, long rewindStep) {
    return new PanelTrainer(NETWORK, recipe, Kernels.scalar(), 1, rewindStep, (_, _) -> {});
  }

  private static List<Level> levels(Scope scope, Rewind rewind) {
    List<Level> found = new ArrayList<>();
    try (PanelTrainer trainer = trainer(RECIPE, rewind.step())) {
      search(scope, rewind, LEVELS).run(trainer, DATA, SEED, found::add);
    }
    return found;
  }

  private static Stream<List<Level>> searches() {
    return Stream.of(Scope.values())
        .flatMap(scope ->
            Stream.of(new Rewind.ToInit(), new Rewind.ToStep(11))
                .map(rewind -> levels(scope, rewind)));
  }

  private static Weights initial() {
    return Weights.initialise(NETWORK, Initialisation.GLOROT_NORMAL, SEED.child("init"));
  }

  @Test
  void weightsThatAreGivenAreWhereEverySeedBegins() {
    Weights weights = Weights.initialise(NETWORK, Initialisation.HE_UNIFORM, new Seed(77));
    Search drawn = search(Scope.LAYERWISE, new Rewind.ToInit(), 1);

    for (long seed = 0; seed < 5; seed++) {
      Start origin = drawn.from(weights).origin(new Seed(seed));
      assertThat(origin.weights().sameBits(weights)).isTrue();
      assertThat(origin.step()).isZero();
      assertThat(drawn.origin(new Seed(seed)).weights().sameBits(weights)).isFalse();
    }
    Weights others =
        Weights.initialise(
            Networks.perceptron("other", List.of(3, 2)), Initialisation.HE_UNIFORM, new Seed(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> drawn.from(others))
        .withMessage("given: expected the weights of 6-12-9-3, got those of another network");
  }

  @Test
  void everyLevelStartsFromTheBitsOfThetaZero() {
    for (Scope scope : Scope.values()) {
      for (Level level : levels(scope, new Rewind.ToInit())) {
        assertThat(level.ticket().start().step()).isZero();
        assertThat(level.ticket().start().weights().sameBits(initial())).isTrue();
        assertThat(level.run().end().sameBits(initial())).isFalse();
      }
    }
  }

  @Test
  void rewoundLevelsStartFromTheBitsThatTheDenseTrainingHadAtTheStep() {
    Weights thetaK;
    try (PanelTrainer trainer = trainer(Recipes.of(Recipes.adam(), 0.05, 20, 11, 10), 0)) {
      thetaK =
          trainer
              .train(new Start(initial(), 0), Mask.dense(NETWORK), DATA, SEED.child("order"))
              .end();
    }
    List<Level> found = levels(Scope.LAYERWISE, new Rewind.ToStep(11));

    assertThat(found.getFirst().ticket().start().step()).isZero();
    assertThat(found.getFirst().ticket().start().weights().sameBits(initial())).isTrue();
    for (Level level : found.subList(1, found.size())) {
      assertThat(level.ticket().start().step()).isEqualTo(11);
      assertThat(level.ticket().start().weights().sameBits(thetaK)).isTrue(); // whole
      assertThat(level.run().curve().points().getFirst().step()).isEqualTo(11);
    }
  }

  @Test
  void masksAreNestedAndTheirCountsExact() {
    searches()
        .forEach(found -> {
          assertThat(found).extracting(Level::index).containsExactly(0, 1, 2, 3, 4, 5);
          assertThat(found.getFirst().ticket().mask()).isEqualTo(Mask.dense(NETWORK));
          for (int k = 1; k < found.size(); k++) {
            Mask before = found.get(k - 1).ticket().mask();
            Mask after = found.get(k).ticket().mask();
            assertThat(after.isSubsetOf(before)).isTrue();
            assertThat(before.isSubsetOf(after)).isFalse();
          }
        });
  }

  @Test
  void eachLayerGivesItsShareAtEachLevel() {
    for (Level level : levels(Scope.LAYERWISE, new Rewind.ToInit())) {
      int[] expected = {72, 108, 27};
      for (int k = 0; k < level.index(); k++) {
        // 30% and 15%, halves rounded up
        expected[0] -= (3 * expected[0] + 5) / 10;
        expected[1] -= (3 * expected[1] + 5) / 10;
        expected[2] -= (3 * expected[2] + 10) / 20;
      }
      Mask mask = level.ticket().mask();
      for (int i = 0; i < 3; i++) {
        assertThat(mask.liveCount("fc" + (i + 1) + ".weight")).isEqualTo(expected[i]);
      }
    }
  }

  @Test
  void whatGoesIsTheLeastOfWhatTrainingLeft() {
    List<Level> found = levels(Scope.LAYERWISE, new Rewind.ToInit());
    assertThat(found).anyMatch(level -> !level.run().best().sameBits(level.run().end()));
    for (int k = 0; k < LEVELS; k++) {
      for (Parameter p : NETWORK.prunable()) {
        float[] trained = found.get(k).run().end().get(p.name());
        BitSet before = found.get(k).ticket().mask().live(p.name());
        BitSet after = found.get(k + 1).ticket().mask().live(p.name());
        BitSet expected = new BitSet();
        before.stream()
            .boxed()
            .sorted(
                Comparator.<Integer, Float>comparing(i -> Math.abs(trained[i]))
                    .thenComparing(Comparator.naturalOrder()))
            .skip(before.cardinality() - after.cardinality())
            .forEach(expected::set);
        assertThat(after).isEqualTo(expected);
      }
    }
  }

  @Test
  void globallyWhatGoesIsTheLeastOfAllHiddenLayers() {
    List<Level> found = levels(Scope.GLOBAL, new Rewind.ToInit());
    for (int k = 0; k < LEVELS; k++) {
      float greatestGone = 0;
      float leastKept = Float.MAX_VALUE;
      for (String name : List.of("fc1.weight", "fc2.weight")) {
        float[] trained = found.get(k).run().end().get(name);
        for (int i = 0; i < trained.length; i++) {
          if (found.get(k + 1).ticket().mask().isLive(name, i)) {
            leastKept = Math.min(leastKept, Math.abs(trained[i]));
          } else if (found.get(k).ticket().mask().isLive(name, i)) {
            greatestGone = Math.max(greatestGone, Math.abs(trained[i]));
          }
        }
      }
      assertThat(greatestGone).isPositive().isLessThan(leastKept);
    }
  }

  @Test
  void aSearchRepeatedGivesTheSameBits() {
    for (Rewind rewind : List.of(new Rewind.ToInit(), new Rewind.ToStep(11))) {
      List<Level> first = levels(Scope.GLOBAL, rewind);
      List<Level> again = levels(Scope.GLOBAL, rewind);
      for (int k = 0; k <= LEVELS; k++) {
        assertThat(again.get(k).ticket().mask()).isEqualTo(first.get(k).ticket().mask());
        assertThat(again.get(k).run().end().sameBits(first.get(k).run().end())).isTrue();
        assertThat(again.get(k).run().best().sameBits(first.get(k).run().best())).isTrue();
        assertThat(again.get(k).run().curve()).isEqualTo(first.get(k).run().curve());
      }
    }
  }

  @Test
  void everyLevelIsItsTicketTrainedAloneByTheOneRecipe() {
    for (Level level : levels(Scope.LAYERWISE, new Rewind.ToStep(11))) {
      try (PanelTrainer alone = trainer(RECIPE, 11)) {
        TrainedRun run =
            alone.train(level.ticket().start(), level.ticket().mask(), DATA, SEED.child("order"));

        assertThat(run.end().sameBits(level.run().end())).isTrue();
        assertThat(run.curve()).isEqualTo(level.run().curve());
      }
    }
  }

  @Test
  void everyLevelSeesTheSameDataInTheSameOrder() {
    List<Seed> orders = new ArrayList<>();
    List<TrainingData> seen = new ArrayList<>();
    try (PanelTrainer real = trainer(RECIPE, 0)) {
      Trainer listening =
          (start, mask, data, order) -> {
            orders.add(order);
            seen.add(data);
            return real.train(start, mask, data, order);
          };
      search(Scope.LAYERWISE, new Rewind.ToInit(), 3).run(listening, DATA, SEED, _ -> {});
    }

    assertThat(orders).hasSize(4).containsOnly(SEED.child("order"));
    assertThat(seen).containsOnly(DATA);
  }

  @Test
  void trainedWeightsHaveNothingWhereTheMaskHasNothing() {
    for (Level level : levels(Scope.GLOBAL, new Rewind.ToInit())) {
      Mask mask = level.ticket().mask();
      assertThat(mask.apply(level.run().end()).sameBits(level.run().end())).isTrue();
      assertThat(mask.apply(level.run().best()).sameBits(level.run().best())).isTrue();
    }
  }

  @Test
  void noLevelsIsTheDenseTrainingAlone() {
    List<Level> found = new ArrayList<>();
    try (PanelTrainer trainer = trainer(RECIPE, 0)) {
      search(Scope.LAYERWISE, new Rewind.ToInit(), 0).run(trainer, DATA, SEED, found::add);
    }
    assertThat(found).hasSize(1);
  }

  @Test
  void levelsOutOfRangeAreRefused() {
    for (int levels : new int[] {-1, 1001}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> search(Scope.LAYERWISE, new Rewind.ToInit(), levels))
          .withMessage(
              "levels: expected 0 to 1000, got " + levels + " (15 reach 3.5% at 20% a level)");
    }
  }
}
