package tombola.ticket;

import java.util.Optional;
import java.util.function.Consumer;
import tombola.data.TrainingData;
import tombola.math.Seed;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.nn.Weights;
import tombola.prune.Mask;
import tombola.prune.Pruner;
import tombola.train.Start;
import tombola.train.TrainedRun;
import tombola.train.Trainer;

/**
 * Iterative magnitude pruning: train, prune, rewind, repeat.
 *
 * @param network the dense network's shape
 * @param initialisation how θ₀ is drawn, unless it is given
 * @param given θ₀ itself, if it comes from elsewhere: the same for every seed, and never written
 * @param pruner what leaves the mask at each level
 * @param rewind where the survivors go back to
 * @param levels prunings after the dense training, at least 0
 * @see <a href="https://arxiv.org/abs/1803.03635">Frankle &amp; Carbin 2019, section 1</a>
 */
public record Search(
    NetworkSpec network,
    Initialisation initialisation,
    Optional<Weights> given,
    Pruner pruner,
    Rewind rewind,
    int levels) {

  /** Checks the range, and that weights that are given are the network's. */
  public Search {
    if (given.isPresent() && !given.get().parameters().equals(network.parameters())) {
      throw new IllegalArgumentException(
          "given: expected the weights of %s, got those of another network"
              .formatted(network.widths()));
    }
    if (levels < 0 || levels > 1000) {
      throw new IllegalArgumentException(
          "levels: expected 0 to 1000, got " + levels + " (15 reach 3.5% at 20% a level)");
    }
  }

  /** Creates a search whose θ₀ is drawn. */
  public Search(
      NetworkSpec network,
      Initialisation initialisation,
      Pruner pruner,
      Rewind rewind,
      int levels) {
    this(network, initialisation, Optional.empty(), pruner, rewind, levels);
  }

  /** Returns the same search from {@code weights}. */
  public Search from(Weights weights) {
    return new Search(network, initialisation, Optional.of(weights), pruner, rewind, levels);
  }

  /** Runs the search and hands each level to {@code found} as soon as it is trained. */
  public void run(Trainer trainer, TrainingData data, Seed seed, Consumer<Level> found) {
    Start origin = origin(seed);
    Start start = origin;
    Mask mask = Mask.dense(network);
    for (int level = 0; level <= levels; level++) {
      TrainedRun run = trainer.train(start, mask, data, seed.child("order"));
      found.accept(new Level(level, new Ticket(mask, start), run));
      mask = pruner.prune(mask, start.weights(), run.end());
      start = rewind.next(origin, run);
    }
  }

  /** Returns θ₀ at step 0, from which the search with {@code seed} begins. */
  public Start origin(Seed seed) {
    return new Start(
        given.orElseGet(() -> Weights.initialise(network, initialisation, seed.child("init"))), 0);
  }
}
