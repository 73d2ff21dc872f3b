package tombola.lab.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tombola.lab.config.Setting.Default;
import tombola.lab.config.Setting.Effect;
import tombola.lab.data.DataSpec;
import tombola.lab.data.Share;
import tombola.nn.Initialisation;
import tombola.nn.Networks;
import tombola.prune.Scope;
import tombola.prune.Score;
import tombola.ticket.Rewind;

/** All settings of {@code find}, in the order in which help and files name them. */
public final class FindSettings {
  static final Setting<String> DATA =
      new Setting<>(
          "data",
          "SOURCE",
          Form.TEXT,
          new Default.Value("mnist"),
          Effect.PLACE_OF_DATA,
          "mnist, fashion-mnist, a folder with IDX or CIFAR files, or a CSV file",
          "",
          c -> Optional.of(c.data().source()));
  static final Setting<Share> VALIDATION =
      new Setting<>(
          "validation",
          "PART",
          Form.SHARE,
          new Default.Rule("a twelfth of the train part; 0.15 of a CSV file"),
          Effect.NUMBERS,
          "the validation part: a number of samples or a fraction",
          "",
          c -> Optional.of(c.data().validation()));
  static final Setting<Share> TEST =
      new Setting<>(
          "test",
          "PART",
          Form.SHARE,
          new Default.Rule("official; 0.15 of a CSV file"),
          Effect.NUMBERS,
          "the test part of a CSV file: a number of samples or a fraction",
          "",
          c -> Optional.of(c.data().test()));
  static final Setting<Long> SPLIT_SEED =
      Setting.numbers(
          "split-seed",
          "N",
          Form.WHOLE,
          "0",
          "fixes which samples fall into which part",
          c -> c.data().splitSeed());
  static final Setting<String> LABEL =
      new Setting<>(
          "label",
          "COLUMN",
          Form.TEXT,
          new Default.Rule("label, class, target or y, else the last column"),
          Effect.NUMBERS,
          "the column of a CSV file with the classes, by name or number from 0",
          "with a CSV file",
          c -> c.data().label());
  static final Setting<DataSpec.Header> HEADER =
      Setting.numbers(
          "header",
          "WHETHER",
          Form.choice(DataSpec.Header.class),
          "auto",
          "whether a CSV file's first line names the columns: auto, yes or no",
          c -> c.data().header());
  static final Setting<Integer> PICTURE_SIZE =
      new Setting<>(
          "picture-size",
          "N",
          Form.COUNT,
          new Default.Rule("32"),
          Effect.PLACE_OF_DATA, // the content's checksum is that of the scaled pictures
          "rows and columns to which the pictures of an image folder are scaled",
          "with an image folder",
          c -> c.data().pictureSize());
  static final Setting<String> NETWORK =
      Setting.numbers(
          "network",
          "NAME",
          Form.TEXT,
          "lenet-300-100",
          "mlp:WIDTHS such as mlp:512-256, a name that tombola networks lists, or a YAML file",
          FindConfig::network);
  static final Setting<Initialisation> INIT =
      Setting.numbers(
          "init",
          "NAME",
          Form.choice(Initialisation.class),
          "glorot-normal",
          "how weights begin: glorot-normal, glorot-uniform, he-normal or he-uniform",
          FindConfig::initialisation);

  /** The weights that a search begins with; a command takes a model's file for it. */
  public static final Setting<String> FROM =
      new Setting<>(
          "from",
          "MODEL",
          Form.CHECKSUM,
          new Default.Rule("weights are drawn"),
          Effect.NUMBERS,
          "an ONNX model that was trained elsewhere: its weights are where every search begins",
          "with a model",
          FindConfig::from);

