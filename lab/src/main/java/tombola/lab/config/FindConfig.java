package tombola.lab.config;

import static tombola.lab.config.FindSettings.*;
import static tombola.lab.config.RecipeSettings.*;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tombola.data.BadDataException;
import tombola.lab.data.DataSpec;
import tombola.lab.data.Share;
import tombola.lab.ledger.Rates;
import tombola.nn.Initialisation;
import tombola.nn.NetworkSpec;
import tombola.prune.Pruner;
import tombola.prune.Scope;
import tombola.prune.Score;
import tombola.prune.Structure;
import tombola.ticket.Rewind;
import tombola.ticket.Search;
import tombola.train.Optimizer;
import tombola.train.Recipe;

/**
 * The whole configuration of a search, nothing left open. By default the paper's for LeNet-300-100
 * on MNIST, with 10,000 steps; for another network what is {@link Usual} for it.
 *
 * @param data which data, and how it is split
 * @param network the network's name, or its layers as {@link NetworkFile} has them
 * @param initialisation how weights begin
 * @param from SHA-256 of the weights with which every search begins instead, if they are given
 * @param recipe how every level trains
 * @param pruning what leaves the mask
 * @param rewind where the survivors go back to
 * @param extent how far the run goes
 * @param machine where and how fast it is done
 * @see <a href="https://arxiv.org/abs/1803.03635">Frankle &amp; Carbin 2019, figure 2</a>
 */
