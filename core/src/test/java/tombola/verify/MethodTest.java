package tombola.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
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
import tombola.ticket.Level;
import tombola.ticket.Rewind;
import tombola.ticket.Search;
import tombola.train.Blobs;
import tombola.train.Curve;
import tombola.train.PanelTrainer;
import tombola.train.Recipe;
import tombola.train.Recipes;
import tombola.train.Schedule;
import tombola.train.Start;
import tombola.train.TrainedRun;

/** Every method on small real trainings, beside the search whose ticket it is compared with. */
class MethodTest {
  private static final NetworkSpec NETWORK = Networks.perceptron("p", List.of(6, 12, 9, 3));
  private static final TrainingData DATA = Blobs.data(6, 3, 80, 40, new Seed(4));
  private static final Seed SEED = new Seed(21);
  private static final Recipe DECAYING =
      new Recipe(Recipes.adam(), 0.05, new Schedule.Step(25, 0.1), 0, 0, 20, 60, 10, 0.6);
  private static final Recipe CONSTANT = Recipes.of(Recipes.adam(), 0.05, 20, 60, 10);
  private static final Rewind INIT = new Rewind.ToInit();
  private static final Rewind STEP = new Rewind.ToStep(11);

  private static final Method PRUNE_ONLY = new Method.PruneOnly();
  private static final Method FINE_TUNED = new Method.FineTuned();
  private static final Method RATE_REWOUND = new Method.RateRewound();
  private static final Method ONE_SHOT = new Method.OneShot();
  private static final Method SMALL_DENSE = new Method.SmallDense();
  private static final List<Method> ALL =
      List.of(PRUNE_ONLY, FINE_TUNED, RATE_REWOUND, ONE_SHOT, SMALL_DENSE);

  /** One training that a method asked for. */
  private record Call(NetworkSpec network, Recipe recipe, Start start, Mask mask, Seed order) {}

  /** A real trainer for each training. */
  private static TrainedRun train(
      NetworkSpec network, Recipe recipe, Start start, Mask mask, TrainingData data, Seed order) {
    try (PanelTrainer trainer =
        new PanelTrainer(network, recipe, Kernels.scalar(), 1, start.step(), (_, _) -> {})) {
      return trainer.train(start, mask, data, order);
    }
  }

  /** Real trainers that write down what they are asked for and what they give. */
  private static Trainers noting(List<Call> calls, List<TrainedRun> runs) {
    return (network, recipe) ->
        (start, mask, data, order) -> {
          assertThat(data).isSameAs(DATA);
          calls.add(new Call(network, recipe, start, mask, order));
          runs.add(train(network, recipe, start, mask, data, order));
          return runs.getLast();
        };
  }

  private static Search search(Scope scope, Rewind rewind) {
    Pruner pruner = new Pruner(Score.MAGNITUDE, scope, 0.3, 0.15, 1, 1);
    return new Search(NETWORK, Initialisation.GLOROT_NORMAL, pruner, rewind, 3);
  }

  private static List<Level> levels(Search search, Recipe recipe) {
    List<Level> found = new ArrayList<>();
    try (PanelTrainer trainer =
        new PanelTrainer(
            NETWORK, recipe, Kernels.scalar(), 1, search.rewind().step(), (_, _) -> {})) {
      search.run(trainer, DATA, SEED, found::add);
    }
    return found;
  }

  private static Terms terms(Scope scope, Rewind rewind, Recipe recipe, int level) {
    Search search = search(scope, rewind);
    return new Terms(search, recipe, level, levels(search, recipe).get(level).ticket().mask());
  }

  private static Terms terms() {
    return terms(Scope.LAYERWISE, INIT, DECAYING, 3);
  }

  private static Outcome run(Method method, Terms terms) {
    return method.run(terms, noting(new ArrayList<>(), new ArrayList<>()), DATA, SEED);
  }

  private static long steps(Curve curve) {
    return curve.last().step() - curve.points().getFirst().step();
  }

  @Test
  void everyMethodSpendsExactlyTheStepsThatTheTicketCost() {
    for (Rewind rewind : List.of(INIT, STEP)) {
      Search search = search(Scope.LAYERWISE, rewind);
      List<Level> found = levels(search, DECAYING);
      long cost = steps(found.getFirst().run().curve());
      for (int level = 1; level <= 3; level++) {
        cost += steps(found.get(level).run().curve());
        Terms terms = new Terms(search, DECAYING, level, found.get(level).ticket().mask());
        assertThat(terms.steps()).isEqualTo(cost).isEqualTo(60 + level * (60 - rewind.step()));
        for (Method method : ALL) {
          assertThat(run(method, terms).steps()).as(method.id()).isEqualTo(cost);
        }
      }
    }
  }