  static final Setting<Score> SCORE =
      Setting.numbers(
          "score",
          "NAME",
          Form.choice(Score.class),
          "magnitude",
          "what makes a weight worth keeping: magnitude or magnitude-increase",
          c -> c.pruning().score());
  static final Setting<Scope> SCOPE =
      new Setting<>(
          "scope",
          "NAME",
          Form.choice(Scope.class),
          new Default.Rule("layerwise; of vgg and resnet global"),
          Effect.NUMBERS,
          "layerwise: each layer gives its share; global: hidden layers are ranked together",
          "",
          c -> Optional.of(c.pruning().scope()));
  static final Setting<Removal> STRUCTURE =
      Setting.numbers(
          "structure",
          "WHAT",
          Form.choice(Removal.class),
          "unstructured",
          "unstructured: single weights leave; filter: whole filters and hidden units, and what is"
              + " left trains as a narrower dense network",
          c -> c.pruning().structure());
  static final Setting<Double> PRUNE =
      Setting.numbers(
          "prune",
          "SHARE",
          Form.NUMBER_FORM,
          "0.2",
          "share of the live weights that a level removes",
          c -> c.pruning().fraction());
  static final Setting<Double> PRUNE_CONV =
      new Setting<>(
          "prune-conv",
          "SHARE",
          Form.NUMBER_FORM,
          new Default.Rule("0.1; of conv-6 0.15, of vgg and resnet 0.2"),
          Effect.NUMBERS,
          "the same for convolutions; 0 leaves them whole",
          "with a network of convolutions",
          c ->
              Networks.isConvolutional(c.network())
                  ? Optional.of(c.pruning().convolutionFraction())
                  : Optional.empty());
  static final Setting<Double> PRUNE_OUTPUT =
      new Setting<>(
          "prune-output",
          "SHARE",
          Form.NUMBER_FORM,
          new Default.Rule("half of prune; of vgg and resnet 0"),
          Effect.NUMBERS,
          "the same for the output layer; 0 leaves it whole",
          "with structure unstructured",
          c ->
              c.pruning().structure() == Removal.UNSTRUCTURED
                  ? Optional.of(c.pruning().outputFraction())
                  : Optional.empty());
  static final Setting<Integer> FLOOR =
      Setting.numbers(
          "floor",
          "N",
          Form.COUNT,
          "1",
          "live weights that every layer keeps",
          c -> c.pruning().floor());
  static final Setting<Boolean> ONE_SHOT =
      Setting.numbers(
          "one-shot",
          "",
          Form.FLAG,
          "false",
          "prune once, to the density that the levels would reach",
          c -> c.pruning().oneShot());
  static final Setting<Rewind> REWIND =
      Setting.numbers(
          "rewind",
          "WHERE",
          Form.REWIND,
          "init",
          "to which values survivors go back: init, or step:K of the dense training",
          FindConfig::rewind);
  static final Setting<Integer> LEVELS =
      extent("levels", "N", Form.COUNT, "15", "prunings after the dense training", e -> e.levels());
  static final Setting<Integer> REPLICATES =
      extent(
          "replicates",
          "N",
          Form.COUNT,
          "1",
          "whole searches, with the seeds SEED, SEED+1 and so on",
          e -> e.replicates());
  static final Setting<Long> SEED =
      extent(
          "seed",
          "N",
          Form.WHOLE,
          "1",
          "seed of the first replicate: its weights and its batches",
          e -> e.seed());
  static final Setting<Double> MARGIN =
      extent(
          "margin",
          "M",
          Form.NUMBER_FORM,
          "0.005",
          "how far below the dense network's a ticket's validation accuracy may be",
          e -> e.margin());
  static final Setting<Threads> THREADS =
      machine(
          "threads",
          "N",
          Threads.FORM,
          "auto",
          "threads in all, or auto for one a core",
          m -> m.threads());
  static final Setting<String> KERNELS =
      machine(
          "kernels",
          "NAME",
          Form.TEXT,
          "auto",
          "the inner loops: auto, scalar, portable, portable:BITS or generated",
          m -> m.kernels());
  static final Setting<String> OUT =
      machine(
          "out", "FOLDER", Form.TEXT, "runs", "the folder of the runs", m -> m.out().toString());
  static final Setting<Double> WATTS =
      machine(
          "watts",
          "W",
          Form.NUMBER_FORM,
          "12",
          "watts of a busy thread, to estimate energy where the machine does not measure it",
          m -> m.rates().watts());
  static final Setting<Double> GRID =
      machine(
          "grid",
          "G",
          Form.NUMBER_FORM,
          "475",
          "grams of CO2 for a kilowatt-hour of electricity",
          m -> m.rates().grid());

  /** Every setting. */
  public static final List<Setting<?>> ALL =
      List.of(
          DATA,
          VALIDATION,
          TEST,
          SPLIT_SEED,
          LABEL,
          HEADER,
          PICTURE_SIZE,
          NETWORK,
          INIT,
          FROM,
          RecipeSettings.OPTIMIZER,
          RecipeSettings.RATE,
          RecipeSettings.BETA1,
          RecipeSettings.BETA2,
          RecipeSettings.EPSILON,
          RecipeSettings.MOMENTUM,
          RecipeSettings.NESTEROV,
          RecipeSettings.SCHEDULE,
          RecipeSettings.WARMUP,
          RecipeSettings.WEIGHT_DECAY,
          RecipeSettings.BATCH,
          RecipeSettings.STEPS,
          RecipeSettings.EVALUATE_EVERY,
          RecipeSettings.SPARSE_BELOW,
          RecipeSettings.AUGMENT,
          SCORE,
          SCOPE,
          STRUCTURE,
          PRUNE,
          PRUNE_CONV,
          PRUNE_OUTPUT,
          FLOOR,
          ONE_SHOT,
          REWIND,
          LEVELS,
          REPLICATES,
          SEED,
          MARGIN,
          THREADS,
          KERNELS,
          OUT,
          WATTS,
          GRID);

  private FindSettings() {}

  /** Returns the setting called {@code name}, if there is one. */
  public static Optional<Setting<?>> named(String name) {
    return ALL.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  private static <T> Setting<T> extent(
      String name,
      String placeholder,
      Form<T> form,
      String initial,
      String description,
      Function<FindConfig.Extent, T> in) {
    return new Setting<>(
        name,
        placeholder,
        form,
        new Default.Value(initial),
        Effect.EXTENT,
        description,
        "",
        c -> Optional.of(in.apply(c.extent())));
  }

  private static <T> Setting<T> machine(
      String name,
      String placeholder,
      Form<T> form,
      String initial,
      String description,
      Function<FindConfig.Machine, T> in) {
    return new Setting<>(
        name,
        placeholder,
        form,
        new Default.Value(initial),
        Effect.MACHINE,
        description,
        "",
        c -> Optional.of(in.apply(c.machine())));
  }
}