public record FindConfig(
    DataSpec data,
    String network,
    Initialisation initialisation,
    Optional<String> from,
    Recipe recipe,
    Pruning pruning,
    Rewind rewind,
    Extent extent,
    Machine machine) {
  /**
   * Version of the meaning of all settings together; raised when a setting comes, goes or changes
   * its meaning.
   */
  public static final int SCHEMA = 1;

  /** Version of the order of every sum and of every function: the definition of the bits. */
  public static final int ARITHMETIC = 1;

  /**
   * The same of what convolutions and normalisations alone have; a run of other networks is not
   * touched by it. 2: their gradients and moments are summed panel by panel.
   */
  public static final int ARITHMETIC_OF_PICTURES = 2;

  /**
   * What leaves the mask.
   *
   * @param score what the ranking goes by
   * @param scope what is ranked together
   * @param structure what is taken out at once; shares and floor count filters where it is a filter
   * @param fraction share of the live weights that a hidden layer loses at a level
   * @param convolutionFraction the same for a convolution
   * @param outputFraction the same for the output layer
   * @param floor live weights that every layer keeps
   * @param oneShot whether all levels' prunings are done at once
   */
  public record Pruning(
      Score score,
      Scope scope,
      Removal structure,
      double fraction,
      double convolutionFraction,
      double outputFraction,
      int floor,
      boolean oneShot) {}

  /**
   * How far a run goes. Other values extend the run or choose another of its levels; they change no
   * number in it.
   *
   * @param levels prunings after the dense training; with one-shot pruning those done at once
   * @param replicates whole searches
   * @param seed seed of the first replicate; the next ones count up
   * @param margin how far below the dense network's a ticket's validation accuracy may be
   */
  public record Extent(int levels, int replicates, long seed, double margin) {
    private static final int MOST = 1000;

    /** Checks the ranges. */
    public Extent {
      if (levels < 0 || levels > MOST) {
        throw new IllegalArgumentException(
            "levels: expected 0 to "
                + MOST
                + ", got "
                + levels
                + " (15 reach 3.5% at 20% a level)");
      }
      if (replicates < 1 || replicates > MOST) {
        throw new IllegalArgumentException(
            "replicates: expected 1 to " + MOST + ", got " + replicates);
      }
      if (seed < 0 || seed > Long.MAX_VALUE - MOST) {
        throw new IllegalArgumentException(
            "seed: expected 0 to " + (Long.MAX_VALUE - MOST) + ", got " + seed);
      }
      if (!(margin >= 0 && margin < 1)) {
        throw new IllegalArgumentException(
            "margin: expected a number in [0, 1), got " + margin + " (0.005 is half a point)");
      }
    }
  }

  /**
   * Where and how fast it is done; no number depends on it.
   *
   * @param threads threads in all
   * @param kernels the kernels by name, or {@code auto}
   * @param out the folder of the runs
   * @param rates what energy and CO2 are reckoned by
   */
  public record Machine(Threads threads, String kernels, Path out, Rates rates) {}

  /** Checks what no part can check alone. */
  public FindConfig {
    if (rewind.step() >= recipe.steps()) {
      throw new IllegalArgumentException(
          "rewind: expected step:K with K below the %d steps of a training, got step:%d"
              .formatted(recipe.steps(), rewind.step()));
    }
    if (pruning.oneShot() && extent.levels() < 1) {
      throw new IllegalArgumentException(
          "levels: expected at least 1 with one-shot, got " + extent.levels());
    }
    pruner(pruning, extent, Structure.UNSTRUCTURED); // checks the ranges
  }

  /** Returns the configuration in which nothing was given. */
  public static FindConfig defaults() {
    return of(Settings.none());
  }

  /**
   * Returns the configuration that {@code given} asks for; all else has its default.
   *
   * @throws InputException in one line, with file and setting, if a value cannot be used or does
   *     not apply
   */
  public static FindConfig of(Settings given) {
    FindConfig config;
    try {
      config =
          new FindConfig(
              data(given),
              network(given),
              given.value(INIT),
              given.get(FROM),
              recipe(given),
              pruning(given),
              given.value(REWIND),
              extent(given),
              machine(given));
    } catch (IllegalArgumentException | BadDataException | InputException e) {
      throw given.explain(e);
    }
    given.checkApplicable(config);
    return config;
  }

  /** Returns the search that one replicate is, but for weights that are given. */
  public Search search(NetworkSpec spec) {
    int levels = pruning.oneShot() ? 1 : extent.levels();
    Pruner pruner = pruner(pruning, extent, pruning.structure().in(spec));
    return new Search(spec, initialisation, pruner, rewind, levels);
  }

  /**
   * Returns the same configuration with a search that ends at {@code level}; one-shot pruning,
   * which has one level and whose density the levels set, stays as it is.
   */
  public FindConfig upTo(int level) {
    Extent other =
        pruning.oneShot()
            ? extent
            : new Extent(level, extent.replicates(), extent.seed(), extent.margin());
    return new FindConfig(
        data, network, initialisation, from, recipe, pruning, rewind, other, machine);
  }

  /**
   * Returns the same configuration on other data, so that two runs differ in their task alone. What
   * describes a file, its label and header, is left to {@code source}'s defaults; so are the sizes
   * of the parts if one of the two is a CSV file and the other is not.
   *
   * @throws InputException in one line if {@code source} is no data source
   */
  public FindConfig on(String source) {
    if (source.equals(data.source())) {
      return this;
    }
    Map<String, String> texts = Settings.of(this).texts();
    texts.put(DATA.name(), source);
    texts.remove(LABEL.name());
    texts.remove(HEADER.name());
    texts.remove(PICTURE_SIZE.name());
    boolean official = data.test() instanceof Share.Official;
    if (official != DataSpec.of(source).test() instanceof Share.Official) {
      texts.remove(VALIDATION.name());
      texts.remove(TEST.name());
    }
    return of(Settings.of(texts));
  }

  private static Pruner pruner(Pruning pruning, Extent extent, Structure structure) {
    int rounds = pruning.oneShot() ? extent.levels() : 1;
    return new Pruner(
        pruning.score(),
        pruning.scope(),
        pruning.fraction(),
        pruning.convolutionFraction(),
        pruning.outputFraction(),
        pruning.floor(),
        rounds,
        structure);
  }

  /** Returns the network's name, or what is in the file that stands in its place. */
  private static String network(Settings given) {
    String name = given.value(NETWORK);
    if (!NetworkFile.isFile(name)) {
      return name;
    }
    try {
      return NetworkFile.read(Path.of(name));
    } catch (InvalidPathException e) {
      throw new InputException("network: expected the name of a file, got " + name, e);
    }
  }

  private static DataSpec data(Settings given) {
    DataSpec usual = DataSpec.of(given.value(DATA));
    return new DataSpec(
        usual.source(),
        given.get(VALIDATION).orElse(usual.validation()),
        given.get(TEST).orElse(usual.test()),
        given.value(SPLIT_SEED),
        given.get(LABEL),
        given.value(HEADER),
        given.get(PICTURE_SIZE));
  }

  private static Recipe recipe(Settings given) {
    Usual usual = Usual.of(given.value(NETWORK));
    OptimizerName name = given.get(OPTIMIZER).orElse(OptimizerName.of(usual.optimizer()));
    long steps = given.get(STEPS).orElse(usual.steps());
    Optimizer optimizer =
        switch (name) {
          case ADAM ->
              new Optimizer.Adam(given.value(BETA1), given.value(BETA2), given.value(EPSILON));
          case ADAMW ->
              new Optimizer.AdamW(given.value(BETA1), given.value(BETA2), given.value(EPSILON));
          case SGD ->
              new Optimizer.Sgd(
                  given.get(MOMENTUM).orElse(usual.momentum()), given.value(NESTEROV));
        };
    return new Recipe(
        optimizer,
        given.get(RATE).orElse(usual.rate(name)),
        given.get(SCHEDULE).orElseGet(() -> usual.schedule().stretched(usual.steps(), steps)),
        given.value(WARMUP),
        given.get(WEIGHT_DECAY).orElse(usual.weightDecay()),
        given.get(BATCH).orElse(usual.batch()),
        steps,
        given.value(EVALUATE_EVERY),
        given.value(SPARSE_BELOW),
        given.get(AUGMENT).orElseGet(() -> usual.augmentation(given.value(DATA))));
  }

  private static Pruning pruning(Settings given) {
    Usual usual = Usual.of(given.value(NETWORK));
    double fraction = given.value(PRUNE);
    return new Pruning(
        given.value(SCORE),
        given.get(SCOPE).orElse(usual.scope()),
        given.value(STRUCTURE),
        fraction,
        given.get(PRUNE_CONV).orElse(usual.convolutions()),
        given.get(PRUNE_OUTPUT).orElse(usual.output().orElse(fraction / 2)),
        given.value(FLOOR),
        given.value(ONE_SHOT));
  }

  private static Extent extent(Settings given) {
    return new Extent(
        given.value(LEVELS), given.value(REPLICATES), given.value(SEED), given.value(MARGIN));
  }

  private static Machine machine(Settings given) {
    String out = given.value(OUT);
    try {
      return new Machine(
          given.value(THREADS),
          given.value(KERNELS),
          Path.of(out),
          new Rates(given.value(WATTS), given.value(GRID)));
    } catch (InvalidPathException e) {
      throw new InputException(
          "out: expected a folder, got " + out + " (" + e.getReason() + ")", e);
    }
  }
}
