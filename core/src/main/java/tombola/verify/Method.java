package tombola.verify;

import java.util.ArrayList;
import java.util.List;
import tombola.data.TrainingData;
import tombola.math.Seed;
import tombola.nn.NetworkSpec;
import tombola.nn.Networks;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.ticket.Search;
import tombola.train.Curve;
import tombola.train.Recipe;
import tombola.train.Start;
import tombola.train.TrainedRun;

/**
 * Another search or training to compare a ticket with, at exactly the steps that the ticket cost
 * ({@link Terms#steps}). Initialisation and data order come from the same streams as those of
 * {@link Search}; a training of more steps has its schedule stretched to them.
 *
 * <p>The iterative methods prune by the search's own pruner: under a global scope their layers may
 * have other live counts than the ticket's, but the total is the same, floors left aside.
 */
public sealed interface Method {

  /**
   * The dense network trained all the steps, its best weights pruned at once by the search's score
   * to the ticket's live count in each layer, and not trained again.
   */
  record PruneOnly() implements Method {}

  /**
   * Iterative pruning that goes on from each level's end weights at the last rate of the schedule.
   * Under a cosine that rate is next to nothing: compare by a step schedule.
   *
   * @see <a href="https://arxiv.org/abs/1506.02626">Han et al. 2015, section 3</a>
   */
  record FineTuned() implements Method {}

  /**
   * Iterative pruning that goes on from each level's end weights by the schedule that the ticket
   * follows: from its beginning, or from step k if the ticket is rewound there.
   *
   * @see <a href="https://arxiv.org/abs/2003.02389">Renda et al. 2020, section 2</a>
   */
  record RateRewound() implements Method {}

  /**
   * One pruning: the dense network trained for all the steps but those of one training, its end
   * weights pruned at once by the search's score to the ticket's live count in each layer, the
   * survivors reset to θ₀ and trained once by the ticket's recipe.
   *
   * @see <a href="https://arxiv.org/abs/1803.03635">Frankle &amp; Carbin 2019, section 1</a>
   */
  record OneShot() implements Method {}

  /**
   * A dense network of the same depth, its hidden widths scaled by one factor so that its weights
   * are as many as the ticket's live ones, or as near as whole widths allow ({@link
   * Networks#nearest}), trained all the steps.
   */
  record SmallDense() implements Method {}

  /** Returns the name by which stores know this method; it never changes. */
  default String id() {
    return switch (this) {
      case PruneOnly _ -> "prune-only";
      case FineTuned _ -> "fine-tuned";
      case RateRewound _ -> "rate-rewound";
      case OneShot _ -> "one-shot";
      case SmallDense _ -> "small-dense";
    };
  }

  /** Returns what reports call this method. */
  default String name() {
    return switch (this) {
      case PruneOnly _ -> "pruning without further training";
      case FineTuned _ -> "fine-tuning";
      case RateRewound _ -> "learning-rate rewinding";
      case OneShot _ -> "one-shot pruning with reset";
      case SmallDense _ -> "small dense network";
    };
  }

  /** Returns how this method spends the steps, in words. */
  default String spends(Terms terms) {
    Recipe recipe = terms.recipe();
    long first = recipe.steps();
    long later = first - terms.search().rewind().step();
    return switch (this) {
      case PruneOnly _ -> "%d steps dense, then pruned".formatted(terms.steps());
      case FineTuned _ ->
          "%d steps dense, then %d levels of %d steps at rate %s"
              .formatted(first, terms.level(), later, recipe.atLastRate().rate());
      case RateRewound _ ->
          "%d steps dense, then %d levels of %d steps by the schedule from step %d"
              .formatted(first, terms.level(), later, first - later);
      case OneShot _ ->
          "%d steps dense, then %d steps from θ₀".formatted(terms.steps() - first, first);
      case SmallDense _ -> {
        NetworkSpec small = small(terms);
        yield "%d steps of %s, %d weights for the ticket's %d"
            .formatted(
                terms.steps(),
                small.widths(),
                Mask.dense(small).total(),
                terms.ticket().liveCount());
      }
    };
  }