  @Test
  void aMethodSaysHowItSpendsTheSteps() {
    Terms terms = terms();
    long live = terms.ticket().liveCount();

    assertThat(PRUNE_ONLY.spends(terms)).isEqualTo("240 steps dense, then pruned");
    assertThat(FINE_TUNED.spends(terms))
        .isEqualTo(
            "60 steps dense, then 3 levels of 60 steps at rate " + DECAYING.atLastRate().rate());
    assertThat(RATE_REWOUND.spends(terms(Scope.LAYERWISE, STEP, DECAYING, 2)))
        .isEqualTo("60 steps dense, then 2 levels of 49 steps by the schedule from step 11");
    assertThat(ONE_SHOT.spends(terms)).isEqualTo("180 steps dense, then 60 steps from θ₀");
    NetworkSpec small = Networks.nearest(NETWORK, live);
    assertThat(SMALL_DENSE.spends(terms))
        .isEqualTo(
            "240 steps of %s, %d weights for the ticket's %d"
                .formatted(small.widths(), Mask.dense(small).total(), live));
  }

  @Test
  void layerByLayerMethodsThatPruneHaveTheTicketsLiveCounts() {
    for (Rewind rewind : List.of(INIT, STEP)) {
      Terms layerwise = terms(Scope.LAYERWISE, rewind, DECAYING, 3);
      Terms global = terms(Scope.GLOBAL, rewind, DECAYING, 3);
      for (Method method : List.of(PRUNE_ONLY, FINE_TUNED, RATE_REWOUND, ONE_SHOT)) {
        assertThat(counts(run(method, layerwise).mask())).isEqualTo(counts(layerwise.ticket()));
        assertThat(run(method, global).mask().liveCount()).isEqualTo(global.ticket().liveCount());
      }
      for (Method method : List.of(PRUNE_ONLY, ONE_SHOT)) {
        assertThat(counts(run(method, global).mask())).isEqualTo(counts(global.ticket()));
      }
    }
  }

  private static List<Integer> counts(Mask mask) {
    return mask.parameters().stream().map(p -> mask.liveCount(p.name())).toList();
  }

  @Test
  void prunedWeightsOfAnOutcomeArePlusZero() {
    for (Method method : ALL) {
      Outcome outcome = run(method, terms());
      assertThat(outcome.mask().apply(outcome.best()).sameBits(outcome.best())).isTrue();
      assertThat(outcome.mask().apply(outcome.end()).sameBits(outcome.end())).isTrue();
    }
  }

  @Test
  void everyMethodBeginsWithTheSearchsThetaZeroAndSeesItsDataOrder() {
    Search search = search(Scope.LAYERWISE, STEP);
    Level dense = levels(search, DECAYING).getFirst();
    Terms terms = terms(Scope.LAYERWISE, STEP, DECAYING, 2);
    for (Method method : ALL) {
      List<Call> calls = new ArrayList<>();
      method.run(terms, noting(calls, new ArrayList<>()), DATA, SEED);

      assertThat(calls).extracting(Call::order).containsOnly(SEED.child("order"));
      Call first = calls.getFirst();
      assertThat(first.start().step()).isZero();
      assertThat(first.mask()).isEqualTo(Mask.dense(first.network()));
      Weights expected =
          Weights.initialise(first.network(), Initialisation.GLOROT_NORMAL, SEED.child("init"));
      assertThat(first.start().weights().sameBits(expected)).isTrue();
      if (!method.equals(SMALL_DENSE)) {
        assertThat(first.start().weights().sameBits(dense.ticket().start().weights())).isTrue();
      }
    }
  }

  @Test
  void iterativeMethodsShareTheSearchsDenseTrainingAndFirstMask() {
    Search search = search(Scope.GLOBAL, INIT);
    List<Level> found = levels(search, DECAYING);
    Terms terms = terms(Scope.GLOBAL, INIT, DECAYING, 2);
    for (Method method : List.of(FINE_TUNED, RATE_REWOUND)) {
      List<Call> calls = new ArrayList<>();
      List<TrainedRun> runs = new ArrayList<>();
      method.run(terms, noting(calls, runs), DATA, SEED);

      assertThat(runs.getFirst().end().sameBits(found.getFirst().run().end())).isTrue();
      assertThat(runs.getFirst().curve()).isEqualTo(found.getFirst().run().curve());
      assertThat(calls.get(1).mask()).isEqualTo(found.get(1).ticket().mask());
    }
  }

