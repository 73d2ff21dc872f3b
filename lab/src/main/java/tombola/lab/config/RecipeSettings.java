package tombola.lab.config;

import java.util.Optional;
import java.util.function.Function;
import tombola.lab.config.Setting.Default;
import tombola.lab.config.Setting.Effect;
import tombola.nn.Networks;
import tombola.train.Augmentation;
import tombola.train.Optimizer;
import tombola.train.Recipe;
import tombola.train.Schedule;

/** The settings of a training: optimizer, rate, steps. */
final class RecipeSettings {
  static final Setting<OptimizerName> OPTIMIZER =
      usual(
          "optimizer",
          "NAME",
          Form.choice(OptimizerName.class),
          "adam; of vgg and resnet sgd",
          "adam, adamw or sgd",
          c -> OptimizerName.of(c.recipe().optimizer()));
  static final Setting<Double> RATE =
      usual(
          "rate",
          "R",
          Form.NUMBER_FORM,
          "0.0012, of conv-2 0.0002, of conv-4 and conv-6 0.0003; with sgd 0.1",
          "the learning rate",
          c -> c.recipe().rate());
  static final Setting<Double> BETA1 =
      optimizer(
          "beta1",
          "B",
          Form.NUMBER_FORM,
          "0.9",
          "decay of Adam's first moment",
          "with optimizer adam or adamw",
          o -> adam(o).map(Optimizer.Adam::beta1));
  static final Setting<Double> BETA2 =
      optimizer(
          "beta2",
          "B",
          Form.NUMBER_FORM,
          "0.999",
          "decay of Adam's second moment",
          "with optimizer adam or adamw",
          o -> adam(o).map(Optimizer.Adam::beta2));
  static final Setting<Double> EPSILON =
      optimizer(
          "epsilon",
          "E",
          Form.NUMBER_FORM,
          "1e-8",
          "added to the root of Adam's second moment",
          "with optimizer adam or adamw",
          o -> adam(o).map(Optimizer.Adam::epsilon));
  static final Setting<Double> MOMENTUM =
      new Setting<>(
          "momentum",
          "M",
          Form.NUMBER_FORM,
          new Default.Rule("0; of vgg and resnet 0.9"),
          Effect.NUMBERS,
          "share of the last direction that is kept",
          "with optimizer sgd",
          c -> sgd(c.recipe().optimizer()).map(Optimizer.Sgd::momentum));
  static final Setting<Boolean> NESTEROV =
      optimizer(
          "nesterov",
          "",
          Form.FLAG,
          "false",
          "whether momentum looks ahead",
          "with optimizer sgd",
          o -> sgd(o).map(Optimizer.Sgd::nesterov));
  static final Setting<Schedule> SCHEDULE =
      usual(
          "schedule",
          "NAME",
          Form.SCHEDULE,
          "constant; of vgg milestones at 1/2 and 3/4 of the steps, of resnet-20 at 2/3 and 5/6, of"
              + " other resnets at 1/2 and 3/4, with factor 0.1",
          "how the rate goes with the step: constant, cosine, step:EVERY:FACTOR or"
              + " milestones:STEP,STEP:FACTOR",
          c -> c.recipe().schedule());
  static final Setting<Long> WARMUP =
      Setting.numbers(
          "warmup",
          "N",
          Form.WHOLE,
          "0",
          "steps over which the rate rises from 0",
          c -> c.recipe().warmup());
  static final Setting<Double> WEIGHT_DECAY =
      usual(
          "weight-decay",
          "D",
          Form.NUMBER_FORM,
          "0; of vgg and resnet 0.0001",
          "pull of live weights towards 0",
          c -> c.recipe().weightDecay());
  static final Setting<Integer> BATCH =
      usual(
          "batch",
          "N",
          Form.COUNT,
          "60; of vgg 64, of resnet 128",
          "samples a step",
          c -> c.recipe().batch());
  static final Setting<Long> STEPS =
      usual(
          "steps",
          "N",
          Form.WHOLE,
          "10000; of conv-2 20000, conv-4 25000, conv-6 and resnet-20 30000, other resnets 64000, vgg"
              + " 112480",
          "steps of a training",
          c -> c.recipe().steps());
  static final Setting<Integer> EVALUATE_EVERY =
      Setting.numbers(
          "evaluate-every",
          "N",
          Form.COUNT,
          "100",
          "steps between two looks at the validation part",
          c -> c.recipe().evaluateEvery());
  static final Setting<Double> SPARSE_BELOW =
      Setting.numbers(
          "sparse-below",
          "D",
          Form.NUMBER_FORM,
          Double.toString(Recipe.SPARSE_BELOW),
          "density at or below which a layer computes with live weights alone; 0 for never",
          c -> c.recipe().sparseBelow());

  static final Setting<Augmentation> AUGMENT =
      new Setting<>(
          "augment",
          "HOW",
          Form.AUGMENTATION,
          new Default.Rule("none; of vgg and resnet crop:4,flip, on mnist crop:4"),
          Effect.NUMBERS,
          "how pictures vary in training: none, crop:N out of a border of N pixels, flip, or both"
              + " as crop:4,flip",
          "with a network of convolutions",
          c ->
              Networks.isConvolutional(c.network())
                  ? Optional.of(c.recipe().augmentation())
                  : Optional.empty());

  private RecipeSettings() {}

  /** A setting whose default is {@link Usual} for the network. */
  private static <T> Setting<T> usual(
      String name,
      String placeholder,
      Form<T> form,
      String rule,
      String description,
      Function<FindConfig, T> in) {
    return new Setting<>(
        name,
        placeholder,
        form,
        new Default.Rule(rule),
        Effect.NUMBERS,
        description,
        "",
        c -> Optional.of(in.apply(c)));
  }

  private static <T> Setting<T> optimizer(
      String name,
      String placeholder,
      Form<T> form,
      String initial,
      String description,
      String condition,
      Function<Optimizer, Optional<T>> in) {
    return new Setting<>(
        name,
        placeholder,
        form,
        new Default.Value(initial),
        Effect.NUMBERS,
        description,
        condition,
        c -> in.apply(c.recipe().optimizer()));
  }

  private static Optional<Optimizer.Adam> adam(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Adam adam -> Optional.of(adam);
      case Optimizer.AdamW(double b1, double b2, double epsilon) ->
          Optional.of(new Optimizer.Adam(b1, b2, epsilon));
      case Optimizer.Sgd _ -> Optional.empty();
    };
  }

  private static Optional<Optimizer.Sgd> sgd(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Adam _, Optimizer.AdamW _ -> Optional.empty();
      case Optimizer.Sgd sgd -> Optional.of(sgd);
    };
  }

  /** The optimizers by name. */
  enum OptimizerName {
    ADAM,
    ADAMW,
    SGD;

    static OptimizerName of(Optimizer optimizer) {
      return switch (optimizer) {
        case Optimizer.Adam _ -> ADAM;
        case Optimizer.AdamW _ -> ADAMW;
        case Optimizer.Sgd _ -> SGD;
      };
    }
  }
}