  /**
   * Runs this method from the start and in the data order of the search with {@code seed}.
   *
   * @throws tombola.train.DivergedException if a training does not stay finite
   */
  default Outcome run(Terms terms, Trainers trainers, TrainingData data, Seed seed) {
    return switch (this) {
      case PruneOnly _ -> pruneOnly(terms, trainers, data, seed);
      case FineTuned _ -> iterative(terms, terms.recipe().atLastRate(), trainers, data, seed);
      case RateRewound _ -> iterative(terms, terms.recipe(), trainers, data, seed);
      case OneShot _ -> oneShot(terms, trainers, data, seed);
      case SmallDense _ -> smallDense(terms, trainers, data, seed);
    };
  }

  private static Outcome pruneOnly(Terms terms, Trainers trainers, TrainingData data, Seed seed) {
    Search search = terms.search();
    Start origin = search.origin(seed);
    Mask dense = Mask.dense(search.network());
    Recipe recipe = terms.recipe().over(terms.steps());
    TrainedRun run =
        trainers.with(search.network(), recipe).train(origin, dense, data, seed.child("order"));
    Mask mask = search.pruner().pruneTo(terms.ticket(), dense, origin.weights(), run.best());
    Weights pruned = mask.apply(run.best());
    return new Outcome(search.network(), mask, pruned, pruned, List.of(run.curve()));
  }

  private static Outcome iterative(
      Terms terms, Recipe later, Trainers trainers, TrainingData data, Seed seed) {
    Search search = terms.search();
    NetworkSpec network = search.network();
    Start start = search.origin(seed);
    Mask mask = Mask.dense(network);
    TrainedRun run =
        trainers.with(network, terms.recipe()).train(start, mask, data, seed.child("order"));
    List<Curve> curves = new ArrayList<>(List.of(run.curve()));
    for (int level = 1; level <= terms.level(); level++) {
      mask = search.pruner().prune(mask, start.weights(), run.end());
      start = new Start(run.end(), search.rewind().step());
      run = trainers.with(network, later).train(start, mask, data, seed.child("order"));
      curves.add(run.curve());
    }
    return new Outcome(network, mask, run.best(), run.end(), curves);
  }

  private static Outcome oneShot(Terms terms, Trainers trainers, TrainingData data, Seed seed) {
    Search search = terms.search();
    NetworkSpec network = search.network();
    Start origin = search.origin(seed);
    Mask dense = Mask.dense(network);
    Recipe recipe = terms.recipe();
    TrainedRun before =
        trainers
            .with(network, recipe.over(terms.steps() - recipe.steps()))
            .train(origin, dense, data, seed.child("order"));
    Mask mask = search.pruner().pruneTo(terms.ticket(), dense, origin.weights(), before.end());
    TrainedRun run = trainers.with(network, recipe).train(origin, mask, data, seed.child("order"));
    return new Outcome(network, mask, run.best(), run.end(), List.of(before.curve(), run.curve()));
  }

  private static Outcome smallDense(Terms terms, Trainers trainers, TrainingData data, Seed seed) {
    NetworkSpec small = small(terms);
    Mask dense = Mask.dense(small);
    Weights initial =
        Weights.initialise(small, terms.search().initialisation(), seed.child("init"));
    Recipe recipe = terms.recipe().over(terms.steps());
    TrainedRun run =
        trainers.with(small, recipe).train(new Start(initial, 0), dense, data, seed.child("order"));
    return new Outcome(small, dense, run.best(), run.end(), List.of(run.curve()));
  }

  private static NetworkSpec small(Terms terms) {
    return Networks.nearest(terms.search().network(), terms.ticket().liveCount());
  }
}