  @Test
  void iterativeMethodsGoOnFromTheBitsOfEachLevelsEnd() {
    for (Rewind rewind : List.of(INIT, STEP)) {
      Terms terms = terms(Scope.LAYERWISE, rewind, DECAYING, 3);
      for (Method method : List.of(FINE_TUNED, RATE_REWOUND)) {
        List<Call> calls = new ArrayList<>();
        List<TrainedRun> runs = new ArrayList<>();
        Outcome outcome = method.run(terms, noting(calls, runs), DATA, SEED);

        Recipe later = method.equals(FINE_TUNED) ? DECAYING.atLastRate() : DECAYING;
        assertThat(calls).extracting(Call::recipe).containsExactly(DECAYING, later, later, later);
        for (int level = 1; level <= 3; level++) {
          Call call = calls.get(level);
          assertThat(call.start().step()).isEqualTo(rewind.step());
          assertThat(call.start().weights().sameBits(runs.get(level - 1).end())).isTrue();
          assertThat(call.mask().isSubsetOf(calls.get(level - 1).mask())).isTrue();
          assertThat(runs.get(level).curve().points().getFirst().step()).isEqualTo(rewind.step());
        }
        assertThat(outcome.mask()).isEqualTo(calls.getLast().mask());
        assertThat(outcome.best().sameBits(runs.getLast().best())).isTrue();
        assertThat(outcome.end().sameBits(runs.getLast().end())).isTrue();
      }
    }
  }

  @Test
  void fineTuningAndRateRewindingDifferUnderADecayingScheduleAndCoincideUnderAConstantOne() {
    for (Rewind rewind : List.of(INIT, STEP)) {
      Terms decaying = terms(Scope.LAYERWISE, rewind, DECAYING, 3);
      Terms constant = terms(Scope.LAYERWISE, rewind, CONSTANT, 3);
      Outcome tuned = run(FINE_TUNED, constant);
      Outcome rewound = run(RATE_REWOUND, constant);

      assertThat(tuned.mask()).isEqualTo(rewound.mask());
      assertThat(tuned.end().sameBits(rewound.end())).isTrue();
      assertThat(tuned.curves()).isEqualTo(rewound.curves());
      assertThat(run(FINE_TUNED, decaying).end().sameBits(run(RATE_REWOUND, decaying).end()))
          .isFalse();
    }
  }

  @Test
  void pruneOnlyNeverTrainsAfterThePruning() {
    List<Call> calls = new ArrayList<>();
    List<TrainedRun> runs = new ArrayList<>();
    Terms terms = terms();
    Outcome outcome = PRUNE_ONLY.run(terms, noting(calls, runs), DATA, SEED);

    assertThat(calls).hasSize(1);
    assertThat(calls.getFirst().mask()).isEqualTo(Mask.dense(NETWORK));
    assertThat(calls.getFirst().recipe()).isEqualTo(DECAYING.over(240));
    Weights best = runs.getFirst().best();
    assertThat(best.sameBits(runs.getFirst().end())).isFalse();
    assertThat(outcome.best().sameBits(outcome.mask().apply(best))).isTrue();
    assertThat(outcome.end().sameBits(outcome.best())).isTrue();
    assertLeastArePruned(outcome.mask(), best);
  }

  private static void assertLeastArePruned(Mask mask, Weights trained) {
    for (Parameter p : NETWORK.prunable()) {
      float[] values = trained.get(p.name());
      BitSet live = mask.live(p.name());
      float leastKept = Float.MAX_VALUE;
      float greatestGone = 0;
      for (int i = 0; i < values.length; i++) {
        if (live.get(i)) {
          leastKept = Math.min(leastKept, Math.abs(values[i]));
        } else {
          greatestGone = Math.max(greatestGone, Math.abs(values[i]));
        }
      }
      assertThat(greatestGone).isPositive().isLessThan(leastKept);
    }
  }

  @Test
  void oneShotPrunesOnceByTheEndAndResetsToTheBitsOfThetaZero() {
    for (Rewind rewind : List.of(INIT, STEP)) { // to θ₀ whatever the search rewinds to
      List<Call> calls = new ArrayList<>();
      List<TrainedRun> runs = new ArrayList<>();
      Terms terms = terms(Scope.GLOBAL, rewind, DECAYING, 3);
      Outcome outcome = ONE_SHOT.run(terms, noting(calls, runs), DATA, SEED);

      assertThat(calls)
          .extracting(Call::recipe)
          .containsExactly(DECAYING.over(terms.steps() - 60), DECAYING);
      Start reset = calls.getLast().start();
      assertThat(reset.step()).isZero();
      assertThat(reset.weights().sameBits(terms.search().origin(SEED).weights())).isTrue();
      assertLeastArePruned(outcome.mask(), runs.getFirst().end());
      assertThat(calls.getLast().mask()).isEqualTo(outcome.mask());
      assertThat(outcome.best().sameBits(runs.getLast().best())).isTrue();
    }
  }

  @Test
  void oneShotAtLevelOneIsTheSearchsFirstLevel() {
    Search search = search(Scope.LAYERWISE, INIT);
    Level first = levels(search, DECAYING).get(1);

    Outcome outcome = run(ONE_SHOT, new Terms(search, DECAYING, 1, first.ticket().mask()));

    assertThat(outcome.mask()).isEqualTo(first.ticket().mask());
    assertThat(outcome.end().sameBits(first.run().end())).isTrue();
    assertThat(outcome.curves().getLast()).isEqualTo(first.run().curve());
  }

  @Test
  void smallDenseIsTheNearestNetworkTrainedWhole() {
    List<Call> calls = new ArrayList<>();
    Terms terms = terms();
    Outcome outcome = SMALL_DENSE.run(terms, noting(calls, new ArrayList<>()), DATA, SEED);

    NetworkSpec nearest = Networks.nearest(NETWORK, terms.ticket().liveCount());
    assertThat(outcome.network()).isEqualTo(nearest);
    assertThat(outcome.mask()).isEqualTo(Mask.dense(nearest));
    assertThat(nearest.widths()).isEqualTo("6-6-5-3"); // 81 for the ticket's 78; 6-4 has 72
    assertThat(terms.ticket().liveCount()).isEqualTo(78);
    assertThat(outcome.mask().total()).isEqualTo(81);
    assertThat(calls).hasSize(1);
    assertThat(calls.getFirst().recipe()).isEqualTo(DECAYING.over(240));
  }

  @Test
  void aMethodRepeatedGivesTheSameBitsAndAnotherSeedOthers() {
    Terms terms = terms(Scope.GLOBAL, STEP, DECAYING, 2);
    for (Method method : ALL) {
      Outcome first = run(method, terms);
      Outcome again = run(method, terms);
      Outcome other =
          method.run(terms, noting(new ArrayList<>(), new ArrayList<>()), DATA, new Seed(22));

      assertThat(again.mask()).isEqualTo(first.mask());
      assertThat(again.best().sameBits(first.best())).isTrue();
      assertThat(again.end().sameBits(first.end())).isTrue();
      assertThat(again.curves()).isEqualTo(first.curves());
      assertThat(other.end().sameBits(first.end())).isFalse();
    }
  }

  @Test
  void aMethodGoesOnWhereTrainingsThatWereDoneBeforeEnd() {
    Terms terms = terms();
    for (Method method : ALL) {
      List<TrainedRun> runs = new ArrayList<>();
      Outcome whole = method.run(terms, noting(new ArrayList<>(), runs), DATA, SEED);
      for (int done = 0; done <= runs.size(); done++) {
        Iterator<TrainedRun> stored = runs.subList(0, done).iterator();
        List<Call> trained = new ArrayList<>();
        Trainers others = noting(trained, new ArrayList<>());
        Trainers resuming =
            (network, recipe) ->
                (start, mask, data, order) ->
                    stored.hasNext()
                        ? stored.next()
                        : others.with(network, recipe).train(start, mask, data, order);

        Outcome resumed = method.run(terms, resuming, DATA, SEED);

        assertThat(trained).hasSize(runs.size() - done);
        assertThat(resumed.best().sameBits(whole.best())).isTrue();
        assertThat(resumed.curves()).isEqualTo(whole.curves());
      }
    }
  }

  @Test
  void everyMethodHasANameOfItsOwnThatStoresCanRelyOn() {
    assertThat(ALL)
        .extracting(Method::id)
        .containsExactly("prune-only", "fine-tuned", "rate-rewound", "one-shot", "small-dense");
    assertThat(ALL).extracting(Method::name).doesNotHaveDuplicates().allMatch(n -> n.length() > 9);
    assertThat(Method.class.getPermittedSubclasses()).hasSize(5);
  }

  @Test
  void termsThatDoNotBelongTogetherAreRefused() {
    Search search = search(Scope.LAYERWISE, STEP);
    Mask mask = Mask.dense(NETWORK);
    for (int level : new int[] {0, 4}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Terms(search, DECAYING, level, mask))
          .withMessage("level: expected 1 to 3, got " + level + " (at level 0 nothing is pruned)");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Terms(search, CONSTANT.over(11), 1, mask))
        .withMessage("rewind: expected a step below the 11 steps of a level, got 11");
    Mask other = Mask.dense(Networks.perceptron("p", List.of(6, 3)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Terms(search, DECAYING, 1, other))
        .withMessage("ticket: expected the mask of p (6-12-9-3), got that of another network");
  }

  @Test
  void anOutcomeWithoutATrainingIsRefused() {
    Weights zeros = Weights.zeros(NETWORK);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Outcome(NETWORK, Mask.dense(NETWORK), zeros, zeros, List.of()))
        .withMessage("outcome: expected at least one training, got none");
  }
}
